#include "http/curl_transport.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <new>
#include <utility>
#include <vector>

#include <curl/curl.h>
#include <fmt/format.h>

#include "base/error.h"
#include "http/curl_transfer.h"
#include "http/socket_watch.h"

namespace shotlist::http {
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

// libcurl says which sockets it waits for, and until when; it is told what happened to them. So a
// turn costs what there is to do in it, and not a look at each of the transfers in flight.
class CurlTransport::Multi {
 public:
  Multi(int connections, EventQueue& events)
      : events_(events), sockets_(events), handle_(curl_multi_init(), curl_multi_cleanup) {
    if (!handle_) throw std::bad_alloc();
    set(CURLMOPT_MAXCONNECTS, static_cast<long>(connections));
    set(CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
    set(CURLMOPT_SOCKETFUNCTION, &Multi::watch);
    set(CURLMOPT_SOCKETDATA, this);
    set(CURLMOPT_TIMERFUNCTION, &Multi::set_timer);
    set(CURLMOPT_TIMERDATA, this);
  }
  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;
  ~Multi() {
    for (const auto& transfer : transfers_)
      curl_multi_remove_handle(handle_.get(), transfer->handle());
  }

  void start(std::uint64_t ticket, Message message) {
    if (idle_.empty())
      idle_.push_back(transfers_.emplace_back(std::make_unique<CurlTransfer>(sockets_)).get());
    CurlTransfer& transfer = *idle_.back();
    transfer.load(ticket, std::move(message));
    check(curl_multi_add_handle(handle_.get(), transfer.handle()));
    idle_.pop_back();
  }

  std::vector<Reply> wait(Duration at_most) {
    heed_timer();  // what was started leaves now
    std::vector<Reply> replies = take_replies();
    if (!replies.empty()) return replies;
    for (const EventQueue::Event& event : events_.wait(std::min(at_most, until_timer()))) {
      if (sockets_.heed(event.descriptor)) act(event.descriptor, meaning_of(event));
    }
    heed_timer();
    return take_replies();
  }

 private:
  using Clock = std::chrono::steady_clock;

  template <typename T>
  void set(CURLMoption option, T value) {
    check(curl_multi_setopt(handle_.get(), option, value));
  }

  static int meaning_of(const EventQueue::Event& event) {
    return (event.readable ? CURL_CSELECT_IN : 0) | (event.writable ? CURL_CSELECT_OUT : 0) |
           (event.failed ? CURL_CSELECT_ERR : 0);
  }

  static int watch(CURL*, curl_socket_t socket, int what, void* self, void*) {
    auto& multi = *static_cast<Multi*>(self);
    // libcurl is C: an exception must not pass through it.
    try {
      const bool nothing = what == CURL_POLL_REMOVE;
      multi.sockets_.want(socket, !nothing && (what & CURL_POLL_IN) != 0,
                          !nothing && (what & CURL_POLL_OUT) != 0);
      return 0;
    } catch (...) {
      multi.failure_ = std::current_exception();
      return -1;
    }
  }

  static int set_timer(CURLM*, long ms, void* self) {
    auto& due = static_cast<Multi*>(self)->due_;
    due = Clock::time_point::max();
    if (ms == 0) due = Clock::time_point::min();
    if (ms > 0) due = Clock::now() + std::chrono::milliseconds(ms);
    return 0;
  }

  Duration until_timer() const {
    if (due_ == Clock::time_point::max()) return Duration::max();
    return due_ == Clock::time_point::min() ? Duration::zero() : Duration(due_ - Clock::now());
  }

  void heed_timer() {
    if (until_timer() <= Duration::zero()) act(CURL_SOCKET_TIMEOUT, 0);
  }

  void act(curl_socket_t socket, int what) {
    if (socket == CURL_SOCKET_TIMEOUT) due_ = Clock::time_point::max();
    int running = 0;
    const CURLMcode code = curl_multi_socket_action(handle_.get(), socket, what, &running);
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    check(code);
  }

  std::vector<Reply> take_replies() {
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

  CurlGlobal global_;
  EventQueue& events_;
  SocketWatch sockets_;
  Clock::time_point due_ = Clock::time_point::max();      ///< when libcurl wants to be called
  std::exception_ptr failure_;                            ///< of what libcurl called
  std::vector<std::unique_ptr<CurlTransfer>> transfers_;  ///< as many as ever ran at a time
  std::vector<CurlTransfer*> idle_;                       ///< of these
  std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> handle_;  ///< goes first: it calls back
};

CurlTransport::CurlTransport(int connections, EventQueue& events)
    : multi_(std::make_unique<Multi>(connections, events)) {}

CurlTransport::~CurlTransport() = default;

void CurlTransport::start(std::uint64_t ticket, Message message) {
  multi_->start(ticket, std::move(message));
}

std::vector<Reply> CurlTransport::wait(Duration at_most) {
  return multi_->wait(at_most);
}

}  // namespace shotlist::http
