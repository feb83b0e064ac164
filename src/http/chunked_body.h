#pragma once
// Removes the chunked transfer coding from a body (RFC 9112, section 7.1).

#include <string>
#include <string_view>

namespace shotlist::http {

/// The contents of a chunked body.
struct ChunkedBody {
  enum class End {
    reached,    ///< the last chunk and its trailer were read
    missing,    ///< the bytes stop before the last chunk
    malformed,  ///< a byte is not allowed in its place
  };
  std::string data;  ///< from all chunks up to the end, including one that is cut short
  End end = End::missing;
  bool more = false;  ///< bytes follow the end
};

/// Reads chunks. A line may end in LF alone, as in libcurl; nothing else is tolerated.
ChunkedBody read_chunks(std::string_view bytes);

}  // namespace shotlist::http
