#pragma once
// The encoding of a file.

#include <cstddef>
#include <optional>
#include <string_view>

#include "system/text_decoder.h"

namespace shotlist::manifest {

/// The first bytes of a file, if they say how to read the rest.
struct ByteOrderMark {
  std::string_view encoding;
  std::size_t size = 0;  ///< in bytes
};

std::optional<ByteOrderMark> byte_order_mark_of(std::string_view bytes);

/// Of text without a mark that cannot be read without the user's word.
inline constexpr std::string_view unknown_encoding = "";

/// The encoding of text without a mark: UTF-8 if all of it is valid, or most, so that one character
/// cut in two is found where it stands; GB18030 if what it reads is Chinese beyond doubt; else
/// unknown, because a wrong guess would be paid for.
std::string_view likely_encoding(std::string_view bytes);

/// Whether all letters of a text that is UTF-8, beside ASCII, are rare ones or of two alphabets
/// that touch, and all are usual Chinese in GB18030, so that a person should look at it.
bool is_perhaps_chinese(std::string_view text);

/// Whether the text is UTF-8 and cannot be anything else: more than ASCII, and enough of it.
bool is_surely_utf8(std::string_view bytes);

}  // namespace shotlist::manifest
