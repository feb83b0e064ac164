#pragma once
// The encoding of a file.

#include <cstddef>
#include <optional>
#include <string_view>

#include "system/text_decoder.h"

namespace shotlist::manifest {

/// The first bytes of a file, if they say how to read the rest.
struct ByteOrderMark {
  system::Encoding encoding = system::Encoding::utf8;
  std::size_t size = 0;  ///< in bytes
};

std::optional<ByteOrderMark> byte_order_mark_of(std::string_view bytes);

/// The encoding of text without a mark: UTF-8 if all of it is valid; else GB18030, if most of its
/// non-ASCII characters look like Chinese in it and not like UTF-8. Everything else counts as
/// UTF-8, with mistakes: a wrong guess would be paid for.
system::Encoding likely_encoding(std::string_view bytes);

}  // namespace shotlist::manifest
