#include "base/nearest.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace shotlist::inline base {
namespace {

// Longer words are never typing mistakes of a key, and the cost of a comparison is the product of
// the lengths.
constexpr std::size_t longest_compared = 64;

}  // namespace

// Optimal string alignment distance: three rows of the usual table are enough.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::optional<std::string_view> nearest(std::string_view word,
                                        const std::vector<std::string_view>& candidates) {
  if (word.size() > longest_compared) return std::nullopt;
  const std::string lowered = lower_ascii(word);
  std::optional<std::string_view> best;
  // However short, words without a letter in common are not close.
  std::size_t best_edits = std::min(std::max<std::size_t>(1, word.size() / 3) + 1, word.size());
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > longest_compared) continue;
    const std::size_t edits = edits_between(lowered, lower_ascii(candidate));
    if (edits < best_edits) {
      best_edits = edits;
      best = candidate;
    }
  }
  return best;
}

}  // namespace shotlist::inline base
