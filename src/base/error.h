#pragma once
// The only exception of this program: something on our side is broken and the command must end.

#include <stdexcept>
#include <string>

#include "base/exit_code.h"
#include "base/sentence.h"

namespace shotlist::inline base {

/// Thrown if a command cannot continue: a full disk, a missing key, a damaged ledger. Caught once,
/// in `main`. Failed API calls are not errors but plain data (see model/outcome.h), and mistakes in
/// a manifest are collected (see base/diagnostics.h).
class Error : public std::runtime_error {
 public:
  /// `what` says what is wrong, `remedy` what to do about it; `remedy` may be empty.
  Error(ExitCode exit_code, const Sentence& what, const Sentence& remedy = {});

  ExitCode exit_code() const { return exit_code_; }

  /// `what` and `remedy` for a file, in English if they were made by `in_both`.
  const std::string& english() const { return english_; }

 private:
  ExitCode exit_code_;
  std::string english_;
};

/// The message of `error` and of every exception nested in it, joined by ": ".
std::string full_message(const std::exception& error);

/// An Error that reads `what: <text of code>`. `code` is an errno value.
Error system_error(ExitCode exit_code, const Sentence& what, int code);

/// `cannot read FILE: No such file or directory`. `doing` is marked for the catalogue; `code` is an
/// errno value.
Sentence fault_at(const char* doing, const std::string& path, int code);

}  // namespace shotlist::inline base
