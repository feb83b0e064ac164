#pragma once
// Splits a text into URLs, and finds what stands in a URL that is no part of it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shotlist::api {

/// The pieces between white space, of any alphabet, and `|`. None is empty.
std::vector<std::string_view> split_urls(std::string_view text);

/// Whether `text` starts with `http://` or `https://`.
bool starts_url(std::string_view text);

/// What is wrong with a URL.
struct UrlFault {
  std::string what;     ///< such as `ends in `)``
  std::string encoded;  ///< the character as a part of the URL, such as `%29`; empty: not one alone
};

/// What stands in `url` and is no part of one, if anything. Besides what RFC 3986 allows, a URL may
/// hold letters of any alphabet, and pairs of square brackets, as browsers take them.
///
/// A second URL in it is a mistake, unless it is a value of its query (`?url=https://...`) or the
/// path of a server that fetches for others (`https://proxy.com/https://a.com/1.jpg`).
std::optional<UrlFault> fault_of_url(std::string_view url);

/// The URLs in a text with anything between, before and behind them, if they are certain: each is
/// without a fault once its quotes, brackets and commas are taken away.
std::optional<std::vector<std::string>> urls_among(std::string_view text);

}  // namespace shotlist::api
