#include "manifest/source_text.h"

#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/utf8.h"

namespace shotlist {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::optional<std::string> content_of(Disk& disk, const std::string& path) {
  try {
    return disk.read(path);
  } catch (const Error& error) {
    // Nothing was written yet: this is a manifest we can not use, not a disk we can not trust.
    throw Error(ExitCode::invalid, full_message(error));
  }
}

}  // namespace

Position Place::position() const {
  if (line == 0) return {source->file, 0, 0};
  return {source->file, line, column_at(source->text, offset)};
}

std::uint32_t column_at(std::string_view text, std::size_t offset) {
  text = text.substr(0, offset);
  const auto line_end = text.find_last_of("\r\n");
  if (line_end != std::string_view::npos) text.remove_prefix(line_end + 1);
  return static_cast<std::uint32_t>(count_code_points(text) + 1);
}

std::uint32_t line_at(std::string_view text, std::size_t offset) {
  std::uint32_t line = 1;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (text[i] == '\n' || (text[i] == '\r' && !pair)) ++line;
  }
  return line;
}

SourceText read_source(Disk& disk, const std::string& path) {
  std::optional<std::string> text = content_of(disk, path);
  if (!text)
    throw Error(ExitCode::invalid, fmt::format("there is no file {}", path), "check its name");
  if (text->size() > largest_source) {
    throw Error(ExitCode::invalid,
                fmt::format("{} is larger than {} MiB", path, largest_source / 1024 / 1024),
                "split it into several manifests");
  }
  if (text->starts_with(byte_order_mark)) text->erase(0, byte_order_mark.size());
  return {path, std::move(*text)};
}

bool is_utf16(std::string_view text) {
  return text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF";
}

bool check_encoding(const SourceText& source, Diagnostics& diagnostics) {
  const auto invalid = first_invalid_utf8(source.text);
  if (!invalid) return true;
  const Place place{&source, *invalid, line_at(source.text, *invalid)};
  diagnostics.error(
      place.position(),
      is_utf16(source.text) ? "the file is UTF-16 text, not UTF-8" : "the text is not UTF-8 here",
      "save the file as UTF-8");
  return false;
}

std::optional<std::string> forbidden_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte < 0x7F) {
      ++at;
      continue;
    }
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid) return std::string(not_utf8);
    const bool control = point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0);
    if (control && point.value != '\t' && point.value != '\n') {
      return fmt::format("the control character U+{:04X}", static_cast<unsigned>(point.value));
    }
    at += point.size;
  }
  return std::nullopt;
}

}  // namespace shotlist
