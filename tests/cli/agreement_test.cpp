#include "cli/agreement.h"

#include "support/catch2.h"

namespace shotlist::tests::agreement_test {

using namespace shotlist::cli;

TEST_CASE("a person is asked where warnings would be paid for, and nobody else is") {
  const Agreement needed{1, 1, false, false, true};
  CHECK(must_ask(needed));
  Agreement other = needed;
  other.warnings = 0;
  CHECK_FALSE(must_ask(other));
  other = needed;
  other.to_send = 0;
  CHECK_FALSE(must_ask(other));
  other = needed;
  other.is_rehearsal = true;
  CHECK_FALSE(must_ask(other));
  other = needed;
  other.given = true;
  CHECK_FALSE(must_ask(other));
  other = needed;
  other.can_ask = false;
  CHECK_FALSE(must_ask(other));
}

TEST_CASE("only y and yes are yes") {
  for (const char* answer : {"y", "Y", "yes", "YES", " y ", "y\r"})
    CHECK(is_yes(answer));
  for (const char* answer : {"", "n", "no", "yeah", "ja", "1", "ye", "yy"})
    CHECK_FALSE(is_yes(answer));
}

}  // namespace shotlist::tests::agreement_test
