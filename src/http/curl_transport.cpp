#include "http/curl_transport.h"

#include <algorithm>
#include <array>
#include <new>
#include <utility>
#include <vector>

#include <curl/curl.h>
#include <fmt/format.h>

#include "base/error.h"
#include "http/curl_transfer.h"

namespace shotlist {
namespace {

void check(CURLMcode code) {
  if (code != CURLM_OK) {
    throw Error(ExitCode::disk, fmt::format("libcurl failed: {}", curl_multi_strerror(code)));
  }
}

// libcurl wants its global state made once, before anything else, and by one thread.
class CurlGlobal {
 public:
  CurlGlobal() {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
      throw Error(ExitCode::invalid, "libcurl could not be started");
    }
  }
  CurlGlobal(const CurlGlobal&) = delete;
  CurlGlobal& operator=(const CurlGlobal&) = delete;
  ~CurlGlobal() { curl_global_cleanup(); }
};

}  // namespace

class CurlTransport::Multi {
 public:
  Multi(int connections, Wakers wakers)
      : handle_(curl_multi_init(), curl_multi_cleanup), wakers_(std::move(wakers)) {
    if (!handle_) throw std::bad_alloc();
    check(curl_multi_setopt(handle_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(connections)));
    check(curl_multi_setopt(handle_.get(), CURLMOPT_PIPELINING, CURLPIPE_NOTHING));
  }
  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;
  ~Multi() {
    for (const auto& transfer : transfers_)
      curl_multi_remove_handle(handle_.get(), transfer->handle());
  }

  void start(std::uint64_t ticket, Message message) {
    if (idle_.empty())
      idle_.push_back(transfers_.emplace_back(std::make_unique<CurlTransfer>()).get());
    CurlTransfer& transfer = *idle_.back();
    transfer.load(ticket, std::move(message));
    check(curl_multi_add_handle(handle_.get(), transfer.handle()));
    idle_.pop_back();
  }

  std::vector<Reply> wait(Duration at_most) {
    std::vector<Reply> replies = advance();
    if (!replies.empty()) return replies;
    poll(at_most);
    return advance();
  }

 private:
  std::vector<Reply> advance() {
    int running = 0;
    check(curl_multi_perform(handle_.get(), &running));
    std::vector<Reply> replies;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(handle_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* handle = message->easy_handle;
      const CURLcode code = message->data.result;  // copied: removing the handle ends the message
      check(curl_multi_remove_handle(handle_.get(), handle));
      CurlTransfer& transfer = CurlTransfer::of(handle);
      idle_.push_back(&transfer);
      replies.push_back(transfer.finish(code));
    }
    return replies;
  }

  void poll(Duration at_most) {
    // Rounded up: waking a moment early would mean a turn for nothing.
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(at_most).count();
    const int timeout = static_cast<int>(std::clamp<std::int64_t>(ms, 0, 1'000'000));
    std::array<curl_waitfd, 3> wakers{};
    unsigned count = 0;
    for (const int descriptor : {wakers_.stop, wakers_.alarm, wakers_.disk}) {
      if (descriptor < 0) continue;
      wakers[count].fd = descriptor;
      wakers[count++].events = CURL_WAIT_POLLIN;
    }
    if (wakers_.set_alarm && timeout > 0) wakers_.set_alarm(at_most);
    check(curl_multi_poll(handle_.get(), wakers.data(), count, timeout, nullptr));
  }

  CurlGlobal global_;
  std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> handle_;
  std::vector<std::unique_ptr<CurlTransfer>> transfers_;  ///< as many as ever ran at a time
  std::vector<CurlTransfer*> idle_;                       ///< of these
  Wakers wakers_;
};

CurlTransport::CurlTransport(int connections, Wakers wakers)
    : multi_(std::make_unique<Multi>(connections, std::move(wakers))) {}

CurlTransport::~CurlTransport() = default;

void CurlTransport::start(std::uint64_t ticket, Message message) {
  multi_->start(ticket, std::move(message));
}

std::vector<Reply> CurlTransport::wait(Duration at_most) {
  return multi_->wait(at_most);
}

}  // namespace shotlist
