#pragma once
// Compressed bodies for the tests of the wire.

#include <string>
#include <string_view>

#include <zlib.h>

namespace shotlist::tests {

/// `window` is zlib's: 15 for zlib's own wrapper, 31 for gzip's, -15 for none.
inline std::string deflated(std::string_view text, int window) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline std::string gzipped(std::string_view text) {
  return deflated(text, 31);
}

}  // namespace shotlist::tests
