#include <set>

#include "support/catch2.h"
#include "system/system_clock.h"
#include "system/system_random.h"

namespace shotlist::tests::clock_test {

using namespace shotlist::system;

TEST_CASE("moments never go back") {
  SystemClock clock;
  Moment last = clock.now();
  for (int i = 0; i < 1000; ++i) {
    const Moment now = clock.now();
    REQUIRE(now >= last);
    last = now;
  }
}

TEST_CASE("the date is the calendar's") {
  SystemClock clock;
  const auto before =
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const Date date = clock.date();
  const auto after = std::chrono::system_clock::now();
  CHECK(date >= before);
  CHECK(date <= after);
}

TEST_CASE("two generators do not draw the same numbers") {
  SystemRandom first;
  SystemRandom second;
  std::set<std::uint64_t> drawn;
  for (int i = 0; i < 100; ++i) {
    drawn.insert(first.bits());
    drawn.insert(second.bits());
  }
  CHECK(drawn.size() == 200);
}

TEST_CASE("a unit is at least 0 and less than 1, even at the ends") {
  class Fixed final : public Random {
   public:
    explicit Fixed(std::uint64_t bits) : bits_(bits) {}
    std::uint64_t bits() override { return bits_; }

   private:
    std::uint64_t bits_;
  };
  CHECK(Fixed(0).unit() == 0.0);
  CHECK(Fixed(UINT64_MAX).unit() < 1.0);
  CHECK(Fixed(UINT64_MAX).unit() > 0.999999);
  CHECK(Fixed(std::uint64_t{1} << 63U).unit() == 0.5);
}

}  // namespace shotlist::tests::clock_test
