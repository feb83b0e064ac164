#pragma once
// Dates as people read them.

#include <string>
#include <string_view>

#include "base/time.h"

namespace shotlist::show {

/// Shifts a date to the user's time zone: read as UTC, the result is local time.
using ToLocal = Date (*)(Date);

/// Local time for a person at a terminal; UTC, and marked so, in files, which may be read anywhere.
class ShownTime {
 public:
  ShownTime() = default;  ///< UTC
  ShownTime(ToLocal to_local) : to_local_(to_local) {}

  /// `2026-03-01 14:05:30`; in UTC `2026-03-01T14:05:30.125Z`.
  std::string text(Date date) const;

  /// `14:05:30`, or `2026-03-02 00:01:12` if that is another day than `today`; in UTC with a `Z`.
  /// The next whole second.
  std::string time_of_day(Date date, Date today) const;

 private:
  Date shifted(Date date) const { return to_local_ == nullptr ? date : to_local_(date); }

  ToLocal to_local_ = nullptr;
};

}  // namespace shotlist::show
