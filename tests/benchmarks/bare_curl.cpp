// The peer that keeps nothing: `bare_curl URL JOBS BODIES`, the key in SHOTLIST_API_KEY. Posts
// every line of the file BODIES, JOBS at a time, with libcurl's multi interface and reused
// connections, and fails unless every answer is a 200. What it leaves out is what shotlist adds:
// nothing is read from a table, recorded, judged or written.

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "lines.h"

namespace {

using Multi = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;
using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Headers = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

std::size_t drop(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

Headers headers() {
  const char* key = std::getenv("SHOTLIST_API_KEY");
  const std::string authorization = std::string("Authorization: Bearer ") + (key ? key : "");
  curl_slist* list = nullptr;
  for (const char* line : {"Content-Type: application/json", "Accept: application/json",
                           "User-Agent: bare_curl", "Expect:", authorization.c_str()}) {
    list = curl_slist_append(list, line);
  }
  return {list, curl_slist_free_all};
}

void check(CURLMcode code) {
  if (code != CURLM_OK) throw std::runtime_error(curl_multi_strerror(code));
}

void check(CURLcode code) {
  if (code != CURLE_OK) throw std::runtime_error(curl_easy_strerror(code));
}

Easy prepared(const char* url, const Headers& headers) {
  Easy easy(curl_easy_init(), curl_easy_cleanup);
  check(curl_easy_setopt(easy.get(), CURLOPT_URL, url));
  check(curl_easy_setopt(easy.get(), CURLOPT_NOPROXY, "*"));
  check(curl_easy_setopt(easy.get(), CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1}));
  check(curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get()));
  check(curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &drop));
  return easy;
}

/// Posts the lines one after another, on whichever handle is free.
class Loop {
 public:
  Loop(const std::vector<std::string>& bodies, long jobs)
      : bodies_(bodies), multi_(curl_multi_init(), curl_multi_cleanup) {
    check(curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, jobs));
  }

  void run(const std::vector<Easy>& handles) {
    for (const Easy& easy : handles)
      start_next(easy.get());
    while (in_flight_ > 0) {
      int running = 0;
      check(curl_multi_perform(multi_.get(), &running));
      if (!take_answers()) check(curl_multi_poll(multi_.get(), nullptr, 0, 1000, nullptr));
    }
  }

 private:
  void start_next(CURL* easy) {
    if (next_ == bodies_.size()) return;
    const std::string& body = bodies_[next_++];
    check(curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size())));
    check(curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.c_str()));
    check(curl_multi_add_handle(multi_.get(), easy));
    ++in_flight_;
  }

  bool take_answers() {
    bool any = false;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      CURL* easy = message->easy_handle;
      check(message->data.result);
      long status = 0;
      check(curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status));
      if (status != 200) throw std::runtime_error("status " + std::to_string(status));
      check(curl_multi_remove_handle(multi_.get(), easy));
      --in_flight_;
      start_next(easy);
      any = true;
    }
    return any;
  }

  const std::vector<std::string>& bodies_;
  Multi multi_;
  std::size_t next_ = 0;
  std::size_t in_flight_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: bare_curl URL JOBS BODIES\n", stderr);
    return 2;
  }
  try {
    check(curl_global_init(CURL_GLOBAL_DEFAULT));
    const std::vector<std::string> bodies = lines_of(argv[3]);
    const long jobs = std::stol(argv[2]);
    const Headers lines = headers();
    Loop loop(bodies, jobs);
    std::vector<Easy> handles;  // go before the loop they are in
    for (long i = 0; i < jobs; ++i)
      handles.push_back(prepared(argv[1], lines));
    loop.run(handles);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bare_curl: %s\n", error.what());
    return 1;
  }
}
