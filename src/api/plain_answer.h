#pragma once
// The answer that almost every request gets, read without building a document.

#include <optional>
#include <string_view>

namespace shotlist::api {

/// The task id, where the body is one flat object of members that mean nothing but success, such as
/// `{"id":"sora-2:task_1","status":"pending","status_update_time":1}`: each once, texts in visible
/// ASCII without escapes, and whole numbers. None for everything else, however well it can be read.
/// The id is not looked at further; it is a part of `body`.
std::optional<std::string_view> task_id_of_plain_answer(std::string_view body);

}  // namespace shotlist::api
