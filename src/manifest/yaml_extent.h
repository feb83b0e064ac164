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

/// The offset of the first character from `offset` on that is neither white space nor part of a
/// comment.
std::size_t next_token(std::string_view source, std::size_t offset);

/// The value that stands on one line with its key and holds the character at `offset`, as far as it
/// may be text: none in brackets or quotes that begin before it.
std::optional<std::string_view> value_around(std::string_view source, std::size_t offset);

/// The end of the unquoted text of the node that starts at `offset`, after its tag and anchor.
/// `text` is its value, which differs from the source in white space alone. None if the node is
/// quoted or a block.
std::optional<std::size_t> plain_end(std::string_view source, std::size_t offset,
                                     std::string_view text);

/// What follows on the line of the key or `-` that ends at `offset`, without the colon: what YAML
/// takes for a comment, an anchor or a tag, where the value is null.
std::string_view written_after(std::string_view source, std::size_t offset);

}  // namespace shotlist::manifest
