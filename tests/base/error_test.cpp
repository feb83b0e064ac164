#include "base/error.h"

#include <cerrno>
#include <concepts>
#include <exception>
#include <ostream>
#include <string>

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "base/secret.h"
#include "support/catch2.h"

namespace shotlist::tests::error_test {

namespace {

template <typename T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(Streamable<std::string> && fmt::is_formattable<std::string>::value);
static_assert(!Streamable<Secret>);
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!std::convertible_to<Secret, std::string>);
static_assert(!std::convertible_to<std::string, Secret>);
static_assert(!std::equality_comparable<Secret>);

}  // namespace

TEST_CASE("an error says what is wrong, what to do, and how to exit") {
  const Error error(ExitCode::held, "the results are in use", "wait for the other run");
  CHECK(error.what() == std::string("the results are in use; wait for the other run"));
  CHECK(error.exit_code() == ExitCode::held);
  CHECK(Error(ExitCode::usage, "no manifest").what() == std::string("no manifest"));
}

TEST_CASE("nested causes are joined once, outermost first") {
  std::string message;
  try {
    try {
      try {
        throw std::runtime_error("no space left");
      } catch (...) {
        std::throw_with_nested(Error(ExitCode::disk, "cannot write the ledger"));
      }
    } catch (...) {
      std::throw_with_nested(Error(ExitCode::disk, "the run stopped"));
    }
  } catch (const std::exception& error) {
    message = full_message(error);
  }
  CHECK(message == "the run stopped: cannot write the ledger: no space left");
  CHECK(full_message(std::runtime_error("alone")) == "alone");
}

TEST_CASE("an errno value is said in words") {
  const Error error = system_error(ExitCode::disk, "cannot open x", ENOENT);
  CHECK(error.what() == std::string("cannot open x: No such file or directory"));
  CHECK(error.exit_code() == ExitCode::disk);
}

TEST_CASE("a secret gives its text only where it is asked to") {
  CHECK(Secret().empty());
  CHECK(Secret("sk-1").reveal() == "sk-1");
  CHECK_FALSE(Secret("sk-1").empty());
}

}  // namespace shotlist::tests::error_test
