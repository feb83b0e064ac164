#pragma once
// One message on its way: what libcurl reads from and writes to until it is answered.

#include <cstddef>
#include <cstdint>
#include <string>

#include "http/curl_easy.h"
#include "http/message.h"

namespace shotlist {

/// Binds a message to an easy handle. Must not move while the transfer runs: libcurl holds pointers
/// to it.
class CurlTransfer {
 public:
  CurlTransfer(std::uint64_t ticket, Message message);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  CURL* handle() const { return easy_.get(); }

  /// The reply, after libcurl said the transfer ended with `code`.
  Reply finish(CURLcode code);

 private:
  static std::size_t serve_body(char* buffer, std::size_t size, std::size_t count, void* self);
  static std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* self);

  void send_body();

  Message message_;
  std::size_t served_ = 0;
  Reply reply_;
  CurlHeaders headers_;
  CurlEasy easy_;
  char fault_[CURL_ERROR_SIZE] = {};
};

}  // namespace shotlist
