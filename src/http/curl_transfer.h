#pragma once
// One message in flight: what libcurl reads from and writes to until it is answered.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/redactor.h"
#include "base/secret.h"
#include "base/time.h"
#include "http/chunked_body.h"
#include "http/curl_easy.h"
#include "http/message.h"
#include "http/proxy_log.h"
#include "http/reuse_rule.h"
#include "http/socket_watch.h"

namespace shotlist::http {

/// The reuse rule of each server, by its origin.
class ReuseRules {
 public:
  explicit ReuseRules(const ReuseRule::Terms& terms) : terms_(terms) {}
  ReuseRule& of(const std::string& origin) {
    return rules_.try_emplace(origin, terms_).first->second;
  }

 private:
  ReuseRule::Terms terms_;
  std::map<std::string, ReuseRule> rules_;
};

/// Carries one message after another on its own easy handle. Must not move: libcurl holds pointers
/// to it.
///
/// No message is sent twice, and none is sent on a connection with unread bytes. libcurl asks
/// before each send (CURLOPT_PREREQFUNCTION), when connection, tunnel and TLS are ready. We refuse
/// if it wants to send a message again, as it does by itself when a reused connection dies before
/// the first byte of an answer; and if bytes are waiting to be read, since they cannot answer a
/// request that was not sent yet.
class CurlTransfer {
 public:
  /// Both are borrowed.
  CurlTransfer(SocketWatch& sockets, ReuseRules& rules);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  /// The transfer that `handle` belongs to.
  static CurlTransfer& of(CURL* handle);

  CURL* handle() const { return easy_.get(); }

  /// Accepts the next message; the previous one must be finished.
  void load(std::uint64_t ticket, Message message, Moment now);

  /// Decides by the server's rule which connection the message uses. Call it after events on idle
  /// connections were handled, and before libcurl gets the handle.
  void get_ready(Moment now) { get_ready(now, false); }

  /// Whether a message was loaded whose reply was not asked for yet.
  bool is_in_flight() const { return is_in_flight_; }

  /// The time by which the answer must have been read.
  Moment deadline() const { return started_ + message_.envelope->timeout; }

  /// Whether libcurl gave up only because the connection it wanted to reuse was unfit: nothing was
  /// sent.
  bool needs_fresh_connection() const { return refusal_ == Refusal::not_quiet; }

  /// Prepares to send the same message on a new connection.
  void start_again(Moment now);

  /// The reply, after libcurl reported that the transfer ended with `code`.
  Reply finish(CURLcode code, Moment now);

  /// The reply, after the deadline.
  Reply give_up(Moment now);

 private:
  /// Why a send was refused.
  enum class Refusal {
    none,
    repeated,      ///< it had been sent before
    not_quiet,     ///< something arrived on the connection while it was idle
    talked_first,  ///< the server sent something on a new connection
    hung_up,       ///< the server closed a new connection
  };

  static int open_socket(void* self, curl_socket_t socket, curlsocktype purpose);
  static int close_socket(void* sockets, curl_socket_t socket);
  static int permit(void* self, char* remote, char* local, int remote_port, int local_port);
  static int overhear(CURL* handle, curl_infotype kind, char* bytes, std::size_t size, void* self);
  static std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* self);

  /// A line of an answer, and what it says.
  struct Line {
    std::string text;  ///< as received
    Header header;     ///< without the key
  };

  void address(const std::shared_ptr<const Envelope>& envelope);
  void get_ready(Moment now, bool on_fresh_connection);
  Refusal refusal_of_next_sending(int local_port);
  Header header_in(std::string_view line, std::size_t colon);
  std::string words_for(CURLcode code) const;
  Reply end(Transfer transfer, std::string fault, Moment now);
  void let_go_of_connection(bool is_answered, Moment now);
  void take_off_codings();
  bool is_framed_whole(const ChunkedBody* chunks) const;

  SocketWatch& sockets_;
  ReuseRules& rules_;
  Message message_;
  Moment started_;
  bool is_in_flight_ = false;
  Reply reply_;
  // From the envelope:
  std::optional<CurlUrl> url_;
  Redactor redactor_{Secret()};  ///< for the envelope's key, as are the headers
  CurlHeaders headers_;
  std::vector<Line> last_lines_;  ///< the last usual header at each place of an answer
  bool is_tls_ = false;
  ReuseRule* rule_ = nullptr;
  // For the message:
  ReuseRule::Use use_ = ReuseRule::Use::once;
  bool left_ = false;  ///< it was allowed to be sent
  Refusal refusal_ = Refusal::none;
  std::optional<int> socket_;  ///< the one it was sent on, if known
  ProxyLog proxy_;
  bool talks_on_ = false;  ///< bytes followed the end of the answer
  CurlEasy easy_;
  char fault_[CURL_ERROR_SIZE] = {};
};

}  // namespace shotlist::http
