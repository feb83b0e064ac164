#include "plan/near_texts.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "base/digest.h"
#include "base/words.h"

namespace shotlist::plan {
namespace {

constexpr double least_share = 0.57;
constexpr double most_share = 0.8;     // approached by endless texts
constexpr double spared_words = 2;     // what each text may lose on top of what most_share allows
constexpr double common_share = 0.05;  // of the texts: up to this, a word has its full weight
constexpr double weight_of_shared = 0.65;  // of all words together that most texts of a batch have
constexpr std::size_t common_texts = 3;
constexpr double rounding = 1e-9;

// The rarest words of a text that make up this part of its weight are used to find what it may be
// near to.
constexpr double searched_share = 0.7;
// This many candidates are kept for each text. If all of them get taken, it is searched again.
constexpr std::size_t kept_candidates = 64;

using WordNumber = std::uint32_t;

// All texts with the same words, in any order.
struct Text {
  std::vector<WordNumber> words;  // sorted, each once
  double weight = 0;
  std::vector<std::size_t> fresh;  // not paired yet, the first at the end
  std::vector<std::size_t> bought;
};

class Texts {
 public:
  /// Returns the number of the text.
  std::size_t add(std::string_view text) {
    std::vector<WordNumber> words;
    for (std::string& word : words_of(text)) {
      const auto next = static_cast<WordNumber>(words_.size());
      words.push_back(words_.try_emplace(std::move(word), next).first->second);
    }
    std::sort(words.begin(), words.end());
    // A text with only punctuation is identified by its bytes.
    const std::string_view key = words.empty()
                                     ? text
                                     : std::string_view(reinterpret_cast<const char*>(words.data()),
                                                        words.size() * sizeof(WordNumber));
    const auto [known, is_new] = known_.try_emplace(fingerprint_of(key), all_.size());
    if (is_new) {
      words.erase(std::unique(words.begin(), words.end()), words.end());
      words.shrink_to_fit();
      all_.emplace_back().words = std::move(words);
    }
    return known->second;
  }

  std::vector<Text>& all() { return all_; }
  std::size_t words() const { return words_.size(); }

 private:
  std::unordered_map<std::string, WordNumber> words_;
  std::map<Fingerprint, std::size_t> known_;
  std::vector<Text> all_;
};

using Numbers = std::set<std::size_t>;  // of texts

// How common words are among the texts of one batch.
class Batch {
 public:
  Batch(const std::vector<Text>& texts, const Numbers& numbers, const Numbers& settled,
        std::size_t words)
      : with_word_(words) {
    for (const std::size_t number : numbers)
      add(texts[number]);
    for (const std::size_t number : settled) {
      if (numbers.count(number) == 0) add(texts[number]);
    }
    for (std::size_t word = 0; word < words; ++word)
      shared_words_ += is_shared(word);
  }

  double weight(std::size_t word) const {
    // Both of two texts are all of them; a single text says nothing.
    const std::size_t common = std::max<std::size_t>(2, std::min(common_texts, texts_));
    if (with_word_[word] < common) return 1;
    const double share = static_cast<double>(with_word_[word]) / static_cast<double>(texts_ + 1);
    const double rarity = std::min(std::log(share) / std::log(common_share), 1.0);
    if (!is_shared(word)) return rarity * rarity;
    return std::min(rarity, weight_of_shared / static_cast<double>(shared_words_));
  }

 private:
  void add(const Text& text) {
    ++texts_;
    for (const WordNumber word : text.words)
      ++with_word_[word];
  }

  bool is_shared(std::size_t word) const {
    return with_word_[word] >= 2 && 2 * with_word_[word] > texts_;
  }

  std::size_t texts_ = 0;
  std::vector<std::size_t> with_word_;
  std::size_t shared_words_ = 0;
};

std::vector<double> weights_of_words(const std::vector<Text>& texts, std::size_t words,
                                     const std::vector<Numbers>& batches, const Numbers& settled) {
  std::vector<double> weights(words, 1);
  for (const Numbers& numbers : batches) {
    const Batch batch(texts, numbers, settled, words);
    for (std::size_t word = 0; word < words; ++word)
      weights[word] = std::min(weights[word], batch.weight(word));
  }
  return weights;
}

// Two texts that may be paired.
struct Candidate {
  double share;
  std::uint32_t fresh;  // indices of texts
  std::uint32_t bought;

  bool operator<(const Candidate& other) const {
    if (share != other.share) return share > other.share;
    return fresh != other.fresh ? fresh < other.fresh : bought < other.bought;
  }
};

// Finds near matches for a text among the purchases that are left.
class Search {
 public:
  Search(const std::vector<Text>& texts, const std::vector<double>& weights)
      : texts_(texts),
        weights_(weights),
        with_word_(weights.size()),
        is_in_text_(weights.size()),
        found_weight_(texts.size()) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (texts[i].bought.empty()) continue;
      for (const WordNumber word : texts[i].words)
        with_word_[word].push_back(static_cast<std::uint32_t>(i));
    }
  }

  // Adds the best ones, at most `kept_candidates`, to `candidates`. Returns whether there were
  // more.
  bool find(std::uint32_t fresh, std::vector<Candidate>& candidates) {
    const Text& text = texts_[fresh];
    const double searched = collect(text);
    // A near text shares at least `least_share` of the text, and at most the rest of it is outside
    // `searched`.
    const double least_found = searched - (1 - least_share) * text.weight - rounding;
    const auto first = static_cast<std::ptrdiff_t>(candidates.size());
    for (const WordNumber word : text.words)
      is_in_text_[word] = true;
    for (const std::uint32_t bought : found_) {
      if (found_weight_[bought] >= least_found) compare(fresh, bought, candidates);
      found_weight_[bought] = 0;
    }
    for (const WordNumber word : text.words)
      is_in_text_[word] = false;
    found_.clear();
    if (candidates.size() - static_cast<std::size_t>(first) <= kept_candidates) return false;
    const auto kept = candidates.begin() + first + kept_candidates;
    std::nth_element(candidates.begin() + first, kept, candidates.end());
    candidates.erase(kept, candidates.end());
    return true;
  }

 private:
  // Adds up the weight that purchases share of the text's rarest words; returns the weight of those
  // words.
  double collect(const Text& text) {
    rarest_first_ = text.words;
    std::sort(rarest_first_.begin(), rarest_first_.end(), [this](WordNumber a, WordNumber b) {
      const std::size_t with_a = with_word_[a].size();
      const std::size_t with_b = with_word_[b].size();
      return with_a != with_b ? with_a < with_b : a < b;
    });
    double searched = 0;
    for (const WordNumber word : rarest_first_) {
      if (searched >= searched_share * text.weight) break;
      searched += weights_[word];
      for (const std::uint32_t bought : with_word_[word]) {
        if (texts_[bought].bought.empty()) continue;
        if (found_weight_[bought] == 0) found_.push_back(bought);
        found_weight_[bought] += weights_[word];
      }
    }
    return searched;
  }

  void compare(std::uint32_t fresh, std::uint32_t bought, std::vector<Candidate>& candidates) {
    const double heavier = std::max(texts_[fresh].weight, texts_[bought].weight);
    const double lighter = std::min(texts_[fresh].weight, texts_[bought].weight);
    const double needed = std::max(least_share, most_share - spared_words / heavier) - rounding;
    if (lighter < needed * heavier) return;
    double shared = 0;
    for (const WordNumber word : texts_[bought].words)
      if (is_in_text_[word]) shared += weights_[word];
    if (shared >= needed * heavier) candidates.push_back({shared / heavier, fresh, bought});
  }

  const std::vector<Text>& texts_;
  const std::vector<double>& weights_;
  std::vector<std::vector<std::uint32_t>> with_word_;  // purchases, by word
  std::vector<char> is_in_text_;                       // by word
  std::vector<double> found_weight_;                   // by text
  std::vector<std::uint32_t> found_;
  std::vector<WordNumber> rarest_first_;
};

void pair(Text& fresh, Text& bought, double share, std::vector<NearMatch>& matches) {
  while (!fresh.fresh.empty() && !bought.bought.empty()) {
    matches.push_back({fresh.fresh.back(), bought.bought.back(), share});
    fresh.fresh.pop_back();
    bought.bought.pop_back();
  }
}

}  // namespace

std::vector<NearMatch> near_matches(const std::vector<std::string_view>& fresh,
                                    const std::vector<Unclaimed>& bought,
                                    const std::vector<std::string_view>& settled) {
  std::vector<NearMatch> matches;
  if (fresh.empty() || bought.empty()) return matches;
  Texts known;
  std::vector<Text>& texts = known.all();
  std::vector<Numbers> batches(1);  // the first one is that of `fresh`
  // From the end, so that the first ones are taken first.
  for (std::size_t i = fresh.size(); i-- > 0;) {
    const std::size_t number = known.add(fresh[i]);
    batches.front().insert(number);
    texts[number].fresh.push_back(i);
  }
  for (std::size_t i = bought.size(); i-- > 0;) {
    const std::size_t number = known.add(bought[i].text);
    batches.resize(std::max(batches.size(), bought[i].batch + 2));
    batches[bought[i].batch + 1].insert(number);
    texts[number].bought.push_back(i);
  }
  Numbers shown;
  for (const std::string_view row : settled)
    shown.insert(known.add(row));
  const std::vector<double> weights = weights_of_words(texts, known.words(), batches, shown);
  std::vector<std::uint32_t> left;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    pair(texts[i], texts[i], 1, matches);
    for (const WordNumber word : texts[i].words)
      texts[i].weight += weights[word];
    if (!texts[i].fresh.empty()) left.push_back(static_cast<std::uint32_t>(i));
  }

  Search search(texts, weights);
  // A text with more candidates than are kept is searched again if others have taken all of those.
  while (!left.empty()) {
    std::vector<Candidate> candidates;
    std::vector<std::uint32_t> again;
    for (const std::uint32_t text : left)
      if (search.find(text, candidates)) again.push_back(text);
    std::sort(candidates.begin(), candidates.end());
    for (const Candidate& candidate : candidates)
      pair(texts[candidate.fresh], texts[candidate.bought], candidate.share, matches);
    left.clear();
    for (const std::uint32_t text : again)
      if (!texts[text].fresh.empty()) left.push_back(text);
  }
  std::sort(matches.begin(), matches.end(),
            [](const NearMatch& a, const NearMatch& b) { return a.fresh < b.fresh; });
  return matches;
}

}  // namespace shotlist::plan
