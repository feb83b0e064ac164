#pragma once
// Takes the chunked transfer coding off a body (RFC 9112, section 7.1).

#include <string>
#include <string_view>

namespace shotlist::http {

/// What stood in the chunks of a body.
struct ChunkedBody {
  enum class End {
    reached,    ///< the last chunk and its trailer were read
    missing,    ///< the bytes stop before the last chunk
    malformed,  ///< a byte is none that may stand there
  };
  std::string data;  ///< of all chunks up to the end, also of one that is cut short
  End end = End::missing;
  bool more = false;  ///< bytes follow the end
};

/// Reads chunks. A line may end in LF alone, as libcurl has it; nothing else is forgiven.
ChunkedBody read_chunks(std::string_view bytes);

}  // namespace shotlist::http
