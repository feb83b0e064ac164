#pragma once
// Tells a prompt from other text: a rule line, an error value, what a merge left behind.

#include <optional>
#include <string_view>

#include "api/profile.h"

namespace shotlist::api {

/// What shows that `prompt`, as it would be sent, is none (an error) or probably none (a warning).
std::optional<FieldMistake> check_prompt(std::string_view prompt);

}  // namespace shotlist::api
