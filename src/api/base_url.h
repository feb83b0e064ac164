#pragma once
// What is wrong with the address of an API, reported without repeating a secret.

#include <optional>
#include <string>
#include <string_view>

namespace shotlist::api {

/// Why a text is not a base URL.
struct BaseUrlMistake {
  std::string what;     ///< follows the name of the setting: `is empty`
  std::string remedy;   ///< what to write instead
  bool secret = false;  ///< the text may hold a key or a password and must not be shown
};

/// A base URL is an http or https URL with a host, perhaps a path, and nothing else: a key or a
/// password in it would be shown, recorded, and logged by servers.
std::optional<BaseUrlMistake> mistake_in_base_url(const std::string& url);

/// The intended base URL, if `base_url` ends with the beginning of `create_path`, which would then
/// be in the address twice: `https://h/v1` and `/v1/video/create` mean `https://h`.
std::optional<std::string> without_repeated_path(std::string_view base_url,
                                                 std::string_view create_path);

/// Whether `word` is probably an API key: `sk-` and more, or a long mix of letters and digits.
bool looks_like_key(std::string_view word);

}  // namespace shotlist::api
