#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/quantity.h"
#include "fuzz/must.h"

using namespace shotlist::base;
using namespace shotlist::tests;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace std::chrono_literals;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  if (const auto duration = parse_duration(text)) must(*duration > 0ns && *duration <= 24h);
  if (const auto pace = parse_pace(text); pace && pace->rate) {
    must(pace->rate->count >= 1 && pace->rate->per > 0ns);
    // A rate says itself again, where it is made of whole milliseconds.
    if (pace->rate->per % 1ms == 0ns) must(parse_pace(to_text(*pace)) == pace);
  }
  if (const auto amount = parse_count_or_share(text)) {
    must(amount->count >= 1 && (!amount->percent || amount->count <= 100));
  }
  if (const auto number = parse_integer(text, -5, 5)) must(*number >= -5 && *number <= 5);
  if (const auto chance = parse_probability(text)) must(*chance >= 0 && *chance <= 1);
  return 0;
}
