#pragma once
// Whether a person must agree before a manifest with warnings is paid for.

#include <cstddef>
#include <string_view>

namespace shotlist::cli {

/// What there is to agree to, and who could.
struct Agreement {
  std::size_t warnings = 0;
  std::size_t to_send = 0;    ///< rows
  bool is_rehearsal = false;  ///< nothing is paid
  bool given = false;         ///< `--yes`
  bool can_ask = false;       ///< there is a terminal with a person; a script goes on
};

bool must_ask(const Agreement& agreement);

/// Whether an answer is yes: `y` or `yes` in any case. Everything else is no.
bool is_yes(std::string_view answer);

}  // namespace shotlist::cli
