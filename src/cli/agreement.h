#pragma once
// Whether a person must agree before anything is paid for, and the question.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/money.h"

namespace shotlist::cli {

/// Who could agree.
struct Agreement {
  bool is_rehearsal = false;  ///< nothing is paid
  bool given = false;         ///< `--yes`
  bool can_ask = false;       ///< there is a terminal with a person; a script goes on
};

/// Whether to ask, if there is anything to send.
bool must_ask(const Agreement& agreement);

/// What would be paid for.
struct Payment {
  std::vector<Fingerprint> requests = {};
  Money cost = {};  ///< as far as prices are known
};

/// Whether `now` holds anything that `agreed` does not, or costs more.
bool is_more(Payment now, Payment agreed);

/// What a person is asked about. Texts are fit for display.
struct Bill {
  std::size_t requests = 0;
  std::string server;
  std::string cost;              ///< empty if no price is known
  std::size_t warnings = 0;      ///< in the manifest
  std::string warnings_command;  ///< shows them, if they were not shown; else empty
};

/// `send 6 requests to https://api.example.com (est. CNY 28.80)? [y/N] `
std::string question(const Bill& bill);

/// Whether an answer is yes: `y` or `yes` in any case. Everything else is no.
bool is_yes(std::string_view answer);

}  // namespace shotlist::cli
