#pragma once
// The rows in doubt, with everything that is needed to look them up at the provider.

#include <cstddef>
#include <string>

#include "journal/ledger.h"
#include "model/result.h"
#include "report/past.h"

namespace shotlist::report {

/// For example:
///
///   1 row in doubt: it may have been paid for
///
///   market
///     attempt 2   sent 2026-03-01T09:30:00.125Z, lost 1:00 later, at 2026-03-01T09:31:00.125Z
///     why         timeout: no answer within 60s
///     request id  req-8f1
///     task        sora-2:task_1
///     to accept   shotlist resolve shots.yaml market --task-id sora-2:task_1
///     model       sora-2-pro
///     prompt      A rain-soaked night market
///
///   look it up in the provider's console by time, prompt and request id; then, if
///     there is a task:  shotlist resolve shots.yaml ID --task-id T
///     there is none:    shotlist resolve shots.yaml ID... --not-created
///
/// A row that a person had sent again has more than one attempt to look for, each with what was
/// sent in it: `ledger` and `past` know them. `resolve_command` is what settles rows, without ids.
/// At most `width` columns, but for commands.
std::string doubts_text(const Results& results, const journal::Ledger& ledger, const Past& past,
                        const std::string& resolve_command, std::size_t width);

}  // namespace shotlist::report
