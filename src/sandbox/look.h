#pragma once
// Answers to looks at a task, right or spoilt.

#include <optional>

#include "sandbox/answer.h"
#include "sandbox/call.h"
#include "sandbox/fault.h"
#include "sandbox/task.h"

namespace shotlist::sandbox {

/// The answer for a task that is not of this account, or of nobody.
Answer unknown_task();

/// The answer to a look at `task`, spoilt by `fault`. `host` is the gateway's own, for links.
Answer look_at(Task& task, std::optional<Fault> fault, const std::string& host, CallTime now);

}  // namespace shotlist::sandbox
