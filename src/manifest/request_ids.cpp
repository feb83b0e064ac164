#include "manifest/request_ids.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/character.h"
#include "base/disarm.h"
#include "base/normal_form.h"
#include "base/slug.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"

namespace shotlist::manifest {
namespace {

constexpr std::string_view made_prefix = "s-";
constexpr std::size_t made_digits = 12;
constexpr unsigned unused_bits = 64 - 4 * made_digits;

constexpr std::array<bool, 256> word_bytes = [] {
  std::array<bool, 256> bytes{};
  for (std::size_t byte = 0; byte < bytes.size(); ++byte) {
    const char c = static_cast<char>(byte);
    bytes[byte] = is_ascii_alphanumeric(c) || c == '-' || c == '_' || c == '.';
  }
  return bytes;
}();

// Runs for every byte of every id.
bool is_word_byte(char c) {
  return word_bytes[static_cast<unsigned char>(c)];
}

bool is_space(std::string_view character) {
  return is_blank(character) && character != "\n" && character != "\r";
}

// Most ids, without a look at Unicode's tables: the ideographs of U+5000 to U+9FFF are letters that
// no normal form changes.
bool is_surely_good(std::string_view id) {
  if (id.empty() || id.size() > longest_id || id.front() == '.' || id.front() == '-') return false;
  for (std::size_t at = 0; at < id.size();) {
    if (is_word_byte(id[at])) {
      ++at;
      continue;
    }
    const bool is_ideograph = id[at] >= '\xE5' && id[at] <= '\xE9' && at + 3 <= id.size() &&
                              is_inside_character(id[at + 1]) && is_inside_character(id[at + 2]);
    if (!is_ideograph) return false;
    at += 3;
  }
  return true;
}

// The id that is probably meant, for a message.
std::string remedy_of_id(std::string_view id) {
  constexpr std::string_view alphabet = marked(
      "it names files: use at most 128 bytes of letters, digits, - _ and ., with a letter or digit "
      "first");
  std::string seen;
  for (std::size_t at = 0; at < id.size();) {
    const CodePoint point = decode_utf8(id, at);
    const std::string_view character = id.substr(at, point.size);
    if (!point.valid || !is_invisible(point.value) || is_blank(character)) seen += character;
    at += point.size;
  }
  const std::string meant = shortened(slug_of(in_normal_form(seen)), longest_id, id);
  const bool is_good = !meant.empty() && fault_of_id(meant).empty();
  return is_good ? tr("write `{}`; {}", meant, tr(alphabet)) : std::string(tr(alphabet));
}

std::string to_text(const DigestIndex::Line& line) {
  return to_text(Location{line.source->file, line.number, 0});
}

}  // namespace

std::string fault_of_id(std::string_view id) {
  if (id.size() > longest_id) return tr("is longer than {} bytes", longest_id);
  if (id.front() == '.' || id.front() == '-') return tr("starts with `{}`", id.front());
  for (std::size_t at = 0; at < id.size();) {
    if (is_word_byte(id[at])) {
      ++at;
      continue;
    }
    const CodePoint point = decode_utf8(id, at);
    const std::string_view character = id.substr(at, point.size);
    if (!point.valid) return tr("is not UTF-8");
    if (is_space(character)) return tr("holds a space");
    if (point.value >= 0x80 && is_invisible(point.value)) {
      return tr("holds the invisible character U+{:04X}", static_cast<unsigned>(point.value));
    }
    if (point.value < 0x80) return tr("holds `{}`", disarm(character));
    at += point.size;
  }
  if (!is_surely_normal(id) && in_normal_form(id) != id)
    return tr("holds letters and their marks as separate characters (not in Unicode's form NFC)");
  return {};
}

std::string without_spaces(std::string_view id) {
  std::string name;
  bool gap = false;
  for (std::size_t at = 0; at < id.size();) {
    const std::size_t size = decode_utf8(id, at).size;
    const std::string_view character = id.substr(at, size);
    at += size;
    if (is_space(character)) {
      gap = !name.empty();
      continue;
    }
    // One dash for ` - `, too.
    if (gap && character != "-" && name.back() != '-') name += '-';
    gap = false;
    name += character;
  }
  return name;
}

bool looks_like_made_id(std::string_view id) {
  if (!id.starts_with(made_prefix)) return false;
  const std::string_view digits = id.substr(made_prefix.size(), made_digits);
  const std::string_view rest = id.substr(std::min(id.size(), made_prefix.size() + made_digits));
  return digits.size() == made_digits &&
         digits.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
         (rest.empty() || rest.front() == '-');
}

std::string_view RequestIds::take(std::string_view id, const SourceRange& at) {
  if (is_surely_good(id)) return take_made(id, at) ? id : std::string_view();
  const std::string_view written = id;
  id = without_spaces_ = without_spaces(id);
  if (const std::string fault = id.empty() ? tr("holds a space") : fault_of_id(id);
      !fault.empty()) {
    diagnostics_.error(Code::bad_id, at,
                       tr("the id `{}` {}", utf8_prefix(written, longest_id), fault),
                       remedy_of_id(id));
    return {};
  }
  if (id != written && !std::exchange(told_of_spaces_, true)) {
    diagnostics_.note(
        Code::changed_id, at,
        tr("the id `{}` becomes `{}`, and so with every space in an id", written, id));
  }
  return take_made(id, at) ? id : std::string_view();
}

bool RequestIds::take_made(std::string_view id, const SourceRange& at) {
  const DigestIndex::Inserted known = chosen_.note(fingerprint_of(id), *at.source, at.line);
  if (known.is_new) return true;
  diagnostics_.error(Code::repeated_id, at, tr("the id `{}` is taken already", id),
                     tr("choose another; the first is at {}", to_text(known.first)));
  return false;
}

void RequestIds::note_content(const Fingerprint& content, const SourceRange& at, bool said) {
  const DigestIndex::Inserted known = contents_.note(content, *at.source, at.line);
  if (known.is_new || said) return;
  diagnostics_.warning(Code::same_request, at,
                       tr("the same request as at {}: both will be paid for", to_text(known.first)),
                       tr("remove one, or give each an id"));
}

std::string RequestIds::make(const Fingerprint& prompt, const SourceRange& at,
                             std::string_view combination) {
  const std::string base = std::string(made_prefix) + to_hex(prompt.high).substr(0, made_digits);
  const std::string name = combination.empty() ? std::string() : fmt::format("@{}", combination);
  const std::uint64_t key =
      name.empty() ? prompt.high >> unused_bits << unused_bits : checksum(base + name);
  const bool is_new = bases_.note({key, 0}, *at.source, at.line).is_new;
  if (is_new && !pinned_.contains(base)) return base + name;
  std::uint32_t& number = last_number_.try_emplace(key, 1).first->second;
  std::string id;
  do {
    id = fmt::format("{}-{}", base, ++number);
  } while (pinned_.contains(id));
  return id + name;
}

}  // namespace shotlist::manifest
