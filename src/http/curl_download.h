#pragma once
// One file being fetched: what libcurl writes to until it has ended.

#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/event_queue.h"
#include "base/redactor.h"
#include "base/time.h"
#include "http/curl_easy.h"
#include "http/fetcher.h"
#include "http/message.h"
#include "http/proxy_log.h"
#include "http/socket_watch.h"
#include "http/url.h"

namespace shotlist::http {

/// Carries one fetch, on an easy handle and a connection of its own. Must not move: libcurl holds
/// pointers to it.
///
/// A connection of its own costs one handshake for a whole file, and cannot be mistaken for one of
/// the messages: those are watched while they are idle (`SocketWatch`), these never are. Which
/// address it may be to is decided when libcurl wants to open it, so that no name and no redirect
/// leads elsewhere.
class CurlDownload {
 public:
  /// `sockets` and `events` are borrowed, and so is `now`, the clock of the transport.
  CurlDownload(Fetch fetch, SocketWatch& sockets, EventQueue& events,
               const std::function<Moment()>& now);
  CurlDownload(const CurlDownload&) = delete;
  CurlDownload& operator=(const CurlDownload&) = delete;

  CURL* handle() const { return easy_.get(); }

  /// Whether the link can be read; if not, libcurl must not get the handle.
  bool is_readable() const { return link_.has_value(); }

  /// Records that libcurl waits for a socket on its behalf, or no longer does.
  void waits_for(int socket, bool is_waiting);

  /// Records that something happened on a socket; false if it is not one of its own.
  bool notice(int socket);

  /// The time by which a byte must have arrived. None before the request is sent: libcurl keeps the
  /// time for connecting.
  Moment deadline() const;

  /// Whether nothing has arrived by the deadline that only was not read yet; moves the deadline if
  /// something has.
  bool has_stalled();

  /// Records how it ended: as libcurl says, by the deadline, or before it began. `tell_sink` is
  /// next.
  void finish(CURLcode code);
  void give_up();
  void cannot_begin();

  /// Tells the sink. Throws what it throws, or threw before.
  void tell_sink();

 private:
  static int permit(void* self, char* remote, char* local, int remote_port, int local_port);
  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int close_socket(void* sockets, curl_socket_t socket);
  static int overhear(CURL* handle, curl_infotype kind, char* bytes, std::size_t size, void* self);
  static std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* self);

  void set_options();
  bool may_connect_to(const curl_sockaddr& address);
  void hear(std::string_view line);
  void begin();
  template <typename Question>
  void ask_sink(Question question);
  std::string so_far() const;
  std::string words_for(CURLcode code) const;
  void end(Transfer transfer, std::string fault);

  Fetch fetch_;
  SocketWatch& sockets_;
  EventQueue& events_;
  const std::function<Moment()>& now_;
  Redactor redactor_;
  std::optional<Url> link_;
  std::optional<CurlUrl> url_;
  CurlHeaders headers_;
  Moment started_;
  Moment heard_;  ///< when something arrived last, or the request was sent
  Reply reply_;
  bool left_ = false;       ///< the request was sent
  bool has_begun_ = false;  ///< the sink has the head
  bool is_refused_ = false;
  std::uint64_t received_ = 0;  ///< bytes of the body
  std::string forbidden_;       ///< why a connection was not opened; empty if none was forbidden
  std::exception_ptr failure_;  ///< from the sink
  std::vector<int> waiting_on_;
  ProxyLog proxy_;
  CurlEasy easy_;
  char fault_[CURL_ERROR_SIZE] = {};
};

}  // namespace shotlist::http
