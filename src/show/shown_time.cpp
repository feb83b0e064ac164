#include "show/shown_time.h"

#include <chrono>

namespace shotlist::show {
namespace {

constexpr std::size_t day_end = 10;  // of `2026-03-01T14:05:30.125Z`
constexpr std::size_t time_start = 11;
constexpr std::size_t time_length = 8;

}  // namespace

std::string ShownTime::text(Date date) const {
  if (to_local_ == nullptr) return to_text(date);
  const std::string text = to_text(shifted(date));
  return text.substr(0, day_end) + ' ' + text.substr(time_start, time_length);
}

std::string ShownTime::time_of_day(Date date, Date today) const {
  const std::string text = to_text(Date(std::chrono::ceil<std::chrono::seconds>(shifted(date))));
  std::string time = text.substr(time_start, time_length);
  if (to_local_ == nullptr) time += 'Z';
  const std::string day = text.substr(0, day_end);
  return day == to_text(shifted(today)).substr(0, day_end) ? time : day + ' ' + time;
}

}  // namespace shotlist::show
