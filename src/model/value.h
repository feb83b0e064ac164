#pragma once
// The value of one request field, as typed data.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace shotlist {

/// Text, a whole number, a truth value or a list of URLs: all that the API's fields are made of.
using Value = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;

/// As a results file shows it: text as it is, `15`, `true`, list items joined by a space.
std::string to_text(const Value& value);

}  // namespace shotlist
