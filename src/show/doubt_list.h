#pragma once
// The attempts in doubt, with everything needed to look them up at the provider.

#include <cstddef>
#include <string>
#include <vector>

#include "ledger/attempt.h"
#include "model/request.h"
#include "show/shown_time.h"

namespace shotlist::show {

struct Doubt {
  std::string id;  ///< of the row
  ledger::Attempt attempt;
  Fields sent;                 ///< the request that was sent
  bool is_written = true;      ///< the row is in the manifest
  bool is_superseded = false;  ///< the row was sent again later
  bool is_rehearsal = false;   ///< nothing was paid
};

/// For example:
///
///   1 row in doubt: it may have been paid for
///
///   market
///     entry       krtvbcdfghjk
///     sent        2026-03-01T09:30:00.125Z to https://api.example.com, lost 1:00 later, at
///                 2026-03-01T09:31:00.125Z
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
/// An earlier try of a row that was sent again is counted separately, and settled by its entry. For
/// rehearsals, the list says that nothing was paid. `resolve_command` settles rows, without ids. At
/// most `width` columns, except for commands.
std::string doubts_text(const std::vector<Doubt>& doubts, const std::string& resolve_command,
                        std::size_t width, const ShownTime& time = {});

/// The same in full, as one JSON object on a line.
std::string doubts_json(const std::vector<Doubt>& doubts);

}  // namespace shotlist::show
