#pragma once
// Bytes in the gzip format, without a compressor.

#include <string>
#include <string_view>

namespace shotlist::sandbox {

/// `bytes` in one gzip member (RFC 1952) of stored blocks: any reader of gzip gives them back.
std::string gzipped(std::string_view bytes);

}  // namespace shotlist::sandbox
