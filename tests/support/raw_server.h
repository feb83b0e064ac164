#pragma once
// A server on loopback that does, byte for byte, what a test wrote down.
//
//     RawServer server([](const RawRequest& request) { return RawAnswer{http_answer(200, "{}")};
//     });
//     ...                                   // drive the wire against server.url()
//     server.await_answers(1);              // until the answer has been handed to the kernel
//     server.write(1, "HTTP/1.1 503 ...");  // one more on connection 1, which nobody asked for
//     server.stop();
//     CHECK(server.requests().size() == 1);
//
// A proxy is one whose script answers `CONNECT host:port HTTP/1.1` and whose `Manners::to_noise` is
// what it sends when the TLS greeting arrives in the tunnel.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "system/file_descriptor.h"

namespace shotlist::tests {

/// A request as it arrived.
struct RawRequest {
  int connection = 0;  ///< 1 for the first connection
  int number = 0;      ///< 1 for the first request of its connection
  std::string head;    ///< request line and headers, up to and with the empty line
  std::string body;

  /// How many headers there are of the name, given in lower case; names have no case.
  std::size_t count(const std::string& name) const;
  /// The value of the first of them; empty where there is none.
  std::string header(const std::string& name) const;
};

/// What to do with a request.
struct RawAnswer {
  enum class Then {
    keep,    ///< leave the connection open
    close,   ///< close it in good order
    reset,   ///< break it
    vanish,  ///< stop listening, then close it: a server that crashed
  };
  /// What follows on the connection, asked for or not. `then` of the answer is done after the last.
  struct Later {
    std::chrono::milliseconds after{};  ///< since what was written before
    std::string bytes;
  };
  std::string bytes;  ///< may be no HTTP at all, or nothing: silence
  Then then = Then::keep;
  std::size_t when_arrived = 0;  ///< not before so many requests have arrived in all
  std::vector<Later> later = {};
};

/// `HTTP/1.1 <status> ...` with a length and the body.
std::string http_answer(int status, const std::string& body, const std::string& headers = {});

/// Serves from a thread of its own until destroyed. Answers leave in the order of the requests of a
/// connection.
class RawServer {
 public:
  using Script = std::function<RawAnswer(const RawRequest&)>;

  /// What it does besides answering requests.
  struct Manners {
    std::string greeting = {};  ///< written on each connection before anything was asked
    /// To bytes that are no HTTP request, such as a TLS greeting; once for each time some arrive.
    RawAnswer to_noise = {"this is no HTTP\r\n", RawAnswer::Then::close};
  };

  explicit RawServer(Script script);
  RawServer(Script script, Manners manners);
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  ~RawServer();

  int port() const { return port_; }
  std::string url(const std::string& path = "/") const;

  /// Everything that arrived before the call.
  std::vector<RawRequest> requests() const;
  int connections() const;
  /// Those that neither side has closed.
  int open_connections() const;

  // These three throw where it takes longer than any machine needs.

  /// Blocks until so many requests have been answered: all bytes of their answers but those of
  /// `later` have been written.
  void await_answers(std::size_t count);
  /// Blocks until so many connections were accepted, and greeted.
  void await_connections(int count);
  /// Blocks until both sides have closed all but so many.
  void await_open_connections(int count);

  /// Writes on a connection, whether or not it was asked; returns when that is done. False where
  /// the connection is closed.
  bool write(int connection, const std::string& bytes,
             RawAnswer::Then then = RawAnswer::Then::keep);

  /// Reads what is still to be read, then ends the thread. Nothing arrives afterwards.
  void stop();

 private:
  struct Connection;
  struct Order {
    int connection;
    RawAnswer answer;
  };
  using Clock = std::chrono::steady_clock;

  void serve();
  void carry_out_orders(std::list<Connection>& connections);
  void accept_into(std::list<Connection>& connections);
  void take_requests(Connection& connection);
  void answer_what_is_due(Connection& connection);
  void write_what_is_later(Connection& connection);
  void end(Connection& connection, RawAnswer::Then then);
  static int ms_until_next(const std::list<Connection>& connections);
  template <typename Condition>
  void await(Condition condition);
  template <typename Change>
  void change(Change change);

  Script script_;
  Manners manners_;
  int port_ = 0;  // before the socket, which sets it
  system::FileDescriptor listener_;
  system::FileDescriptor stop_reader_;
  system::FileDescriptor stop_writer_;
  mutable std::mutex mutex_;  // over all that follows
  std::condition_variable changed_;
  std::vector<RawRequest> requests_;
  std::deque<Order> orders_;
  std::size_t orders_done_ = 0;
  bool last_order_worked_ = false;
  std::size_t answers_ = 0;
  int connections_ = 0;
  int open_ = 0;
  std::thread thread_;
};

/// A loopback port on which nobody listens, kept from everybody else while this lives.
class DeadPort {
 public:
  DeadPort();
  int port() const { return port_; }

 private:
  int port_ = 0;  // before the socket, which sets it
  system::FileDescriptor socket_;
};

}  // namespace shotlist::tests
