#include "api/base_url.h"

#include <algorithm>

#include "api/endpoint.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"
#include "http/url.h"

namespace shotlist::api {
namespace {

constexpr std::string_view slashes = "://";

bool is_of_word(char c) {
  return is_ascii_alphanumeric(c) || c == '-' || c == '_';
}

bool is_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_of_word);
}

bool is_named_like_key(std::string_view word) {
  constexpr std::size_t shortest = 6;
  return word.size() >= shortest && lower_ascii(word.substr(0, 3)) == "sk-" && is_word(word);
}

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), is_ascii_digit);
}

// `sk-gateway` may be a host name.
bool is_surely_key(std::string_view word) {
  constexpr std::size_t shortest = 20;
  return word.size() >= shortest && is_named_like_key(word) && has_digit(word);
}

// Whether a message may repeat it: not if a part might be a key.
bool may_be_shown(std::string_view url) {
  const auto words = split_any(url, "/:.");
  return is_printable_ascii(url) && std::none_of(words.begin(), words.end(), looks_like_key);
}

std::string an_address() {
  return std::string(tr("write the address of the API, such as ")) + default_base_url;
}

BaseUrlMistake with_secret(std::string what, std::string_view url) {
  const std::string_view kept = url.substr(0, url.find_first_of("@?#"));
  const bool can_be_cut = url.find('@') == std::string_view::npos && may_be_shown(kept) &&
                          http::parse_url(std::string(kept));
  return {std::move(what),
          tr("the key goes into SHOTLIST_API_KEY or --api-key-file; ") +
              (can_be_cut ? tr("write {}", kept) : an_address()),
          true};
}

std::optional<BaseUrlMistake> blank_or_odd(const std::string& url) {
  if (trimmed(url).size() != url.size()) {
    return BaseUrlMistake{tr("has white space at its beginning or end"), tr("take it away")};
  }
  if (url.find_first_of(" \t\r\n") != std::string::npos) {
    return BaseUrlMistake{tr("holds white space"), an_address()};
  }
  if (url.find_first_of("\"'`<>") != std::string::npos) {
    return BaseUrlMistake{tr("holds quotation marks or brackets"), an_address()};
  }
  if (!is_printable_ascii(url)) {
    return BaseUrlMistake{
        tr("holds characters that no address has, such as full-width or invisible ones"),
        tr("type it in plain letters, such as ") + std::string(default_base_url)};
  }
  return std::nullopt;
}

BaseUrlMistake without_scheme(const std::string& url) {
  const auto meant = http::parse_url("http://" + url);
  if (!meant || !may_be_shown(url)) return {tr("has no scheme"), an_address()};
  return {tr("has no scheme"),
          (meant->is_loopback() ? tr("write http://") : tr("write https://")) + url};
}

// `/v1/`: an address never has two of these, while `/api/api/` may be intended.
bool begins_with_version(std::string_view path) {
  if (!path.starts_with("/v")) return false;
  const std::string_view number = path.substr(2, path.find('/', 1) - 2);
  return !number.empty() && std::all_of(number.begin(), number.end(), is_ascii_digit);
}

}  // namespace

bool looks_like_key(std::string_view word) {
  constexpr std::size_t shortest = 20;
  if (is_named_like_key(word)) return true;
  return word.size() >= shortest && is_word(word) && has_digit(word) &&
         std::any_of(word.begin(), word.end(), is_ascii_letter);
}

std::optional<BaseUrlMistake> mistake_in_base_url(const std::string& url) {
  if (url.empty()) return BaseUrlMistake{tr("is empty"), an_address()};
  if (looks_like_key(url)) return with_secret(tr("is an API key, not an address"), url);
  const auto words = split_any(url, "/@?#&=: ");
  if (std::any_of(words.begin(), words.end(), is_surely_key))
    return with_secret(tr("holds what looks like an API key"), url);
  if (url.find('@') != std::string::npos)
    return with_secret(tr("holds a user name or a password, before `@`"), url);
  if (url.find('?') != std::string::npos) return with_secret(tr("holds a query, behind `?`"), url);
  if (url.find('#') != std::string::npos)
    return with_secret(tr("holds a fragment, behind `#`"), url);
  if (auto mistake = blank_or_odd(url)) return mistake;
  if (http::parse_url(url)) return std::nullopt;
  const auto scheme = url.find(slashes);
  if (scheme == std::string::npos && url.find(":/") == std::string::npos)
    return without_scheme(url);
  const std::string begin = lower_ascii(url.substr(0, scheme));
  if (scheme != std::string::npos && begin != "http" && begin != "https")
    return BaseUrlMistake{tr("begins with neither https:// nor http://"), an_address()};
  return BaseUrlMistake{may_be_shown(url) ? tr("cannot be {}", url) : tr("is no address"),
                        an_address()};
}

std::optional<std::string> without_repeated_path(std::string_view base_url,
                                                 std::string_view create_path) {
  if (!begins_with_version(create_path)) return std::nullopt;
  const auto host = base_url.find(slashes);
  if (host == std::string_view::npos) return std::nullopt;
  const auto path_at = base_url.find('/', host + slashes.size());
  if (path_at == std::string_view::npos) return std::nullopt;
  const std::string_view path = base_url.substr(path_at);
  // `/v1/video/create`, `/v1/video`, `/v1`
  for (std::string_view part = create_path; part.size() > 1;
       part = part.substr(0, part.rfind('/'))) {
    if (path.ends_with(part)) return std::string(base_url.substr(0, base_url.size() - part.size()));
  }
  return std::nullopt;
}

}  // namespace shotlist::api
