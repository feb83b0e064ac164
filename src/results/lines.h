#pragma once
// The lines of a results file, from rows and what the ledger knows about them.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/translation.h"
#include "model/result.h"
#include "model/video.h"
#include "plan/account.h"
#include "plan/plan.h"

namespace shotlist::results {

/// The start of every held row's error.
inline constexpr std::string_view looks_paid_for = marked("looks paid for");

/// One line, not disarmed: `nearly the same as harbor (krtvbcdfghjk), submitted at 2026-…`.
/// `server` is where the row would be sent.
std::string held_because(const plan::Hold& hold, const std::string& server);

/// Fills in everything an attempt knows, from the status to the entry.
void tell(const ledger::Attempt& attempt, Result& line);

/// The same for a row, which may be held or never sent; `server` is where it would be sent. The
/// error names any purchase made before the row's last try.
void tell(const plan::Match& row, const std::string& server, Result& line);

/// Fills in what is known of the video; its file is told relative to `folder`, that of the results
/// file, whose symbolic links are resolved.
void tell(const Video& video, const std::string& folder, Result& line);

/// The line of a slot that no row asks for any more, with `variables` empty cells at its end.
Result line_of(const plan::LeftRow& row, const std::vector<std::string>& field_names,
               std::size_t variables);

}  // namespace shotlist::results
