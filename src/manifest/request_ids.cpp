#include "manifest/request_ids.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::manifest {
namespace {

constexpr std::string_view made_prefix = "s-";
constexpr std::size_t made_digits = 12;
constexpr unsigned unused_bits = 64 - 4 * made_digits;

bool is_word_byte(char c) {
  return is_ascii_alphanumeric(c) || c == '-' || c == '_' || c == '.';
}

// Spaces outside ASCII (Unicode category Zs).
bool is_wide_space(char32_t c) {
  return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

std::string to_text(const DigestIndex::Line& line) {
  return to_text(Location{line.source->file, line.number, 0});
}

}  // namespace

std::string fault_of_id(std::string_view id) {
  if (id.size() > longest_id) return fmt::format("is longer than {} bytes", longest_id);
  if (id.front() == '.' || id.front() == '-') return fmt::format("starts with `{}`", id.front());
  for (std::size_t at = 0; at < id.size();) {
    if (is_word_byte(id[at])) {
      ++at;
      continue;
    }
    const CodePoint point = decode_utf8(id, at);
    const std::string_view character = id.substr(at, point.size);
    if (!point.valid) return "is not UTF-8";
    if (character == " " || is_wide_space(point.value)) return "holds a space";
    if (point.value < 0x80 || is_unsafe_to_show(point.value)) {
      return fmt::format("holds `{}`", disarm(character));
    }
    at += point.size;
  }
  return {};
}

bool looks_like_made_id(std::string_view id) {
  if (!id.starts_with(made_prefix)) return false;
  const std::string_view digits = id.substr(made_prefix.size(), made_digits);
  const std::string_view rest = id.substr(std::min(id.size(), made_prefix.size() + made_digits));
  return digits.size() == made_digits &&
         digits.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
         (rest.empty() || rest.front() == '-');
}

bool RequestIds::take(std::string_view id, const SourceRange& at) {
  if (const std::string fault = fault_of_id(id); !fault.empty()) {
    diagnostics_.error(Code::bad_id, at,
                       fmt::format("the id `{}` {}", utf8_prefix(id, longest_id), fault),
                       "it names files: use at most 128 bytes of letters, digits, - _ and ., with "
                       "a letter or digit first");
    return false;
  }
  return take_made(id, at);
}

bool RequestIds::take_made(std::string_view id, const SourceRange& at) {
  const DigestIndex::Inserted known = chosen_.note(fingerprint_of(id), *at.source, at.line);
  if (known.is_new) return true;
  diagnostics_.error(Code::repeated_id, at, fmt::format("the id `{}` is taken already", id),
                     fmt::format("choose another; the first is at {}", to_text(known.first)));
  return false;
}

void RequestIds::note_content(const Fingerprint& content, const SourceRange& at, bool said) {
  const DigestIndex::Inserted known = contents_.note(content, *at.source, at.line);
  if (known.is_new || said) return;
  diagnostics_.warning(
      Code::same_request, at,
      fmt::format("the same request as at {}: both will be paid for", to_text(known.first)),
      "remove one, or give each an id");
}

std::string RequestIds::make(const Fingerprint& prompt, std::string_view combination) {
  const std::string base = std::string(made_prefix) + to_hex(prompt.high).substr(0, made_digits);
  const std::string name = combination.empty() ? std::string() : fmt::format("@{}", combination);
  std::uint32_t& number =
      last_number_[name.empty() ? prompt.high >> unused_bits : checksum(base + name)];
  std::string id;
  do {
    ++number;
    id = number == 1 ? base : fmt::format("{}-{}", base, number);
  } while (pinned_.contains(id));
  return id + name;
}

}  // namespace shotlist::manifest
