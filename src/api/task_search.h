#pragma once
// Finds a task id anywhere in an answer.

#include <string>
#include <string_view>

#include "http/message.h"

namespace shotlist::api {

/// Whether this text could be a task id; ids are opaque. `null`, `undefined`, `0`, `<nil>`, `{id}`
/// or bytes that were not text come from a broken gateway; an id that held part of the key, which
/// is removed from all answers, is incomplete.
bool may_be_task_id(std::string_view id);

/// The first task id in `text`, which may be JSON (even cut short or more than one value) or
/// anything else: a value under a key such as `task_id`, else an `id` that does not belong to a
/// request, user or model, else a word such as `task_01k9009g8e`; also in JSON within a string, in
/// an address with `%3A`, and in what cannot be read as JSON. Empty if there is none. If the
/// text is cut short, its last word does not count, because it may be incomplete.
std::string find_task_id(std::string_view text, bool is_cut_short = false);

/// The same in the headers of an answer: one that is named like a task id, or that holds such a
/// word or a query such as `?task_id=`.
std::string find_task_id(const http::Reply& reply);

}  // namespace shotlist::api
