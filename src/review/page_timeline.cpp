#include "review/page_timeline.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>

#include "review/totals.h"

namespace shotlist::review {
namespace {

using std::chrono::milliseconds;
using Piece = Timeline::Piece;

constexpr std::int64_t second = 1000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
constexpr std::array<std::int64_t, 25> lengths = {
    10,         20,          50,          100,         200,         500,      second,
    2 * second, 5 * second,  10 * second, 15 * second, 30 * second, minute,   2 * minute,
    5 * minute, 10 * minute, 15 * minute, 30 * minute, hour,        2 * hour, 3 * hour,
    6 * hour,   12 * hour,   day,         2 * day};

using Ends = std::array<std::size_t, outcome_labels.size()>;
using Numbered = std::map<std::int64_t, Ends>;  // by the number of the piece since 1970

Numbered count_pieces(const std::vector<AttemptLine>& attempts, std::int64_t length) {
  Numbered pieces;
  for (const AttemptLine& line : attempts) {
    if (!line.has_time()) continue;
    const std::int64_t at = line.sent_at.time_since_epoch().count();
    ++pieces[(at - (at % length + length) % length) / length][outcome_number(line.verdict)];
  }
  return pieces;
}

bool is_pause(std::int64_t empty_pieces, std::int64_t length) {
  return milliseconds(empty_pieces * length) > PaceFigures::longest_pause;
}

// How many pieces it takes to draw them, pauses included.
std::int64_t room_for(const Numbered& pieces, std::int64_t length) {
  std::int64_t room = 0;
  std::int64_t expected = pieces.empty() ? 0 : pieces.begin()->first;
  for (const auto& [number, counts] : pieces) {
    const std::int64_t empty = number - expected;
    room += 1 + (is_pause(empty, length) ? 1 : empty);
    expected = number + 1;
  }
  return room;
}

std::vector<Piece> laid_out(const Numbered& counts, std::int64_t length) {
  std::vector<Piece> pieces;
  std::int64_t expected = counts.empty() ? 0 : counts.begin()->first;
  const auto start_of = [length](std::int64_t number) {
    return Date(milliseconds(number * length));
  };
  for (const auto& [number, of_piece] : counts) {
    milliseconds pause{};
    if (is_pause(number - expected, length)) {
      pause = milliseconds((number - expected) * length);
    } else {
      for (; expected < number; ++expected)
        pieces.push_back({start_of(expected), {}, {}});
    }
    pieces.push_back({start_of(number), of_piece, pause});
    expected = number + 1;
  }
  return pieces;
}

}  // namespace

std::size_t Piece::total() const {
  return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
}

std::size_t Timeline::pauses() const {
  return static_cast<std::size_t>(
      std::count_if(pieces.begin(), pieces.end(),
                    [](const Piece& piece) { return piece.pause_before > milliseconds(0); }));
}

Timeline timeline_of(const std::vector<AttemptLine>& attempts, std::size_t most) {
  const auto fits = [&](const Numbered& pieces, std::int64_t length) {
    return room_for(pieces, length) <= static_cast<std::int64_t>(most);
  };
  std::int64_t length = lengths.front();
  Numbered pieces = count_pieces(attempts, length);
  for (std::size_t i = 1; !fits(pieces, length); ++i) {
    length = i < lengths.size() ? lengths[i] : 2 * length;
    pieces = count_pieces(attempts, length);
  }
  Timeline timeline;
  timeline.length = milliseconds(length);
  timeline.pieces = laid_out(pieces, length);
  timeline.untimed = static_cast<std::size_t>(std::count_if(
      attempts.begin(), attempts.end(), [](const AttemptLine& line) { return !line.has_time(); }));
  return timeline;
}

}  // namespace shotlist::review
