#pragma once
// One message on its way: what libcurl reads from and writes to until it is answered.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "http/curl_easy.h"
#include "http/message.h"
#include "http/socket_watch.h"

namespace shotlist::http {

/// Carries one message after another on an easy handle of its own. Must not move: libcurl holds
/// pointers to it.
///
/// No message leaves twice. libcurl would send one again by itself where a reused connection dies
/// before the first byte of an answer, and report one clean 200; it asks before each sending
/// (CURLOPT_PREREQFUNCTION), and is told no the second time.
class CurlTransfer {
 public:
  /// `sockets`, which is borrowed, is told of connections.
  explicit CurlTransfer(SocketWatch& sockets);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  /// The transfer that `handle` belongs to.
  static CurlTransfer& of(CURL* handle);

  CURL* handle() const { return easy_.get(); }

  /// Takes the next message; the one before must be finished.
  void load(std::uint64_t ticket, Message message);

  /// The reply, after libcurl said the transfer ended with `code`.
  Reply finish(CURLcode code);

 private:
  static int open_socket(void* sockets, curl_socket_t socket, curlsocktype purpose);
  static int close_socket(void* sockets, curl_socket_t socket);
  static int permit(void* self, char* remote, char* local, int remote_port, int local_port);
  static std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* self);

  void address(std::shared_ptr<const Envelope> envelope);

  Message message_;
  int sendings_ = 0;  ///< that libcurl asked for
  Reply reply_;
  std::optional<CurlUrl> url_;  ///< of the envelope, as are the headers
  CurlHeaders headers_;
  CurlEasy easy_;
  char fault_[CURL_ERROR_SIZE] = {};
};

}  // namespace shotlist::http
