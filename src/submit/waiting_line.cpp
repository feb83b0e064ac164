#include "submit/waiting_line.h"

namespace shotlist::submit {

void WaitingLine::add_later(std::size_t row, Moment not_before) {
  later_.push({not_before, row});
}

std::optional<std::size_t> WaitingLine::take(Moment now, bool fresh_first) {
  const bool due = !later_.empty() && later_.top().not_before <= now;
  if (due && (fresh_.empty() || !fresh_first)) {
    const std::size_t row = later_.top().row;
    later_.pop();
    return row;
  }
  if (fresh_.empty()) return std::nullopt;
  const std::size_t row = fresh_.front();
  fresh_.pop_front();
  return row;
}

Moment WaitingLine::next() const {
  if (!fresh_.empty()) return Moment::min();
  return later_.empty() ? Moment::max() : later_.top().not_before;
}

}  // namespace shotlist::submit
