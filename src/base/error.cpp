#include "base/error.h"

#include <exception>
#include <system_error>

#include <fmt/format.h>

#include "base/translation.h"

namespace shotlist::inline base {

Error::Error(ExitCode exit_code, const Sentence& what, const Sentence& remedy)
    : std::runtime_error(remedy.empty() ? what.spoken : what.spoken + tr("; ") + remedy.spoken),
      exit_code_(exit_code),
      english_(remedy.empty() ? what.english : what.english + "; " + remedy.english) {}

std::string full_message(const std::exception& error) {
  std::string message = error.what();
  try {
    std::rethrow_if_nested(error);
  } catch (const std::exception& cause) {
    message += tr(": ") + full_message(cause);
  }
  return message;
}

Error system_error(ExitCode exit_code, const Sentence& what, int code) {
  const std::string cause = std::generic_category().message(code);
  return {exit_code,
          Sentence(what.english + ": " + cause, what.spoken + tr(": ") + tr(cause.c_str()))};
}

Sentence fault_at(const char* doing, const std::string& path, int code) {
  const std::string cause = std::generic_category().message(code);
  return in_both([&] {
    return fmt::format("{}{} {}{}{}", tr("cannot "), tr(doing), path, tr(": "), tr(cause.c_str()));
  });
}

}  // namespace shotlist::inline base
