#include "manifest/source_text.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/utf8.h"
#include "manifest/encoding.h"

namespace shotlist::manifest {
namespace {

std::optional<std::string> content_of(system::Disk& disk, const std::string& path) {
  try {
    return disk.read(path);
  } catch (const Error& error) {
    // Nothing has been written yet: the manifest is unusable, but the disk is not in doubt.
    throw Error(ExitCode::invalid, full_message(error));
  }
}

bool is_control(char32_t value) {
  return value < 0x20 || (value >= 0x7F && value < 0xA0);
}

constexpr std::size_t block_size = 16;

bool is_printable_ascii(char c) {
  return c >= ' ' && c <= '~';
}

// Fixed length and no early exit, so that compilers reduce it to a few vector comparisons.
bool is_printable_block(const char* block) {
  unsigned char odd = 0;
  for (std::size_t i = 0; i < block_size; ++i)
    odd |= static_cast<unsigned char>((block[i] < ' ') | (block[i] > '~'));
  return odd == 0;
}

// U+1000 to U+CFFF, most of CJK, without decoding: every sequence of this form is a character.
bool is_common_wide(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  return at + 3 <= text.size() && byte(0) >= 0xE1 && byte(0) <= 0xEC && (byte(1) & 0xC0U) == 0x80 &&
         (byte(2) & 0xC0U) == 0x80;
}

// Most blocks of most texts need no closer look.
bool is_plain(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(at + block_size, text.size());
    if (end - at == block_size && is_printable_block(text.data() + at)) {
      at = end;
      continue;
    }
    while (at < end) {
      if (is_printable_ascii(text[at])) {
        ++at;
        continue;
      }
      if (is_common_wide(text, at)) {
        at += 3;
        continue;
      }
      const CodePoint point = decode_utf8(text, at);
      const bool space = point.value == '\t' || point.value == '\n' || point.value == '\r';
      if (!point.valid || (is_control(point.value) && !space)) return false;
      at += point.size;
    }
  }
  return true;
}

// At most a few NULs: UTF-16 without a mark, and most of what is not text, holds many.
bool is_text_but_for_nul(std::string_view text) {
  const auto nuls = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\0'));
  return nuls * 20 < text.size() && !first_invalid_utf8(text);
}

}  // namespace

Location SourceRange::location() const {
  if (line == 0) return {source->file, 0, 0};
  return {source->file, line, column_at(source->text, offset)};
}

Excerpt SourceRange::excerpt() const {
  if (line == 0) return location();
  return excerpt_of(source->text, location(), offset, size);
}

std::uint32_t column_at(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::size_t start = start_of_line(text, offset);
  return static_cast<std::uint32_t>(count_code_points(text.substr(start, offset - start)) + 1);
}

std::uint32_t line_at(std::string_view text, std::size_t offset) {
  std::uint32_t line = 1;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (text[i] == '\n' || (text[i] == '\r' && !pair)) ++line;
  }
  return line;
}

SourceText read_source(system::Disk& disk, const std::string& path) {
  std::optional<std::string> text = content_of(disk, path);
  if (!text)
    throw Error(ExitCode::invalid, fmt::format("there is no file {}", path), "check its name");
  if (text->size() > largest_source) {
    throw Error(ExitCode::invalid,
                fmt::format("{} is larger than {} MiB", path, largest_source / 1024 / 1024),
                "split it into several manifests");
  }
  return decode_source(path, *std::move(text));
}

SourceText decode_source(std::string file, std::string bytes) {
  const auto mark = byte_order_mark_of(bytes);
  if (mark) bytes.erase(0, mark->size);
  const bool plain = is_plain(bytes);
  const system::Encoding encoding = mark    ? mark->encoding
                                    : plain ? system::Encoding::utf8
                                            : likely_encoding(bytes);
  if (encoding == system::Encoding::utf8)
    return {std::move(file), std::move(bytes), plain, encoding};
  bytes = system::decoded(bytes, encoding);
  const bool decoded_plain = is_plain(bytes);
  return {std::move(file), std::move(bytes), decoded_plain, encoding};
}

bool is_binary(const SourceText& source) {
  return !source.plain && source.text.find('\0') != std::string::npos;
}

bool check_encoding(const SourceText& source, Diagnostics& diagnostics) {
  if (is_binary(source)) {
    if (is_text_but_for_nul(source.text)) {
      const std::size_t nul = source.text.find('\0');
      diagnostics.error(Code::control_character,
                        SourceRange{&source, nul, line_at(source.text, nul), 1},
                        "the text holds the control character U+0000", "remove it");
      return false;
    }
    const bool is_workbook = source.text.starts_with("PK\x03\x04");
    diagnostics.error(Code::bad_encoding, Location{source.file, 0, 0},
                      is_workbook ? "this is a workbook, not a text file"
                                  : "this is no text file, or UTF-16 without a byte order mark",
                      is_workbook ? "export it as CSV UTF-8" : "save it as UTF-8");
    return false;
  }
  const auto no_text = source.plain ? std::nullopt : first_invalid_utf8(source.text);
  if (no_text) {
    const SourceRange place{&source, *no_text, line_at(source.text, *no_text), 1};
    diagnostics.error(Code::bad_encoding, place,
                      fmt::format("the text is not {} here", to_text(source.encoding)),
                      "save the file as UTF-8");
  } else if (source.encoding != system::Encoding::utf8) {
    diagnostics.note(Code::encoding, Location{source.file, 0, 0},
                     fmt::format("read as {}", to_text(source.encoding)),
                     // Guessed without a mark: other East Asian encodings look much alike.
                     source.encoding == system::Encoding::gb18030
                         ? "if `plan --json` shows other words than you wrote, save it as UTF-8"
                         : "");
  }
  return !no_text;
}

std::optional<std::size_t> first_control(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const bool space = point.value == '\t' || point.value == '\n' || point.value == '\r';
    if (point.valid && is_control(point.value) && !space) return at;
    at += point.size;
  }
  return std::nullopt;
}

std::optional<std::string> forbidden_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (is_printable_ascii(text[at])) {
      ++at;
      continue;
    }
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid) return std::string(not_utf8);
    const bool space = point.value == '\t' || point.value == '\n' || point.value == '\r';
    if (is_control(point.value) && !space) {
      return fmt::format("the control character U+{:04X}", static_cast<unsigned>(point.value));
    }
    at += point.size;
  }
  return std::nullopt;
}

}  // namespace shotlist::manifest
