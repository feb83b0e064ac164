#include "http/curl_easy.h"

#include <new>

#include <fmt/format.h>

namespace shotlist::http {

CurlEasy::CurlEasy() : handle_(curl_easy_init(), curl_easy_cleanup) {
  if (!handle_) throw std::bad_alloc();
}

void CurlEasy::fail(CURLoption option, CURLcode code) {
  throw Error(ExitCode::invalid,
              fmt::format("libcurl refuses option {}: {}", int(option), curl_easy_strerror(code)));
}

void CurlHeaders::add(const std::string& line) {
  curl_slist* longer = curl_slist_append(list_.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list_.release());  // the longer list owns what the old one did
  list_.reset(longer);
}

CurlUrl::CurlUrl(const std::string& text) : parts_(curl_url(), curl_url_cleanup) {
  if (!parts_) throw std::bad_alloc();
  if (curl_url_set(parts_.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) {
    throw Error(ExitCode::invalid, "libcurl can not read the URL " + text);
  }
}

}  // namespace shotlist::http
