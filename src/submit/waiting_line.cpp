#include "submit/waiting_line.h"

#include <algorithm>

namespace shotlist::submit {

WaitingLine::Lane& WaitingLine::lane_at(std::size_t lane) {
  if (lane >= lanes_.size()) lanes_.resize(lane + 1);
  return lanes_[lane];
}

Moment WaitingLine::Lane::next() const {
  if (empty()) return Moment::max();
  return std::max(held_until, fresh.empty() ? later.top().not_before : Moment::min());
}

void WaitingLine::add(std::size_t row, std::size_t lane) {
  lane_at(lane).fresh.push_back(row);
  ++size_;
}

void WaitingLine::add_later(std::size_t row, Moment not_before, std::size_t lane) {
  lane_at(lane).later.push({not_before, row});
  ++size_;
  ++retrying_;
}

// There are as many lanes as models in a manifest: few enough to check each.
std::optional<std::size_t> WaitingLine::take(Moment now, bool fresh_first) {
  Lane* due = nullptr;    // the lane whose row has waited longest past its moment
  Lane* fresh = nullptr;  // the lane whose new row comes first in the manifest
  for (Lane& lane : lanes_) {
    if (lane.held_until > now) continue;
    const bool fresh_goes_first = lane.is_suspect && !lane.fresh.empty();
    const bool is_due =
        !lane.later.empty() && lane.later.top().not_before <= now && !fresh_goes_first;
    if (is_due && (due == nullptr || due->later.top() > lane.later.top())) due = &lane;
    const bool is_first =
        !lane.fresh.empty() && (fresh == nullptr || lane.fresh.front() < fresh->fresh.front());
    if (is_first) fresh = &lane;
  }
  if (due == nullptr && fresh == nullptr) return std::nullopt;
  const bool takes_due = due != nullptr && (fresh == nullptr || !fresh_first);
  Lane& lane = takes_due ? *due : *fresh;
  const std::size_t row = takes_due ? lane.later.top().row : lane.fresh.front();
  if (takes_due) {
    lane.later.pop();
    --retrying_;
  } else {
    lane.fresh.pop_front();
  }
  --size_;
  if (lane.is_suspect) lane.held_until = Moment::max();  // until its answer arrives
  return row;
}

void WaitingLine::go_on_elsewhere(const std::function<bool(std::size_t)>& is_gone, double share) {
  for (Lane& lane : lanes_) {
    size_ -= std::erase_if(lane.fresh, is_gone);
    const double steps = share * static_cast<double>(lane.fresh.size());
    std::rotate(lane.fresh.begin(), lane.fresh.begin() + static_cast<std::ptrdiff_t>(steps),
                lane.fresh.end());
  }
}

Moment WaitingLine::next() const {
  Moment next = Moment::max();
  for (const Lane& lane : lanes_)
    next = std::min(next, lane.next());
  return next;
}

void WaitingLine::hold(std::size_t lane, Moment until) {
  lane_at(lane).held_until = until;
  lane_at(lane).is_suspect = true;
}

void WaitingLine::release(std::size_t lane) {
  lane_at(lane).held_until = Moment::min();
  lane_at(lane).is_suspect = false;
}

void WaitingLine::gives_up_turn(std::size_t lane, Moment now) {
  Lane& held = lane_at(lane);
  if (held.held_until == Moment::max()) held.held_until = now;
}

std::optional<std::size_t> WaitingLine::held_lane(Moment now) const {
  const auto soonest =
      std::min_element(lanes_.begin(), lanes_.end(),
                       [](const Lane& a, const Lane& b) { return a.next() < b.next(); });
  if (soonest == lanes_.end() || soonest->empty() || soonest->held_until <= now) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(soonest - lanes_.begin());
}

bool WaitingLine::has_others(std::size_t lane) const {
  for (std::size_t other = 0; other < lanes_.size(); ++other) {
    if (other != lane && !lanes_[other].empty()) return true;
  }
  return false;
}

}  // namespace shotlist::submit
