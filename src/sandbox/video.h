#pragma once
// Answers to requests for a task's video: links that end, ranges, redirects, and spoilt files.

#include <optional>
#include <string>

#include "sandbox/answer.h"
#include "sandbox/call.h"
#include "sandbox/fault.h"
#include "sandbox/task.h"

namespace shotlist::sandbox {

/// How a video was asked for.
enum class Route {
  link,     ///< by its signed link, as at a provider of storage
  gateway,  ///< on the gateway's own host, with the key
};

/// Why `task` has no video for this request; none if it has. May mark its link as refused.
std::optional<Answer> refusal_of_video(Task& task, Route route, const Call& call, CallTime now);

/// Whether an earlier answer sent the client here: such a request meets no fault.
bool is_hop(const Call& call);

/// The video or a range of it, spoilt by `fault`; or a redirect. `chance`, from 0 to 1, is where a
/// file is cut.
Answer video_answer(Task& task, const Call& call, std::optional<Fault> fault, double chance,
                    CallTime now);

}  // namespace shotlist::sandbox
