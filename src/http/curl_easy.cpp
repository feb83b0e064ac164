#include "http/curl_easy.h"

#include <algorithm>
#include <cstdint>
#include <new>

#include <fmt/format.h>

#include "base/translation.h"
#include "http/curl_library.h"

namespace shotlist::http {
namespace {

std::string part_of(CURLU* url, CURLUPart what) {
  char* text = nullptr;
  if (libcurl().url_get(url, what, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return {};
  const std::unique_ptr<char, decltype(&curl_free)> owner(text, libcurl().free);
  return text;
}

}  // namespace

CurlEasy::CurlEasy() : handle_(libcurl().easy_init(), libcurl().easy_cleanup) {
  if (!handle_) throw std::bad_alloc();
}

void CurlEasy::fail(CURLoption option, CURLcode code) {
  throw Error(ExitCode::invalid, in_both([&] {
                return tr("libcurl refuses option {}: {}", int(option),
                          libcurl().easy_strerror(code));
              }));
}

void CurlHeaders::add(const std::string& line) {
  curl_slist* longer = libcurl().slist_append(list_.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list_.release());  // the longer list owns what the old one did
  list_.reset(longer);
}

long in_ms(Duration duration) {
  return static_cast<long>(std::max<std::int64_t>(1, rounded_to_ms(duration).count()));
}

std::string in_seconds(Duration duration) {
  const auto ms = rounded_to_ms(duration).count();
  return ms % 1000 == 0 ? fmt::format("{}s", ms / 1000) : fmt::format("{}ms", ms);
}

bool is_about_trust(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return true;
    default:
      return false;
  }
}

bool is_about_long_header(CURLcode code) {
  constexpr int too_large = 100;  // CURLE_TOO_LARGE
  return int{code} == too_large || code == CURLE_OUT_OF_MEMORY;
}

std::string CurlUrl::part(CURLUPart what) const {
  return part_of(parts_.get(), what);
}

std::string CurlUrl::origin() const {
  return part(CURLUPART_SCHEME) + "://" + part(CURLUPART_HOST) + ":" + part(CURLUPART_PORT);
}

bool CurlUrl::is_https() const {
  return part(CURLUPART_SCHEME) == "https";
}

std::string proxy_name(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parts(libcurl().url(),
                                                                  libcurl().url_cleanup);
  if (!parts) throw std::bad_alloc();
  constexpr unsigned any_scheme = CURLU_NON_SUPPORT_SCHEME | CURLU_DEFAULT_SCHEME;
  if (libcurl().url_set(parts.get(), CURLUPART_URL, url.c_str(), any_scheme) != CURLUE_OK)
    return {};
  char* port = nullptr;
  // libcurl's default is 1080, except for a proxy that speaks TLS.
  const bool has_port = libcurl().url_get(parts.get(), CURLUPART_PORT, &port, 0) == CURLUE_OK;
  const std::string number = has_port ? port : url.substr(0, 6) == "https:" ? "443" : "1080";
  libcurl().free(port);
  return part_of(parts.get(), CURLUPART_HOST) + ":" + number;
}

CurlUrl::CurlUrl(const std::string& text, unsigned flags)
    : parts_(libcurl().url(), libcurl().url_cleanup) {
  if (!parts_) throw std::bad_alloc();
  if (libcurl().url_set(parts_.get(), CURLUPART_URL, text.c_str(), flags) != CURLUE_OK) {
    throw Error(ExitCode::invalid,
                in_both([&] { return tr("libcurl cannot read the URL ") + text; }));
  }
}

}  // namespace shotlist::http
