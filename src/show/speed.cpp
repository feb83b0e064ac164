#include "show/speed.h"

#include <algorithm>

namespace shotlist::show {
namespace {

using namespace std::chrono_literals;

constexpr Duration window = 60s;
constexpr Duration bucket_length = 100ms;
constexpr std::size_t fewest_buckets = 8;
constexpr double longest_seconds = 1e8;  // three years: a longer time is meaningless

}  // namespace

void Speed::add(Moment now) {
  if (!buckets_.empty() && now - buckets_.back().at < bucket_length) {
    ++buckets_.back().count;
  } else {
    buckets_.push_back({now, 1});
  }
  ++count_;
  while (buckets_.size() > fewest_buckets && now - buckets_.front().at > window) {
    count_ -= buckets_.front().count;
    buckets_.pop_front();
  }
}

// The events after the first bucket, over the time since the first bucket: three events a second
// apart are two in two seconds.
std::optional<double> Speed::per_minute(Moment now) const {
  if (buckets_.size() < 2) return std::nullopt;
  const auto passed = std::chrono::duration<double>(now - buckets_.front().at).count();
  return static_cast<double>(count_ - buckets_.front().count) / passed * 60;
}

Duration time_for(std::size_t rows, double per_minute) {
  const double seconds =
      std::min(longest_seconds, static_cast<double>(rows) * 60 / std::max(per_minute, 1e-9));
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

}  // namespace shotlist::show
