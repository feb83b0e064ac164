#include "http/url.h"

#include <algorithm>
#include <memory>

#include <curl/curl.h>

#include "base/text.h"

namespace shotlist::http {
namespace {

using Handle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(const Handle& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return {};
  const std::unique_ptr<char, decltype(&curl_free)> owned(text, curl_free);
  return text;
}

}  // namespace

bool Url::is_loopback() const {
  // An address, not a name that starts like one: anyone may own 127.example.com.
  const bool is_address = host.find_first_not_of("0123456789.") == std::string::npos;
  return lower_ascii(host) == "localhost" || host == "[::1]" ||
         (is_address && host.rfind("127.", 0) == 0);
}

std::optional<Url> parse_url(const std::string& text) {
  const auto blank_or_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
  };
  if (std::any_of(text.begin(), text.end(), blank_or_control)) return std::nullopt;
  const Handle url(curl_url(), curl_url_cleanup);
  if (!url ||
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK) {
    return std::nullopt;
  }
  Url parsed{part(url, CURLUPART_SCHEME), part(url, CURLUPART_HOST), {}, text};
  parsed.server = lower_ascii(parsed.scheme + "://" + parsed.host);
  const std::string port = part(url, CURLUPART_PORT);
  if (!port.empty() && port != (parsed.scheme == "https" ? "443" : "80"))
    parsed.server += ':' + port;
  // libcurl accepts one slash or three; a typing mistake must be found before it is paid for.
  const std::string after_scheme = text.substr(parsed.scheme.size(), 4);
  const bool is_absolute = after_scheme.rfind("://", 0) == 0 && after_scheme.back() != '/';
  const bool is_http = parsed.scheme == "http" || parsed.scheme == "https";
  if (!is_absolute || !is_http || parsed.host.empty()) return std::nullopt;
  return parsed;
}

}  // namespace shotlist::http
