#pragma once
// The value of one request field, as typed data.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace shotlist::inline model {

/// A value of any shape, for a field that is in no profile.
struct RawJson {
  std::string text;   ///< JSON, as in the body
  std::string shown;  ///< for display: text without its quotes, otherwise the same

  friend bool operator==(const RawJson&, const RawJson&) = default;
};

/// Text, an integer, a boolean or a list of URLs, which are all that the API's fields use; and any
/// other value that a manifest adds.
using Value = std::variant<std::string, std::int64_t, bool, std::vector<std::string>, RawJson>;

/// As a results file shows it: text as it is, `15`, `true`, list items joined by a space, and a
/// whole picture in a `data:` URI as its size and digest.
std::string to_text(const Value& value);

}  // namespace shotlist::inline model
