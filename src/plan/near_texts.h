#pragma once
// Which texts that were paid for ask for nearly the same as new ones (DESIGN 5.4).

#include <cstddef>
#include <string_view>
#include <vector>

namespace shotlist::plan {

/// One new text and the purchase that it is nearly the same as: indices into the two lists.
struct NearMatch {
  std::size_t fresh = 0;
  std::size_t bought = 0;
  double share = 0;  // of the heavier text's words, by weight, that both have; 1: the same
};

/// A purchase that no row asks for. Those of one batch were asked for together.
struct Unclaimed {
  std::string_view text;
  std::size_t batch = 0;  ///< from 0, without gaps
};

/// Pairs texts to be sent (`fresh`) with unclaimed purchases (`bought`). Each is in one pair at
/// most, and the pairs with the greatest shares are made first. In the order of `fresh`. `settled`
/// are the texts of the rows that have their purchase: they belong to every batch and show what is
/// common.
///
/// * Texts of the same words, in whatever order, are the same, however common their words are.
///   A word is what `words_of` says: case, accents and punctuation do not count, and Chinese goes
///   by pairs of characters.
/// * Other texts are near where they share at least 0.57 of the heavier one's weight, and more of
///   long texts: 0.8 - 2 / weight, which is 0.7 at 20 distinctive words and 0.75 at 40.
/// * A word weighs 1 in up to a twentieth of a batch's different texts. In more of them it weighs
///   the square of log(their part of the batch) / log(1/20): 0.6 in a tenth, 0.2 in a quarter. One
///   text more is counted than there are, since a small batch shows less of what is common. What
///   fewer than three texts have weighs 1, unless those are both of two.
/// * The words that more than half of a batch's texts have, such as a style, weigh 0.65 together at
///   most: less than one word of a scene, however long the style is.
/// * A word has the smallest of its weights in all batches, so that neither an old style nor the
///   new one matters where a style was changed. What the earlier versions of a text have in common
///   is no style: each of them is of another batch.
///
/// Nothing tells a style from a scene where there is one text on each side: all words count then.
/// In a batch of one scene in several variants the scene looks like a style, and another scene in
/// the same variants is near.
///
/// 10,000 texts against 10,000 take a second (tests/benchmarks/near_texts.cpp). A pair is only
/// looked at where it shares some of the rarer words; where every word is in a third of the texts,
/// that is nearly every pair, and the time grows with the product.
std::vector<NearMatch> near_matches(const std::vector<std::string_view>& fresh,
                                    const std::vector<Unclaimed>& bought,
                                    const std::vector<std::string_view>& settled = {});

}  // namespace shotlist::plan
