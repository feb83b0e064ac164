#include "manifest/column_names.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/nearest.h"
#include "base/normal_form.h"
#include "base/shell_word.h"
#include "base/text.h"
#include "base/translation.h"
#include "manifest/field_words.h"

namespace shotlist::manifest {
namespace {

using Alias = std::pair<std::string_view, std::string_view>;

constexpr std::array<Alias, 8> aliases = {{{"提示词", "prompt"},
                                           {"模型", "model"},
                                           {"图片", "images"},
                                           {"方向", "orientation"},
                                           {"尺寸", "size"},
                                           {"时长", "duration"},
                                           {"水印", "watermark"},
                                           {"编号", "id"}}};

// Names that a field has in other tools: the middle of the name, and what may stand around it.
struct Stem {
  std::string_view field;
  std::string_view stem;
  std::string_view before;  // words between spaces
  std::string_view behind;
};

constexpr std::array<Stem, 10> stems = {{
    {"images", "image", "input ref reference source start", "url link path file src uri"},
    {"images", "img", "input ref reference source start", "url link path file src uri"},
    {"prompt", "prompt", "text video sora my", "text value"},
    {"model", "model", "video ai sora", "name id value"},
    {"orientation", "orientation", "video", "value"},
    {"orientation", "orient", "video", "value"},
    {"size", "size", "video", "value"},
    {"duration", "duration", "video", "s sec second ms value"},
    {"watermark", "watermark", "no is has with add", "ed value"},
    {"private", "private", "is video", "value"},
}};

// The letters and digits of a name, and all that is not ASCII.
std::string squashed(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (is_ascii_alphanumeric(c) || static_cast<unsigned char>(c) >= 0x80) letters += c;
  }
  return letters;
}

bool is_one_of(std::string_view words, std::string_view word) {
  if (word.empty()) return true;
  const auto all = split(words, ' ');
  return std::find(all.begin(), all.end(), word) != all.end();
}

bool is_around(const Stem& stem, std::string_view letters) {
  const auto at = letters.find(stem.stem);
  if (at == std::string_view::npos || !is_one_of(stem.before, letters.substr(0, at))) return false;
  std::string_view behind = letters.substr(at + stem.stem.size());
  if (is_one_of(stem.behind, behind)) return true;
  if (behind.starts_with('s')) behind.remove_prefix(1);
  if (behind.empty() || all_digits(behind)) return true;
  if (behind.ends_with('s')) behind.remove_suffix(1);
  return is_one_of(stem.behind, behind);
}

// `时长(秒)` and `prompt (en) *` without what stands behind the name.
std::string_view without_remark(std::string_view name) {
  std::string_view rest = name.substr(0, name.find('('));
  constexpr std::string_view marks = "*:?.#!\"'` ";
  while (!rest.empty() && marks.find(rest.back()) != std::string_view::npos)
    rest.remove_suffix(1);
  while (!rest.empty() && marks.find(rest.front()) != std::string_view::npos)
    rest.remove_prefix(1);
  return rest;
}

// `提示词/Prompt`: both mean the same.
std::string field_said_twice(std::string_view name, const api::Profiles& profiles) {
  std::string field;
  for (const std::string_view part : split_any(name, " /|\n\r\t")) {
    const std::string of_part = field_named(part, profiles);
    if (of_part.empty() || (!field.empty() && of_part != field)) return {};
    field = of_part;
  }
  return field;
}

std::optional<std::string> mistyped(const std::string& name, const api::Profiles& profiles) {
  constexpr std::size_t shortest = 4;  // shorter words are close to too many others
  constexpr std::size_t longest = 64;
  if (name.size() < shortest || name.size() > longest) return std::nullopt;
  const std::size_t most = name.size() < 8 ? 1 : 2;
  for (const std::string_view field : profiles.field_names()) {
    const std::string lowered = lower_ascii(field);
    if (lowered.size() < shortest || lowered.size() > longest) continue;
    if (edits_between(name, lowered) <= most) return std::string(field);
  }
  return std::nullopt;
}

// In quotes where a character would mean something in a YAML list.
std::string yaml_word(std::string_view name) {
  if (name.find_first_of(",:[]{}#&*!|>%@`'\"\\") == std::string_view::npos)
    return std::string(name);
  std::string quoted = "'";
  for (const char c : name)
    quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + '\'';
}

}  // namespace

std::string field_named(std::string_view name, const api::Profiles& profiles) {
  const std::string_view bare = trimmed_of_blanks(name);
  if (profiles.find_field(bare) != nullptr) return std::string(bare);
  const std::string lowered = lower_ascii(bare);
  if (lowered == "id" || lowered == "takes" || profiles.find_field(lowered) != nullptr)
    return lowered;
  for (const Alias& alias : aliases) {
    if (alias.first == bare) return std::string(alias.second);
  }
  for (const std::string_view field : profiles.field_names()) {
    if (lower_ascii(field) == lowered) return std::string(field);
  }
  return {};
}

std::optional<CloseField> field_close_to(std::string_view name, const api::Profiles& profiles) {
  if (std::string field = field_named(name, profiles); !field.empty()) return CloseField{field};
  constexpr std::size_t longest = 300;  // bytes; no name is longer, but a text may be
  if (name.size() > longest) return std::nullopt;
  const std::string lowered = folded(trimmed_of_blanks(name));
  const std::string_view bare = without_remark(lowered);
  if (bare.empty()) return std::nullopt;
  if (std::string field = field_named(bare, profiles); !field.empty()) return CloseField{field};
  if (std::string field = field_said_twice(bare, profiles); !field.empty())
    return CloseField{field};
  const std::string letters = squashed(bare);
  if (const auto word = field_called(letters)) {
    const bool is_known = word->field == "id" || word->field == "takes" ||
                          profiles.find_field(word->field) != nullptr;
    if (is_known) return CloseField{std::string(word->field), true, word->is_sure};
  }
  if (auto field = mistyped(std::string(bare), profiles)) return CloseField{*field};
  for (const Stem& stem : stems) {
    if (profiles.find_field(stem.field) != nullptr && is_around(stem, letters))
      return CloseField{std::string(stem.field)};
  }
  return std::nullopt;
}

void report_like_a_field(const NamedPlace& variable, std::string_view what, std::string_view field,
                         bool is_error, Diagnostics& diagnostics) {
  const std::string_view name = variable.name;
  // The option takes names between commas.
  const bool can_be_given = name.find_first_of(",\r\n\"") == name.npos;
  const std::string remedy =
      can_be_given
          ? tr("call it `{}`, or if it is a variable, add --variables {} (in YAML `variables: "
               "[{}]`)",
               field, shell_word(std::string(name)), yaml_word(name))
          : tr("call it `{}`, or rename it without commas, quotes and line ends", field);
  const std::string whole = tr("the {} `{}` {}", tr(variable.kind), name, what);
  if (is_error) {
    diagnostics.error(Code::like_a_field, variable.at, whole, remedy);
  } else {
    diagnostics.warning(Code::like_a_field, variable.at, whole, remedy);
  }
}

void report_like_a_field(const NamedPlace& variable, const CloseField& close,
                         Diagnostics& diagnostics) {
  report_like_a_field(variable, tr("is no request field, but close to `{}`", close.name),
                      close.name, close.is_sure, diagnostics);
}

}  // namespace shotlist::manifest
