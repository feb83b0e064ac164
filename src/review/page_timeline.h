#pragma once
// Attempts over time, by how they ended.

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "base/time.h"
#include "review/page_outcome.h"
#include "review/review.h"

namespace shotlist::review {

/// Time in pieces of one length. What passed between runs is cut out: where it was, the next piece
/// knows how long it took.
struct Timeline {
  /// The attempts that left within `length` from `from` on, by the number of their look.
  struct Piece {
    Date from;
    std::array<std::size_t, outcome_labels.size()> counts{};
    std::chrono::milliseconds pause_before{};  ///< nothing, unless time was cut out

    std::size_t total() const;
  };

  std::chrono::milliseconds length{};
  std::vector<Piece> pieces;
  std::size_t untimed = 0;  ///< attempts of which nobody knows when they left; they are not here

  std::size_t pauses() const;
};

/// At most `most` pieces, a pause counting as one, of the shortest length that allows it out of
/// those in which people count time. Cut out is what is longer than PaceFigures::longest_pause.
Timeline timeline_of(const std::vector<AttemptLine>& attempts, std::size_t most);

/// As a figure; a sentence where there is nothing to draw.
std::string timeline_html(const Timeline& timeline, bool has_all_attempts);

}  // namespace shotlist::review
