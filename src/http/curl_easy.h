#pragma once
// One libcurl transfer, its URL and its header list, owned.

#include <memory>
#include <string>

#include <curl/curl.h>

#include "base/error.h"
#include "base/time.h"
#include "http/curl_library.h"

namespace shotlist::http {

/// Owns an easy handle. Throws Error (invalid) if libcurl refuses an option.
class CurlEasy {
 public:
  CurlEasy();

  CURL* get() const { return handle_.get(); }

  template <typename T>
  void set(CURLoption option, T value) {
    const CURLcode code = libcurl().easy_setopt(handle_.get(), option, value);
    if (code != CURLE_OK) fail(option, code);
  }

  template <typename T>
  T info(CURLINFO what) const {
    T value{};
    libcurl().easy_getinfo(handle_.get(), what, &value);
    return value;
  }

 private:
  [[noreturn]] static void fail(CURLoption option, CURLcode code);

  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle_;
};

/// Owns a list of header lines.
class CurlHeaders {
 public:
  void add(const std::string& line);
  curl_slist* get() const { return list_.get(); }

 private:
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> list_{nullptr,
                                                                    libcurl().slist_free_all};
};

/// For an option: at least 1 ms.
long in_ms(Duration duration);

/// For a fault: `60s` or `1500ms`.
std::string in_seconds(Duration duration);

/// Whether a certificate was not accepted.
bool is_about_trust(CURLcode code);

/// Whether a header line was too long; libcurl before 8.6 calls it out of memory.
bool is_about_long_header(CURLcode code);

/// `host:port` of a proxy URL of any scheme, without its password; empty if it is not a URL.
std::string proxy_name(const std::string& url);

/// Owns a URL parsed once, rather than for each request. Throws Error (invalid) if libcurl cannot
/// parse it.
class CurlUrl {
 public:
  /// `flags` are libcurl's for parsing (`CURLU_...`).
  explicit CurlUrl(const std::string& text, unsigned flags = 0);
  CURLU* get() const { return parts_.get(); }

  /// `https://host:443`: the server that a connection is to.
  std::string origin() const;
  bool is_https() const;

 private:
  std::string part(CURLUPart what) const;

  std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parts_;
};

}  // namespace shotlist::http
