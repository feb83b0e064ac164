#include "submit/exit_code.h"

#include "support/catch2.h"

namespace shotlist::tests::exit_code_test {
namespace {

TEST_CASE("the exit code says the most important thing about a run") {
  struct Case {
    const char* what;
    ExitCode end;
    Counts selected;  // submitted, failed, rejected, in doubt, held, not sent
    ExitCode expected;
  };
  const Case cases[] = {
      {"all submitted", ExitCode::ok, {6, 0, 0, 0, 0, 0}, ExitCode::ok},
      {"nothing to do", ExitCode::ok, {0, 0, 0, 0, 0, 0}, ExitCode::ok},
      {"one failed", ExitCode::ok, {5, 1, 0, 0, 0, 0}, ExitCode::some_failed},
      {"one rejected", ExitCode::ok, {5, 0, 1, 0, 0, 0}, ExitCode::some_failed},
      {"one in doubt", ExitCode::ok, {5, 0, 0, 1, 0, 0}, ExitCode::in_doubt},
      {"doubt before failures", ExitCode::ok, {3, 1, 1, 1, 0, 0}, ExitCode::in_doubt},
      {"one held", ExitCode::ok, {5, 0, 0, 0, 1, 0}, ExitCode::in_doubt},
      {"held before failures and a stop",
       ExitCode::stopped,
       {3, 1, 1, 0, 1, 1},
       ExitCode::in_doubt},
      {"refused before held", ExitCode::refused, {1, 1, 0, 0, 1, 3}, ExitCode::refused},
      {"stopped", ExitCode::stopped, {3, 2, 0, 0, 0, 1}, ExitCode::stopped},
      {"stopped before failures", ExitCode::stopped, {3, 2, 1, 0, 0, 0}, ExitCode::stopped},
      {"doubt before stopped", ExitCode::stopped, {3, 0, 0, 1, 0, 2}, ExitCode::in_doubt},
      {"refused", ExitCode::refused, {1, 1, 0, 0, 0, 4}, ExitCode::refused},
      {"refused before doubt", ExitCode::refused, {1, 1, 0, 1, 0, 3}, ExitCode::refused},
      {"interrupted", ExitCode::interrupted, {1, 0, 0, 0, 0, 5}, ExitCode::interrupted},
      {"interrupted before doubt",
       ExitCode::interrupted,
       {1, 1, 1, 1, 0, 1},
       ExitCode::interrupted},
      {"interrupted though all is done",
       ExitCode::interrupted,
       {6, 0, 0, 0, 0, 0},
       ExitCode::interrupted},
      {"terminated", ExitCode::terminated, {0, 0, 0, 2, 0, 0}, ExitCode::terminated},
      {"hung up", ExitCode::hung_up, {0, 0, 0, 2, 0, 0}, ExitCode::hung_up},
  };
  for (const Case& test : cases) {
    INFO(test.what);
    CHECK(submit::exit_code_of({test.end, {}, ErrorClass::none}, test.selected) == test.expected);
  }
}

TEST_CASE("of two exit codes, the more urgent one is told") {
  using submit::more_urgent;
  CHECK(more_urgent(ExitCode::ok, ExitCode::ok) == ExitCode::ok);
  CHECK(more_urgent(ExitCode::ok, ExitCode::some_failed) == ExitCode::some_failed);
  CHECK(more_urgent(ExitCode::some_failed, ExitCode::stopped) == ExitCode::stopped);
  CHECK(more_urgent(ExitCode::in_doubt, ExitCode::stopped) == ExitCode::in_doubt);
  CHECK(more_urgent(ExitCode::in_doubt, ExitCode::refused) == ExitCode::refused);
  CHECK(more_urgent(ExitCode::refused, ExitCode::interrupted) == ExitCode::interrupted);
  CHECK(more_urgent(ExitCode::interrupted, ExitCode::disk) == ExitCode::disk);
}

}  // namespace
}  // namespace shotlist::tests::exit_code_test
