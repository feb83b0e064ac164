#pragma once
// What a field of a model's requests may be, in words.

#include <string>

#include "api/profile.h"

namespace shotlist::show {

/// `portrait or landscape`, `whole number`.
std::string values_text(const api::FieldRule& rule);

/// `default true`, `required` or `optional`.
std::string default_text(const api::FieldRule& rule);

}  // namespace shotlist::show
