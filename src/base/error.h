#pragma once
// The only exception of this program: something on our side is broken and the command must end.

#include <stdexcept>
#include <string>

#include "base/exit_code.h"

namespace shotlist::inline base {

/// Thrown if a command cannot continue: a full disk, a missing key, a damaged ledger. Caught once,
/// in `main`. Failed API calls are not errors but plain data (see model/outcome.h), and mistakes in
/// a manifest are collected (see base/diagnostics.h).
class Error : public std::runtime_error {
 public:
  /// `what` says what is wrong, `remedy` what to do about it; `remedy` may be empty.
  Error(ExitCode exit_code, const std::string& what, const std::string& remedy = {});

  ExitCode exit_code() const { return exit_code_; }

 private:
  ExitCode exit_code_;
};

/// The message of `error` and of every exception nested in it, joined by ": ".
std::string full_message(const std::exception& error);

/// An Error that reads `what: <text of code>`. `code` is an errno value.
Error system_error(ExitCode exit_code, const std::string& what, int code);

}  // namespace shotlist::inline base
