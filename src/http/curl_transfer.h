#pragma once
// One message on its way: what libcurl reads from and writes to until it is answered.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/redactor.h"
#include "base/secret.h"
#include "base/time.h"
#include "http/chunked_body.h"
#include "http/curl_easy.h"
#include "http/message.h"
#include "http/reuse_rule.h"
#include "http/socket_watch.h"

namespace shotlist::http {

/// The rule of each server, by its origin.
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

/// Carries one message after another on an easy handle of its own. Must not move: libcurl holds
/// pointers to it.
///
/// No message leaves twice, and none leaves on a connection that has something to say already.
/// libcurl asks before each sending (CURLOPT_PREREQFUNCTION), when connection, tunnel and TLS are
/// done. It is told no where it wants to send a message again, as it does by itself where a reused
/// connection dies before the first byte of an answer; and where bytes wait to be read, since
/// they can be no answer to what has not been asked.
class CurlTransfer {
 public:
  /// Both are borrowed.
  CurlTransfer(SocketWatch& sockets, ReuseRules& rules);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  /// The transfer that `handle` belongs to.
  static CurlTransfer& of(CURL* handle);

  CURL* handle() const { return easy_.get(); }

  /// Takes the next message; the one before must be finished.
  void load(std::uint64_t ticket, Message message, Moment now);

  /// Decides by the rule of the server which connection the message is to leave on. Comes after
  /// whatever happened on idle connections was noticed, and before libcurl is given the handle.
  void get_ready(Moment now) { get_ready(now, false); }

  /// When the answer must have been read.
  Moment deadline() const { return started_ + message_.envelope->timeout; }

  /// Whether libcurl gave up only because the connection it wanted to use again was not fit for
  /// it: nothing left.
  bool needs_fresh_connection() const { return refusal_ == Refusal::not_quiet; }

  /// Makes ready to send the same message on a connection of its own.
  void start_again(Moment now);

  /// The reply, after libcurl said the transfer ended with `code`.
  Reply finish(CURLcode code, Moment now);

  /// The reply, after the deadline.
  Reply give_up(Moment now);

 private:
  /// Why a sending was not allowed.
  enum class Refusal {
    none,
    repeated,      ///< it had left before
    not_quiet,     ///< something came on the connection while it was idle
    talked_first,  ///< the server sent something on a new connection
    hung_up,       ///< the server closed a new connection
  };

  static int open_socket(void* self, curl_socket_t socket, curlsocktype purpose);
  static int close_socket(void* sockets, curl_socket_t socket);
  static int permit(void* self, char* remote, char* local, int remote_port, int local_port);
  static int overhear(CURL* handle, curl_infotype kind, char* bytes, std::size_t size, void* self);
  static std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* self);

  void address(const std::shared_ptr<const Envelope>& envelope);
  void get_ready(Moment now, bool on_fresh_connection);
  Refusal refusal_of_next_sending(int local_port);
  std::string words_for(CURLcode code) const;
  Reply end(Transfer transfer, std::string fault, Moment now);
  void let_go_of_connection(bool is_answered, Moment now);
  void take_off_codings();
  bool is_framed_whole(const ChunkedBody* chunks) const;

  SocketWatch& sockets_;
  ReuseRules& rules_;
  Message message_;
  Moment started_;
  Reply reply_;
  // Of the envelope:
  std::optional<CurlUrl> url_;
  Redactor redactor_{Secret()};  ///< of the envelope's key, as are the headers
  CurlHeaders headers_;
  bool is_tls_ = false;
  ReuseRule* rule_ = nullptr;
  // Of the message:
  ReuseRule::Use use_ = ReuseRule::Use::once;
  bool left_ = false;  ///< it was allowed to leave
  Refusal refusal_ = Refusal::none;
  std::optional<int> socket_;  ///< on which it left, if that could be found out
  std::string proxy_url_;      ///< as the environment has it; empty where there is none
  bool talks_on_ = false;      ///< bytes followed the end of the answer
  CurlEasy easy_;
  char fault_[CURL_ERROR_SIZE] = {};
};

}  // namespace shotlist::http
