#pragma once
// A server on loopback that does, byte for byte, what a test wrote down.

#include <cstddef>
#include <functional>
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
  std::string bytes;  ///< may be no HTTP at all, or nothing
  Then then = Then::keep;
  std::size_t when_arrived = 0;  ///< not before so many requests have arrived in all
};

/// `HTTP/1.1 <status> ...` with a length and the body.
std::string http_answer(int status, const std::string& body, const std::string& headers = {});

/// Serves from a thread of its own until destroyed. A connection that does not start with an HTTP
/// request (a TLS greeting) gets a line of nonsense and is closed.
class RawServer {
 public:
  using Script = std::function<RawAnswer(const RawRequest&)>;

  explicit RawServer(Script script);
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  ~RawServer();

  int port() const { return port_; }
  std::string url(const std::string& path = "/") const;

  /// Everything that arrived before the call.
  std::vector<RawRequest> requests() const;
  int connections() const;

  /// Reads what is still to be read, then ends the thread. Nothing arrives afterwards.
  void stop();

 private:
  struct Connection;

  void serve();
  void take_requests(Connection& connection);
  void answer_what_is_due(Connection& connection);

  Script script_;
  int port_ = 0;  // before the socket, which sets it
  system::FileDescriptor listener_;
  system::FileDescriptor stop_reader_;
  system::FileDescriptor stop_writer_;
  mutable std::mutex mutex_;
  std::vector<RawRequest> requests_;
  int connections_ = 0;
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
