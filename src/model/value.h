#pragma once
// The value of one request field, as typed data.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace shotlist::inline model {

/// A value of any shape, of a field that no profile knows.
struct RawJson {
  std::string text;   ///< JSON, as it stands in the body
  std::string shown;  ///< for people: text without its quotes, otherwise the same

  friend bool operator==(const RawJson&, const RawJson&) = default;
};

/// Text, a whole number, a truth value or a list of URLs: all that the API's fields are made of;
/// and what else a manifest adds to them.
using Value = std::variant<std::string, std::int64_t, bool, std::vector<std::string>, RawJson>;

/// As a results file shows it: text as it is, `15`, `true`, list items joined by a space.
std::string to_text(const Value& value);

}  // namespace shotlist::inline model
