#pragma once
// Finds a task id wherever an answer may have put it.

#include <string>
#include <string_view>

#include "http/message.h"

namespace shotlist::api {

/// Whether somebody may have given this id to a task, which is opaque text. `null`, `undefined`,
/// `0`, `<nil>`, `{id}` or bytes that were no text are what a broken gateway writes; one that held
/// a part of the key, which is taken out of all answers, is not whole.
bool may_be_task_id(std::string_view id);

/// The first task id in `text`, which may be JSON, also cut short or more than one value, or
/// anything else: a value under a key such as `task_id`, else an `id` that belongs to no request,
/// user or model, else a word such as `task_01k9009g8e`. Empty where there is none.
/// Where the text is cut short its last word is none, for it may go on.
std::string find_task_id(std::string_view text, bool is_cut_short = false);

/// The same in the headers of an answer: one that is called like a task id, or that holds such a
/// word or a query such as `?task_id=`.
std::string find_task_id(const http::Reply& reply);

}  // namespace shotlist::api
