#pragma once
// What goes wrong when a person copies an API key from somewhere.

#include <optional>
#include <string>
#include <string_view>

namespace shotlist::cli {

/// Why a text is no key. Neither part repeats anything of it.
struct KeyMistake {
  std::string what;  ///< goes behind where the text is from: `is in quotes`
  std::string remedy;
};

/// What is wrong with `text`, which is not empty and has no white space around it. Anything else
/// that may be sent as a bearer token (RFC 6750, section 2.1: visible ASCII) is a key, however
/// short.
std::optional<KeyMistake> mistake_in_key(std::string_view text);

}  // namespace shotlist::cli
