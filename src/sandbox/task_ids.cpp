#include "sandbox/task_ids.h"

#include <cstddef>
#include <string_view>

namespace shotlist::sandbox {
namespace {

constexpr std::string_view mark = "sora-2:task_sandbox_";

std::string base32(std::uint64_t value, std::size_t length) {
  constexpr std::string_view crockford = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string digits(length, '0');
  for (std::size_t i = length; i-- > 0; value >>= 5U)
    digits[i] = crockford[value & 31U];
  return digits;
}

}  // namespace

std::string TaskIds::next(Date now) {
  const auto milliseconds = static_cast<std::uint64_t>(now.time_since_epoch().count());
  // The count makes ids of one sandbox differ; time and chance, those of two.
  return std::string(mark) + base32(milliseconds, 10) + base32(engine_(), 11) + base32(made_++, 5);
}

bool is_rehearsed(std::string_view task_id) {
  return task_id.substr(0, mark.size()) == mark;
}

}  // namespace shotlist::sandbox
