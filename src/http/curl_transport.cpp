#include "http/curl_transport.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <new>
#include <utility>
#include <vector>

#include <curl/curl.h>

#include "base/error.h"
#include "base/translation.h"
#include "http/curl_download.h"
#include "http/curl_library.h"
#include "http/curl_transfer.h"
#include "http/socket_watch.h"

namespace shotlist::http {
namespace {

void check(CURLMcode code) {
  if (code != CURLM_OK) {
    throw Error(ExitCode::disk,
                in_both([&] { return tr("libcurl failed: {}", libcurl().multi_strerror(code)); }));
  }
}

}  // namespace

// libcurl reports which sockets it waits for, and until when; we report what happened to them. So a
// turn costs only the work to be done, not a check of every transfer in flight.
class CurlTransport::Multi {
 public:
  Multi(int connections, EventQueue& events, std::function<Moment()> now,
        const ReuseRule::Terms& terms)
      : now_(std::move(now)),
        connections_(connections),
        events_(events),
        rules_(terms),
        sockets_(events),
        handle_(libcurl().multi_init(), libcurl().multi_cleanup) {
    if (!handle_) throw std::bad_alloc();
    set_most_connections();
    set(CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
    set(CURLMOPT_SOCKETFUNCTION, &Multi::watch);
    set(CURLMOPT_SOCKETDATA, this);
    set(CURLMOPT_TIMERFUNCTION, &Multi::set_timer);
    set(CURLMOPT_TIMERDATA, this);
  }
  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;
  ~Multi() {
    abandon_all();
    for (const auto& transfer : transfers_)
      libcurl().multi_remove_handle(handle_.get(), transfer->handle());
  }

  void start(std::uint64_t ticket, Message message) {
    if (idle_.empty())
      idle_.push_back(
          transfers_.emplace_back(std::make_unique<CurlTransfer>(sockets_, rules_)).get());
    CurlTransfer& transfer = *idle_.back();
    transfer.load(ticket, std::move(message), now_());
    idle_.pop_back();
    starting_.push_back(&transfer);
    next_deadline_ = std::min(next_deadline_, transfer.deadline());
  }

  void fetch(Fetch fetch) {
    downloads_.push_back(std::make_unique<CurlDownload>(std::move(fetch), sockets_, events_, now_));
    beginning_.push_back(downloads_.back().get());
    set_most_connections();
  }

  std::size_t fetches() const { return downloads_.size(); }

  void abandon_all() {
    for (const auto& download : downloads_)
      libcurl().multi_remove_handle(handle_.get(), download->handle());
    beginning_.clear();
    downloads_.clear();
  }

  // What a sink throws must not cost a reply to a paid request.
  std::vector<Reply> wait(Duration at_most) {
    rethrow_from_sink();
    std::vector<Reply> replies = turn(at_most);
    tell_sinks();
    if (replies.empty()) rethrow_from_sink();
    return replies;
  }

 private:
  std::vector<Reply> turn(Duration at_most) {
    let_leave();
    std::vector<Reply> replies = take_replies();
    if (!replies.empty() || !ended_.empty()) return replies;
    handle_sockets(std::min({at_most, until_timer(), until_deadline(), until_stall()}));
    handle_timer();
    replies = take_replies();
    if (until_deadline() <= Duration::zero()) end_overdue(replies);
    if (until_stall() <= Duration::zero()) end_stalled();
    return replies;
  }

  template <typename T>
  void set(CURLMoption option, T value) {
    check(libcurl().multi_setopt(handle_.get(), option, value));
  }

  static int meaning_of(const EventQueue::Event& event) {
    return (event.readable ? CURL_CSELECT_IN : 0) | (event.writable ? CURL_CSELECT_OUT : 0) |
           (event.failed ? CURL_CSELECT_ERR : 0);
  }

  static int watch(CURL* handle, curl_socket_t socket, int what, void* self, void*) {
    auto& multi = *static_cast<Multi*>(self);
    // libcurl is C: exceptions must not pass through it.
    try {
      const bool nothing = what == CURL_POLL_REMOVE;
      if (CurlDownload* download = multi.download_of(handle)) download->waits_for(socket, !nothing);
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
    due = Moment::max();
    if (ms == 0) due = Moment::min();
    if (ms > 0) due = steady_now() + std::chrono::milliseconds(ms);
    return 0;
  }

  Duration until_timer() const {
    if (due_ == Moment::max()) return Duration::max();
    return due_ == Moment::min() ? Duration::zero() : due_ - steady_now();
  }

  Duration until_deadline() const {
    return next_deadline_ == Moment::max() ? Duration::max() : next_deadline_ - now_();
  }

  Duration until_stall() const {
    Moment next = Moment::max();
    for (const auto& download : downloads_)
      next = std::min(next, download->deadline());
    return next == Moment::max() ? Duration::max() : next - now_();
  }

  // Room for idle connections beside those of the downloads, which are never idle.
  void set_most_connections() {
    set(CURLMOPT_MAXCONNECTS, static_cast<long>(connections_) + long{ReuseRule::most_witnesses} +
                                  static_cast<long>(downloads_.size()));
  }

  // Few, compared with what each of them does.
  CurlDownload* download_of(CURL* handle) const {
    for (const auto& download : downloads_) {
      if (download->handle() == handle) return download.get();
    }
    return nullptr;
  }

  // Whether it is the socket of a download, which then knows that something arrived.
  bool note_for_download(int socket) const {
    return std::any_of(downloads_.begin(), downloads_.end(),
                       [socket](const auto& download) { return download->notice(socket); });
  }

  // Its sink is told when this turn is over.
  void end_download(const CurlDownload& ended) {
    const auto at =
        std::find_if(downloads_.begin(), downloads_.end(),
                     [&ended](const auto& download) { return download.get() == &ended; });
    ended_.push_back(std::move(*at));
    downloads_.erase(at);
  }

  void begin_downloads() {
    for (CurlDownload* download : std::exchange(beginning_, {})) {
      if (download->is_readable()) {
        check(libcurl().multi_add_handle(handle_.get(), download->handle()));
      } else {
        download->cannot_begin();
        end_download(*download);
      }
    }
  }

  void end_stalled() {
    std::vector<CurlDownload*> stalled;
    for (const auto& download : downloads_) {
      if (download->has_stalled()) stalled.push_back(download.get());
    }
    for (CurlDownload* download : stalled) {
      download->give_up();
      check(libcurl().multi_remove_handle(handle_.get(), download->handle()));
      end_download(*download);
    }
  }

  void tell_sinks() {
    for (const auto& download : std::exchange(ended_, {})) {
      try {
        download->tell_sink();
      } catch (...) {
        sink_failure_ = std::current_exception();
      }
    }
  }

  void rethrow_from_sink() {
    if (sink_failure_) std::rethrow_exception(std::exchange(sink_failure_, nullptr));
  }

  // Idle connections are checked first: some versions of libcurl silently close one with unread
  // bytes, and the rule of its server must learn of it.
  void let_leave() {
    if (!starting_.empty()) handle_sockets(Duration::zero());
    for (CurlTransfer* transfer : starting_) {
      transfer->get_ready(now_());
      check(libcurl().multi_add_handle(handle_.get(), transfer->handle()));
    }
    starting_.clear();
    begin_downloads();
    handle_timer();
  }

  /// Whether anything happened that is not of a download.
  bool handle_sockets(Duration at_most) {
    bool happened = false;
    for (const EventQueue::Event& event : events_.wait(at_most)) {
      happened |= !note_for_download(event.descriptor);
      if (sockets_.notice(event.descriptor)) act(event.descriptor, meaning_of(event));
    }
    return happened;
  }

  // An answer that has arrived counts, however late it is read: this process or the machine may
  // have been suspended. So libcurl reads what has arrived before anything is declared late.
  void end_overdue(std::vector<Reply>& replies) {
    // Enough for the largest receive buffer; a server that never stops sending gets no more.
    constexpr int most_rounds = 1000;
    for (int round = 0; round < most_rounds && handle_sockets(Duration::zero()); ++round)
      handle_timer();
    for (Reply& reply : take_replies())
      replies.push_back(std::move(reply));

    const Moment at = now_();
    next_deadline_ = Moment::max();
    std::vector<CurlTransfer*> overdue;
    for (const auto& transfer : transfers_) {
      if (!transfer->is_in_flight()) continue;
      if (transfer->deadline() <= at) {
        overdue.push_back(transfer.get());
      } else {
        next_deadline_ = std::min(next_deadline_, transfer->deadline());
      }
    }
    for (CurlTransfer* transfer : overdue) {
      check(libcurl().multi_remove_handle(handle_.get(), transfer->handle()));
      replies.push_back(transfer->give_up(at));
      idle_.push_back(transfer);
    }
  }

  void handle_timer() {
    if (until_timer() <= Duration::zero()) act(CURL_SOCKET_TIMEOUT, 0);
  }

  void act(curl_socket_t socket, int what) {
    if (socket == CURL_SOCKET_TIMEOUT) due_ = Moment::max();
    int running = 0;
    const CURLMcode code = libcurl().multi_socket_action(handle_.get(), socket, what, &running);
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    check(code);
  }

  std::vector<Reply> take_replies() {
    std::vector<Reply> replies;
    int left = 0;
    while (const CURLMsg* message = libcurl().multi_info_read(handle_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* handle = message->easy_handle;
      const CURLcode code = message->data.result;  // copied: removing the handle frees the message
      CurlDownload* download = download_of(handle);
      if (download != nullptr) download->finish(code);
      check(libcurl().multi_remove_handle(handle_.get(), handle));
      if (download != nullptr) {
        end_download(*download);
        continue;
      }
      CurlTransfer& transfer = CurlTransfer::of(handle);
      if (transfer.needs_fresh_connection()) {
        transfer.start_again(now_());
        check(libcurl().multi_add_handle(handle_.get(), handle));
        continue;
      }
      replies.push_back(transfer.finish(code, now_()));
      idle_.push_back(&transfer);
    }
    return replies;
  }

  // libcurl requires its global state to be created once, before anything else, by one thread.
  class Global {
   public:
    Global() {
      if (libcurl().global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        throw Error(ExitCode::invalid, in_both([&] { return tr("libcurl could not be started"); }));
      }
    }
    Global(const Global&) = delete;
    Global& operator=(const Global&) = delete;
    ~Global() { libcurl().global_cleanup(); }
  };

  Global global_;
  std::function<Moment()> now_;
  int connections_;
  EventQueue& events_;
  ReuseRules rules_;
  SocketWatch sockets_;
  Moment due_ = Moment::max();                            ///< when libcurl wants to be called
  Moment next_deadline_ = Moment::max();                  ///< of all in flight; may be too early
  std::exception_ptr failure_;                            ///< from our callbacks
  std::vector<std::unique_ptr<CurlTransfer>> transfers_;  ///< as many as ever ran at once
  std::vector<CurlTransfer*> idle_;                       ///< of these
  std::vector<CurlTransfer*> starting_;  ///< of the others, not given to libcurl yet
  std::vector<std::unique_ptr<CurlDownload>> downloads_;  ///< that have not ended
  std::vector<CurlDownload*> beginning_;                  ///< of these, not given to libcurl yet
  std::vector<std::unique_ptr<CurlDownload>> ended_;      ///< whose sinks must still be told
  std::exception_ptr sink_failure_;
  std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> handle_;  ///< freed first: it calls us
};

CurlTransport::CurlTransport(int connections, EventQueue& events, std::function<Moment()> now,
                             const ReuseRule::Terms& terms)
    : multi_(std::make_unique<Multi>(connections, events, std::move(now), terms)) {}

Moment CurlTransport::steady_now() {
  return Moment(std::chrono::steady_clock::now().time_since_epoch());
}

CurlTransport::~CurlTransport() = default;

void CurlTransport::start(std::uint64_t ticket, Message message) {
  multi_->start(ticket, std::move(message));
}

void CurlTransport::fetch(Fetch fetch) {
  multi_->fetch(std::move(fetch));
}

std::size_t CurlTransport::fetches() const {
  return multi_->fetches();
}

void CurlTransport::abandon_all() {
  multi_->abandon_all();
}

std::vector<Reply> CurlTransport::wait(Duration at_most) {
  return multi_->wait(at_most);
}

}  // namespace shotlist::http
