#pragma once
// Finds purchased texts that ask for nearly the same as new ones (DESIGN 5.4).

#include <cstddef>
#include <string_view>
#include <vector>

namespace shotlist::plan {

/// A new text and the purchase that it nearly matches: indices into the two lists.
struct NearMatch {
  std::size_t fresh = 0;
  std::size_t bought = 0;
  double share =
      0;  // the part of the heavier text, by weight of words, that both share; 1: the same
};

/// A purchase that no row asks for. Purchases of one batch were requested together.
struct Unclaimed {
  std::string_view text;
  std::size_t batch = 0;  ///< from 0, without gaps
};

/// Pairs texts to be sent (`fresh`) with unclaimed purchases (`bought`). Each is in at most one
/// pair, and pairs with the greatest share are made first. The result is in the order of `fresh`.
/// `settled` holds the texts of rows that have their purchase: they belong to every batch and show
/// which words are common.
///
/// * Texts with the same words, in any order, are the same, however common the words are.
///   `words_of` defines words: case, accents and punctuation do not count, and Chinese is split
///   into pairs of characters.
/// * Other texts are near if they share at least 0.57 of the heavier one's weight. Long texts must
///   share more: 0.8 - 2 / weight, which is 0.7 at 20 distinctive words and 0.75 at 40.
/// * A word weighs 1 if it is in up to a twentieth of a batch's distinct texts. If it is in more,
///   it weighs the square of log(its share of the batch) / log(1/20): 0.6 at a tenth, 0.2 at a
///   quarter. One text more is counted than there are, since a small batch shows less of what is
///   common. A word in fewer than three texts weighs 1, unless the batch has only two and both have
///   it.
/// * The words in more than half of a batch's texts, such as a style, together weigh at most 0.65:
///   less than one word of a scene, however long the style is.
/// * A word has the smallest of its weights in all batches, so neither the old nor the new style
///   matters after a change of style. The words that earlier versions of one text share are no
///   style: each version is in another batch.
///
/// With one text on each side, a style cannot be told from a scene: all words count. In a batch of
/// one scene in several variants, the scene looks like a style, and another scene in the same
/// variants is near.
///
/// 10,000 texts against 10,000 take a second (tests/benchmarks/near_texts.cpp). A pair is only
/// examined if it shares some of the rarer words. If every word is in a third of the texts, that is
/// nearly every pair, and the time grows with the product.
std::vector<NearMatch> near_matches(const std::vector<std::string_view>& fresh,
                                    const std::vector<Unclaimed>& bought,
                                    const std::vector<std::string_view>& settled = {});

}  // namespace shotlist::plan
