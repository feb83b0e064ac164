#pragma once
// JSON as careless programs write it, made readable.

#include <string>
#include <string_view>

namespace shotlist::api {

/// `json` with what the standard forbids, but what can be meant in one way only, replaced: half a
/// surrogate pair by U+FFFD, a control character in a text by its escape, and `NaN` and `Infinity`
/// by `null`. Everything else stays as it is, mistakes too.
std::string mended_json(std::string_view json);

}  // namespace shotlist::api
