#pragma once
// What goes wrong when a person copies an API key.

#include <optional>
#include <string>
#include <string_view>

namespace shotlist::cli {

/// Why a text is not a key. Neither part repeats any of the text.
struct KeyMistake {
  std::string what;  ///< follows the text's origin: `is in quotes`
  std::string remedy;
};

/// What is wrong with `text`, which is not empty and not surrounded by white space. Anything else
/// that can be sent as a bearer token (RFC 6750, section 2.1: visible ASCII) is a key, however
/// short.
std::optional<KeyMistake> mistake_in_key(std::string_view text);

}  // namespace shotlist::cli
