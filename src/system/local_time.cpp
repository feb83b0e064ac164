#include "system/local_time.h"

#include <ctime>

namespace shotlist::system {

Date to_local(Date date) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(date);
  std::tm parts{};
  if (::localtime_r(&seconds, &parts) == nullptr) return date;
  return date + std::chrono::seconds(parts.tm_gmtoff);
}

}  // namespace shotlist::system
