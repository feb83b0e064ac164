#pragma once
// The rows still to be sent, in sending order.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <queue>
#include <vector>

#include "base/time.h"

namespace shotlist::submit {

/// Rows are numbers whose meaning only the submitter knows. A row that waited for its moment goes
/// before rows that were never tried, once that moment has come.
///
/// Each row is in the lane of its model. A lane can be held while the others go on. After the hold,
/// one of its rows goes first to see whether the model is back; preferably one that was not refused
/// yet, since the refused row itself may be the cause.
class WaitingLine {
 public:
  void add(std::size_t row, std::size_t lane = 0);
  void add_later(std::size_t row, Moment not_before, std::size_t lane = 0);

  /// Takes the next row that may go at `now`, if any. With `fresh_first`, a row that was never
  /// tried goes before those that waited for their moment.
  std::optional<std::size_t> take(Moment now, bool fresh_first = false);

  /// Drops those rows that were never tried of which `is_gone` is true, and goes on at another
  /// place: so far behind the next row, as a `share` below 1 of those that are left.
  void go_on_elsewhere(const std::function<bool(std::size_t)>& is_gone, double share);

  /// When a row can be taken: in the past if one is ready; Moment::max() if the line is empty or an
  /// answer must come first.
  Moment next() const;

  /// No row of `lane` goes before `until`.
  void hold(std::size_t lane, Moment until);

  /// A row of `lane` got an answer that was not a refusal of its model: the others may go.
  void release(std::size_t lane);

  /// A row of `lane` was taken and is not sent after all: if it went first to see whether the model
  /// is back, another may.
  void gives_up_turn(std::size_t lane, Moment now);

  /// The lane whose hold delays the next row; none if no hold does.
  std::optional<std::size_t> held_lane(Moment now) const;

  /// Whether other lanes have rows left.
  bool has_others(std::size_t lane) const;

  std::size_t size() const { return size_; }
  std::size_t retrying() const { return retrying_; }
  bool empty() const { return size_ == 0; }

 private:
  struct Later {
    Moment not_before;
    std::size_t row;
    bool operator>(const Later& other) const {
      return not_before != other.not_before ? not_before > other.not_before : row > other.row;
    }
  };
  struct Lane {
    std::deque<std::size_t> fresh;
    std::priority_queue<Later, std::vector<Later>, std::greater<>> later;
    Moment held_until = Moment::min();
    bool is_suspect = false;  ///< its model was refused and has not been heard of since

    bool empty() const { return fresh.empty() && later.empty(); }
    Moment next() const;
  };

  Lane& lane_at(std::size_t lane);

  std::vector<Lane> lanes_;
  std::size_t size_ = 0;
  std::size_t retrying_ = 0;
};

}  // namespace shotlist::submit
