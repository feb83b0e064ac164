#pragma once
// A client that sees every byte: whether a connection closed without a word, and what came before.

#include <string>

namespace shotlist::tests {

/// Owns one connection to 127.0.0.1. Throws std::runtime_error where it cannot be made.
class RawClient {
 public:
  explicit RawClient(int port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(const std::string& bytes);

  /// A request to create a video with `body`.
  void send_create(const std::string& body);

  /// Says that nothing more will be sent; answers can still be read.
  void close_sending();

  /// Waits for the status line and headers of an answer, which stays to be read.
  std::string read_head();

  /// Waits for one answer with a Content-Length: its status line, headers and body.
  std::string read_answer();

  /// Waits until the server closes: all bytes that came until then.
  std::string read_to_end();

 private:
  bool receive();

  int descriptor_;
  std::string received_;
};

}  // namespace shotlist::tests
