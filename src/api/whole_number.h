#pragma once
// Reads whole numbers as people and spreadsheets write them.

#include <cstdint>
#include <optional>
#include <string_view>

namespace shotlist::api {

/// `15`, also as `15.0`, in full-width digits, with white space around; and with a unit where
/// `in_seconds`: `15s`, `15 sec`, `15秒`. None for anything else.
std::optional<std::int64_t> read_whole_number(std::string_view text, bool in_seconds);

}  // namespace shotlist::api
