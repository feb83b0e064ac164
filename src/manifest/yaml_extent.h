#pragma once
// Where quotes and brackets of YAML end in the source; yaml-cpp takes the end of the file for a
// closing quote.

#include <cstddef>
#include <optional>
#include <string_view>

namespace shotlist::manifest {

/// A quoted scalar in the source. Offsets are bytes of the source.
struct YamlQuote {
  std::size_t open = 0;   ///< of the opening quote
  std::size_t close = 0;  ///< of the closing quote; the size of the source if there is none
  bool closed = false;
};

/// The quoted scalar of the node that starts at `offset`, after its tag and anchor; none if the
/// node is not quoted.
std::optional<YamlQuote> yaml_quote_at(std::string_view source, std::size_t offset);

/// The offset of the first line inside the quotes that looks like the start of a shot, such as
/// `- prompt: ...`: the closing quote probably belongs before it.
std::optional<std::size_t> swallowed_shot(std::string_view source, const YamlQuote& quote);

/// The first unclosed quote or bracket in the bracketed list or map that starts at `offset`; none
/// if all are closed, or if there is no bracket there.
std::optional<std::size_t> unclosed_in_brackets(std::string_view source, std::size_t offset);

}  // namespace shotlist::manifest
