#include "base/error.h"

#include <exception>
#include <system_error>

#include "base/translation.h"

namespace shotlist::inline base {

Error::Error(ExitCode exit_code, const std::string& what, const std::string& remedy)
    : std::runtime_error(remedy.empty() ? what : what + tr("; ") + remedy), exit_code_(exit_code) {}

std::string full_message(const std::exception& error) {
  std::string message = error.what();
  try {
    std::rethrow_if_nested(error);
  } catch (const std::exception& cause) {
    message += tr(": ") + full_message(cause);
  }
  return message;
}

Error system_error(ExitCode exit_code, const std::string& what, int code) {
  return Error(exit_code, what + tr(": ") + tr(std::generic_category().message(code).c_str()));
}

}  // namespace shotlist::inline base
