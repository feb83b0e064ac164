#pragma once
// Finds a task id wherever an answer may have put it.

#include <string>
#include <string_view>

namespace shotlist::api {

/// Whether somebody may have given this id to a task, which is opaque text. `null`, `undefined`, `0`, a
/// negative number or bytes that were no text are what a broken gateway writes.
bool may_be_task_id(std::string_view id);

/// The first task id in `json`, which may be cut short: a value under a key such as `task_id`, else
/// an `id` that belongs to no request, user or model, else a word such as `task_01k9009g8e` in any
/// text. Empty where there is none. In text that is no JSON only such a word is looked for.
std::string find_task_id(std::string_view text);

}  // namespace shotlist::api
