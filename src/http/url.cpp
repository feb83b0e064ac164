#include "http/url.h"

#include <algorithm>
#include <memory>

#include <curl/curl.h>

#include "base/text.h"
#include "http/curl_library.h"

namespace shotlist::http {
namespace {

using Handle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(const Handle& url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (libcurl().url_get(url.get(), which, &text, flags) != CURLUE_OK) return {};
  const std::unique_ptr<char, decltype(&curl_free)> owned(text, libcurl().free);
  return text;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

// libcurl accepts one slash or three; a typing mistake must be found before it is paid for.
bool has_two_slashes(std::string_view text, std::size_t scheme) {
  const std::string_view after_scheme = text.substr(std::min(scheme, text.size()), 4);
  return after_scheme.starts_with("://") && after_scheme.size() == 4 && after_scheme.back() != '/';
}

// A URL without white space; `host_flags` say how to write the host.
std::optional<Url> parse(const std::string& text, unsigned flags, unsigned host_flags) {
  const Handle url(libcurl().url(), libcurl().url_cleanup);
  if (!url || libcurl().url_set(url.get(), CURLUPART_URL, text.c_str(),
                                CURLU_DISALLOW_USER | flags) != CURLUE_OK) {
    return std::nullopt;
  }
  Url parsed{part(url, CURLUPART_SCHEME), part(url, CURLUPART_HOST, host_flags), {}, text};
  parsed.server = lower_ascii(parsed.scheme + "://" + parsed.host);
  const std::string port = part(url, CURLUPART_PORT);
  if (!port.empty() && port != (parsed.scheme == "https" ? "443" : "80"))
    parsed.server += ':' + port;
  const bool is_http = parsed.scheme == "http" || parsed.scheme == "https";
  if (!has_two_slashes(text, parsed.scheme.size()) || !is_http || parsed.host.empty())
    return std::nullopt;
  return parsed;
}

// Where the path begins; the authority stands before it.
std::size_t start_of_path(std::string_view url) {
  return std::min(url.find_first_of("/?#", url.find("://") + 3), url.size());
}

}  // namespace

bool Url::is_loopback() const {
  // An address, not a name that starts like one: anyone may own 127.example.com.
  const bool is_address = host.find_first_not_of("0123456789.") == std::string::npos;
  return lower_ascii(host) == "localhost" || host == "[::1]" ||
         (is_address && host.rfind("127.", 0) == 0);
}

std::optional<Url> parse_url(const std::string& text) {
  const auto blank_or_control = [](char c) { return c == ' ' || is_control(c); };
  if (std::any_of(text.begin(), text.end(), blank_or_control)) return std::nullopt;
  return parse(text, 0, 0);
}

std::optional<Url> parse_link(const std::string& text) {
  if (text.size() > longest_link || std::any_of(text.begin(), text.end(), is_control) ||
      text.find("://") == std::string::npos) {
    return std::nullopt;
  }
  auto link = parse(encoded_link(text), CURLU_PATH_AS_IS, CURLU_PUNYCODE);
  if (link) link->text = text;
  return link;
}

std::string encoded_link(const std::string& link) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const std::size_t path = start_of_path(link);
  std::string encoded = link.substr(0, path);
  for (const char c : std::string_view(link).substr(path)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F) {
      encoded += c;
    } else {
      encoded += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return encoded;
}

std::optional<Url> redirect_target(const Url& base, std::string_view location) {
  const std::string_view from = std::string_view(base.text).substr(0, base.text.find('#'));
  const std::size_t path = start_of_path(from);
  const auto resolved = [](std::string_view start, std::string_view rest) {
    return parse_link(std::string(start) + std::string(rest));
  };
  // A scheme ends at the first colon, which stands before any other part begins.
  const auto colon = location.find(':');
  if (colon < location.find_first_of("/?#")) return resolved({}, location);
  if (location.starts_with("//")) return resolved(base.scheme + ':', location);
  if (location.starts_with('/')) return resolved(from.substr(0, path), location);
  if (location.empty() || location.starts_with('#')) return resolved(from, location);
  const std::string_view without_query = from.substr(0, from.find('?'));
  if (location.starts_with('?')) {
    const bool has_path = without_query.size() > path;
    return resolved(std::string(without_query) + (has_path ? "" : "/"), location);
  }
  std::string_view folder = without_query.substr(path);  // up to its last slash, without it
  folder = folder.substr(0, folder.find_last_of('/') == folder.npos ? 0 : folder.find_last_of('/'));
  for (;;) {
    if (location.starts_with("./")) {
      location.remove_prefix(2);
    } else if (location.starts_with("../") || location == "..") {
      location.remove_prefix(std::min<std::size_t>(location.size(), 3));
      folder = folder.substr(0, folder.empty() ? 0 : folder.find_last_of('/'));
    } else {
      break;
    }
  }
  return resolved(std::string(from.substr(0, path)) + std::string(folder) + '/', location);
}

bool same_origin(const Url& a, const Url& b) {
  return a.server == b.server;
}

}  // namespace shotlist::http
