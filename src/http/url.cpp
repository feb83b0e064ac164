#include "http/url.h"

#include <algorithm>
#include <memory>

#include <curl/curl.h>

namespace shotlist {
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
  return host == "localhost" || host == "[::1]" || host.rfind("127.", 0) == 0;
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
  Url parsed{part(url, CURLUPART_SCHEME), part(url, CURLUPART_HOST), text};
  if (parsed.host.empty() || (parsed.scheme != "http" && parsed.scheme != "https")) {
    return std::nullopt;
  }
  return parsed;
}

}  // namespace shotlist
