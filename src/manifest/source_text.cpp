#include "manifest/source_text.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/eight_bytes.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"
#include "manifest/encoding.h"
#include "manifest/encoding_guess.h"

namespace shotlist::manifest {
namespace {

std::optional<system::LongText> content_of(system::Disk& disk, const std::string& path) {
  try {
    return disk.read_long(path);
  } catch (const Error& error) {
    // Nothing has been written yet: the manifest is unusable, but the disk is not in doubt.
    throw Error(ExitCode::invalid, full_message(error));
  }
}

bool is_control(char32_t value) {
  return value < 0x20 || (value >= 0x7F && value < 0xA0);
}

bool is_printable_ascii(char c) {
  return c >= ' ' && c <= '~';
}

// U+1000 to U+CFFF, most of CJK, without decoding: every sequence of this form is a character.
bool is_common_wide(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  return at + 3 <= text.size() && byte(0) >= 0xE1 && byte(0) <= 0xEC && (byte(1) & 0xC0U) == 0x80 &&
         (byte(2) & 0xC0U) == 0x80;
}

// Most of most texts needs no closer look.
bool is_plain(std::string_view text) {
  const auto is_printable = [](const EightBytes& bytes) { return bytes.all_printable_ascii(); };
  for (std::size_t at = 0; at < text.size();) {
    at = skip_eights(text, at, is_printable);
    const std::size_t end = std::min(at + EightBytes::size, text.size());
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

bool is_plain(const SourceText& source) {
  constexpr std::size_t piece = std::size_t{1} << 20U;
  for (std::size_t at = 0; at < source.text.size();) {
    const std::size_t end = std::min(source.text.find('\n', at + piece), source.text.size());
    if (!is_plain(source.text.substr(at, end - at))) return false;
    source.reached(at = end);
  }
  return true;
}

// At most a few NULs: UTF-16 without a mark, and most of what is not text, holds many.
bool is_text_but_for_nul(std::string_view text) {
  const auto nuls = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\0'));
  return nuls * 20 < text.size() && !first_invalid_utf8(text);
}

bool is_beyond_ascii(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}

// The first words of the text that are more than ASCII, in quotes: a cell or a part of one.
std::string sample_of(std::string_view text) {
  constexpr std::size_t most_before = 30;  // bytes
  constexpr std::size_t most = 100;        // bytes
  const auto found = std::find_if(text.begin(), text.end(), is_beyond_ascii);
  const auto first = found == text.end() ? 0 : static_cast<std::size_t>(found - text.begin());
  const std::size_t cell = text.substr(0, first).find_last_of(",;\t\r\n\"|") + 1;
  const bool quoted = cell > 0 && text[cell - 1] == '"';
  const std::size_t start = std::max(cell, first - std::min(first, most_before));
  const std::size_t end =
      std::min(text.find_first_of(quoted ? "\"\t\r\n" : ",;|\t\r\n", first), text.size());
  const std::string_view whole = text.substr(start, end - start);
  const std::string_view sample = utf8_prefix(whole, most);
  return fmt::format("\"{}{}\"", trimmed(sample), sample.size() < whole.size() ? "…" : "");
}

// UTF-16 without a mark has a zero byte beside each ASCII character.
std::optional<EncodingGuess> guess_utf16(std::string_view bytes) {
  const std::size_t nul = bytes.find('\0');
  if (nul == std::string_view::npos || bytes.size() % 2 != 0) return std::nullopt;
  const std::string_view encoding = nul % 2 == 1 ? system::utf16_le : system::utf16_be;
  std::string text = system::decoded(bytes, encoding);
  if (first_invalid_utf8(text) || first_control(text)) return std::nullopt;
  return EncodingGuess{std::string(encoding), std::move(text)};
}

// A file that an encoding cannot be: UTF-16 has zero bytes beside the letters, EBCDIC has other
// letters. Those that are all ASCII, such as UTF-7, can be any ASCII file.
bool may_be_in(std::string_view text, std::string_view encoding) {
  constexpr std::string_view ascii = "id,prompt\n";
  if (is_surely_utf8(text)) return false;
  if (first_invalid_utf8(text) || text.find('\0') != std::string_view::npos) return true;
  return system::decoded(ascii, encoding) == ascii;
}

void note_guess(const EncodingGuess& guess, const Location& at, std::string_view command,
                Diagnostics& diagnostics) {
  constexpr std::size_t longest_command = 400;  // a remedy that is cut cannot be pasted
  const std::string option = "--encoding " + guess.encoding;
  std::string remedy;
  if (!command.empty()) {
    remedy = command.size() > longest_command ? tr("add ") + option
                                              : fmt::format("{} {}", command, option);
  }
  diagnostics.note(Code::encoding, at,
                   tr("in {} it reads {}", guess.encoding, sample_of(guess.text)),
                   std::move(remedy));
}

std::string save_or_name(std::string_view command) {
  return command.empty() ? tr("save the file as UTF-8")
                         : tr("save the file as UTF-8, or say what it is with --encoding NAME");
}

// Nothing else is said of the file: what its text is depends on the user's word.
void refuse_unknown(const SourceText& source, std::string_view command, Diagnostics& diagnostics) {
  const std::string_view text = source.text;
  std::size_t place = text.find('\x1B');
  if (!switches_alphabets(text)) {
    const auto beyond = std::find_if(text.begin(), text.end(), is_beyond_ascii);
    place = first_invalid_utf8(text).value_or(static_cast<std::size_t>(beyond - text.begin()));
  }
  const SourceRange range{&source, place, line_at(text, place), 1};
  diagnostics.error(Code::bad_encoding, range, tr("the text is not UTF-8 here"),
                    save_or_name(command));
  for (const EncodingGuess& guess : guess_encodings(text))
    note_guess(guess, range.location(), command, diagnostics);
}

void refuse_binary(const SourceText& source, std::string_view command, Diagnostics& diagnostics) {
  const Location file{source.file, 0, 0};
  if (source.kind != nullptr) {
    diagnostics.error(Code::bad_encoding, file,
                      tr("this is {}, not a text file", tr(source.kind->what)),
                      std::string(tr(source.kind->remedy)));
    return;
  }
  if (is_text_but_for_nul(source.text)) {
    const std::size_t nul = source.text.find('\0');
    diagnostics.error(Code::control_character,
                      SourceRange{&source, nul, line_at(source.text, nul), 1},
                      tr("the text holds the control character U+0000"), tr("remove it"));
    return;
  }
  const auto utf16 = guess_utf16(source.text);
  diagnostics.error(Code::bad_encoding, file,
                    tr("this is no text file, or UTF-16 without a byte order mark"),
                    utf16 ? save_or_name(command) : tr("save it as UTF-8"));
  if (utf16) note_guess(*utf16, file, command, diagnostics);
}

// The other reading is not refused: its bytes are good UTF-8.
void warn_of_chinese(const SourceText& source, std::string_view command, Diagnostics& diagnostics) {
  const EncodingGuess chinese{std::string(system::gb18030),
                              system::decoded(source.text, system::gb18030)};
  diagnostics.warning(Code::encoding, Location{source.file, 0, 0},
                      tr("read as UTF-8: {}; this may be Chinese in GBK", sample_of(source.text)),
                      tr("if it is, save the file as UTF-8"));
  note_guess(chinese, Location{source.file, 0, 0}, command, diagnostics);
}

// Old programs end a text with Ctrl-Z.
void remove_old_end(std::string_view& text) {
  while (text.ends_with('\x1A'))
    text.remove_suffix(1);
}

void note_encoding(const SourceText& source, Diagnostics& diagnostics) {
  const Location file{source.file, 0, 0};
  const auto is_used = [&source] {
    return std::any_of(source.text.begin(), source.text.end(), is_beyond_ascii);
  };
  if (!source.named.empty() && source.named != source.encoding) {
    if (is_used()) {
      diagnostics.note(
          Code::encoding, file,
          tr("is {} and was read as that, not as {}", shown_name(source.encoding), source.named));
    }
  } else if (!source.named.empty()) {
    if (is_used()) {
      diagnostics.note(Code::encoding, file,
                       tr("read as {}: {}", source.named, sample_of(source.text)));
    }
  } else if (source.encoding == system::gb18030) {
    diagnostics.note(Code::encoding, file, tr("read as GB18030"),
                     tr("if {} is not what you wrote, save it as UTF-8, or say what it is "
                        "with --encoding NAME",
                        sample_of(source.text)));
  } else if (source.encoding != system::utf8) {
    diagnostics.note(Code::encoding, file, tr("read as {}", shown_name(source.encoding)));
  }
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

SourceText read_source(system::Disk& disk, const std::string& path, std::string_view named) {
  std::optional<system::LongText> text = content_of(disk, path);
  if (!text) throw Error(ExitCode::invalid, tr("there is no file {}", path), tr("check its name"));
  if (text->view().size() > largest_source) {
    throw Error(ExitCode::invalid,
                tr("{} is larger than {} MiB", path, largest_source / 1024 / 1024),
                tr("split it into several manifests"));
  }
  return decode_source(path, *std::move(text), named);
}

SourceText decode_source(std::string file, std::string bytes, std::string_view named) {
  return decode_source(std::move(file), system::LongText(std::move(bytes)), named);
}

SourceText decode_source(std::string file, system::LongText content, std::string_view named) {
  SourceText source{std::move(file), content.view()};
  source.content = std::move(content);
  source.named = named;
  std::string_view& text = source.text;
  const auto mark = byte_order_mark_of(text);
  if (mark) text.remove_prefix(mark->size);
  source.kind = foreign_kind_of(text);
  if (source.kind != nullptr) return source;
  const bool has_bytes = !mark || mark->encoding == system::utf8;
  if (has_bytes) remove_old_end(text);
  source.plain = is_plain(source);
  if (mark) {
    source.encoding = mark->encoding;
  } else if (!named.empty()) {
    if (may_be_in(text, named)) source.encoding = named;
  } else if (!source.plain) {
    source.encoding = likely_encoding(text);
  } else {
    source.perhaps_chinese = is_perhaps_chinese(text);
  }
  if (source.encoding == unknown_encoding || source.encoding == system::utf8) return source;
  source.content = system::LongText(system::decoded(text, source.encoding));
  text = source.content.view();
  remove_old_end(text);
  source.plain = is_plain(source);
  source.kind = foreign_kind_of(text);
  return source;
}

bool is_binary(const SourceText& source) {
  return source.kind != nullptr || (!source.plain && source.text.find('\0') != std::string::npos);
}

bool check_encoding(const SourceText& source, Diagnostics& diagnostics, std::string_view command) {
  if (is_binary(source)) {
    refuse_binary(source, command, diagnostics);
    return false;
  }
  if (source.encoding == unknown_encoding) {
    refuse_unknown(source, command, diagnostics);
    return false;
  }
  const auto no_text = source.plain ? std::nullopt : first_invalid_utf8(source.text);
  if (!no_text) {
    if (source.perhaps_chinese) warn_of_chinese(source, command, diagnostics);
    note_encoding(source, diagnostics);
    return true;
  }
  const SourceRange place{&source, *no_text, line_at(source.text, *no_text), 1};
  diagnostics.error(Code::bad_encoding, place,
                    tr("the text is not {} here", shown_name(source.encoding)),
                    tr("save the file as UTF-8"));
  return false;
}

std::string_view shown_name(std::string_view encoding) {
  return encoding.substr(0, encoding.starts_with("UTF-") ? 6 : encoding.size());
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
    if (!point.valid) return std::string(tr(not_utf8));
    const bool space = point.value == '\t' || point.value == '\n' || point.value == '\r';
    if (is_control(point.value) && !space) {
      return tr("the control character U+{:04X}", static_cast<unsigned>(point.value));
    }
    at += point.size;
  }
  return std::nullopt;
}

}  // namespace shotlist::manifest
