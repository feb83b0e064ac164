#pragma once
// The rows that are still to be sent, in the order they may go.

#include <cstddef>
#include <deque>
#include <optional>
#include <queue>
#include <vector>

#include "base/time.h"

namespace shotlist::submit {

/// Rows are numbers; the submitter knows what they mean. A row that waits for its moment goes
/// before rows that were never tried, once that moment has come.
class WaitingLine {
 public:
  void add(std::size_t row) { fresh_.push_back(row); }
  void add_later(std::size_t row, Moment not_before);

  /// Takes the next row that may go at `now`, if there is one. With `fresh_first` one that was
  /// never tried goes before those that waited for their moment.
  std::optional<std::size_t> take(Moment now, bool fresh_first = false);

  /// When there will be a row to take: in the past where there is one, the last of all moments
  /// where the line is empty.
  Moment next() const;

  std::size_t size() const { return fresh_.size() + later_.size(); }
  std::size_t retrying() const { return later_.size(); }
  bool empty() const { return size() == 0; }

 private:
  struct Later {
    Moment not_before;
    std::size_t row;
    bool operator>(const Later& other) const {
      return not_before != other.not_before ? not_before > other.not_before : row > other.row;
    }
  };

  std::deque<std::size_t> fresh_;
  std::priority_queue<Later, std::vector<Later>, std::greater<>> later_;
};

}  // namespace shotlist::submit
