#pragma once
// Which encoding a file is in.

#include <cstddef>
#include <optional>
#include <string_view>

#include "system/text_decoder.h"

namespace shotlist::manifest {

/// The first bytes of a file, where they say how the rest is to be read.
struct ByteOrderMark {
  system::Encoding encoding = system::Encoding::utf8;
  std::size_t size = 0;  ///< in bytes
};

std::optional<ByteOrderMark> byte_order_mark_of(std::string_view bytes);

/// The encoding of text without a mark: UTF-8 where all of it is; else GB18030, where most of its
/// characters beyond ASCII look like Chinese in it and not like UTF-8. Everything else counts as
/// UTF-8, with mistakes: what nobody can name must not be guessed at, or it would be paid for.
system::Encoding likely_encoding(std::string_view bytes);

}  // namespace shotlist::manifest
