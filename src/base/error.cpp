#include "base/error.h"

#include <exception>
#include <system_error>

namespace shotlist::inline base {

Error::Error(ExitCode exit_code, const std::string& what, const std::string& remedy)
    : std::runtime_error(remedy.empty() ? what : what + "; " + remedy), exit_code_(exit_code) {}

std::string full_message(const std::exception& error) {
  std::string message = error.what();
  try {
    std::rethrow_if_nested(error);
  } catch (const std::exception& cause) {
    message += ": " + full_message(cause);
  }
  return message;
}

Error system_error(ExitCode exit_code, const std::string& what, int code) {
  return Error(exit_code, what + ": " + std::generic_category().message(code));
}

}  // namespace shotlist::inline base
