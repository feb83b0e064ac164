#include "manifest/yaml_cut_texts.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "base/translation.h"
#include "manifest/yaml_extent.h"
#include "manifest/yaml_words.h"

namespace shotlist::manifest {
namespace {

// `#4k`, but not `# a remark`.
bool touches_word(std::string_view comment) {
  return comment.size() > 1 && std::string_view(" \t#!").find(comment[1]) == std::string_view::npos;
}

bool is_number_or_truth(std::string_view text) {
  const std::string word = lower_ascii(text);
  return word == "true" || word == "false" ||
         (word.find_first_of("0123456789") != std::string::npos &&
          word.find_first_not_of("0123456789+-.e_") == std::string::npos);
}

std::string_view line_from(std::string_view text, std::size_t at) {
  return trimmed(text.substr(at, text.find_first_of("\r\n", at) - at));
}

/// Which comments are probably meant as text.
enum class Doubt { all, close, touching };

class CutTexts {
 public:
  CutTexts(const api::Profiles& profiles, Diagnostics& diagnostics)
      : profiles_(profiles), diagnostics_(diagnostics) {}

  void read_manifest(const YamlNode& root) {
    for (const YamlEntry& entry : root.entries) {
      const std::string_view key = entry.key->text;
      if (key == "name") read_name(entry);
      if (key == "vars") read_texts(*entry.value);
      if (key == "defaults") read_fields(*entry.value);
      if (key == "matrix") read_matrix(*entry.value);
      if (key != "shots" && key != "shots_from") continue;
      for (const YamlEntry& item : entry.value->entries)
        read_fields(*item.value);
    }
  }

 private:
  // Of a shot, of defaults, of a file of shots.
  void read_fields(const YamlNode& map) {
    if (map.kind != YamlNode::Kind::map || !seen_.insert(&map).second) return;
    for (const YamlEntry& entry : map.entries) {
      const std::string_view key = entry.key->text;
      if (key == "id") read_name(entry);
      if (key == "vars") read_texts(*entry.value);
      if (key == "defaults") read_fields(*entry.value);
      if (key == "matrix") read_matrix(*entry.value);
      if (key == "extra") read_json(*entry.value);
      if (is_free_text(key)) read_text(entry, Doubt::all);
    }
  }

  void read_matrix(const YamlNode& map) {
    if (!seen_.insert(&map).second) return;
    for (const auto& [key, values] : map.entries) {
      if (key == nullptr) continue;
      const bool is_rule = key->text == "include" || key->text == "exclude";
      const bool is_text = profiles_.find_field(key->text) == nullptr || is_free_text(key->text);
      for (const YamlEntry& value : values->entries) {
        if (is_rule) {
          read_pairs(*value.value);
        } else if (is_text) {
          read_text({nullptr, value.value}, is_free_text(key->text) ? Doubt::all : Doubt::close);
        }
      }
    }
  }

  void read_pairs(const YamlNode& map) {
    for (const YamlEntry& pair : map.entries) {
      if (pair.key == nullptr) continue;
      if (is_free_text(pair.key->text)) read_text(pair, Doubt::all);
      if (profiles_.find_field(pair.key->text) == nullptr) read_text(pair, Doubt::close);
    }
  }

  void read_texts(const YamlNode& map) {
    for (const YamlEntry& entry : map.entries) {
      if (entry.key != nullptr) read_text(entry, Doubt::close);
    }
  }

  // Also what makes a null of the text that was meant, which a request field cannot be.
  void read_json(const YamlNode& node) {
    if (!seen_.insert(&node).second) return;
    for (const YamlEntry& entry : node.entries) {
      const YamlNode& value = *entry.value;
      if (value.kind == YamlNode::Kind::scalar) {
        read_text(entry, Doubt::close);
      } else if (value.kind == YamlNode::Kind::null) {
        read_null(entry);
      } else {
        read_json(value);
      }
    }
  }

  void read_null(const YamlEntry& entry) {
    const SourceRange& at = entry.value->at;
    const std::string_view source = at.source->text;
    const auto behind =
        std::min(source.find_first_not_of(" \t", at.offset + at.size), source.size());
    if (entry.key != nullptr && (source[behind] == ',' || source[behind] == '}')) {
      diagnostics_.warning(
          Code::cut_text, at,
          tr("`{}` is a name without a value, which is sent as null", entry.key->text),
          tr("if it is text behind a comma, put the whole text in quotes"));
      return;
    }
    const std::string_view after = written_after(source, at.offset + at.size);
    if (!after.starts_with('#') || !touches_word(after)) return;
    const auto offset = static_cast<std::size_t>(after.data() - source.data());
    warn({at.source, offset, at.line, static_cast<std::uint32_t>(after.size())},
         in_yaml_quotes(after));
  }

  void read_name(const YamlEntry& entry) { read_text(entry, Doubt::touching); }

  void read_text(const YamlEntry& entry, Doubt doubt) {
    const YamlNode& node = *entry.value;
    if (node.kind != YamlNode::Kind::scalar) return;
    const auto comment = comment_behind(node, entry.key);
    if (!comment || !seen_.insert(&node).second) return;
    const std::string_view source = node.at.source->text;
    const std::string_view written = line_from(source, *comment);
    if (node.plain && is_number_or_truth(node.text)) doubt = Doubt::touching;
    const bool is_close =
        doubt == Doubt::close && source[*comment - 1] == ' ' && source[*comment - 2] != ' ';
    if (doubt != Doubt::all && !is_close && !touches_word(written)) return;
    const auto lines = std::count(source.begin() + static_cast<std::ptrdiff_t>(node.at.offset),
                                  source.begin() + static_cast<std::ptrdiff_t>(*comment), '\n');
    warn({node.at.source, *comment, node.at.line + static_cast<std::uint32_t>(lines),
          static_cast<std::uint32_t>(written.size())},
         in_yaml_quotes(fmt::format("{} {}", node.text, written)));
  }

  // A model and a value from a list are no free text.
  bool is_free_text(std::string_view name) const {
    const api::FieldRule* rule = profiles_.find_field(name);
    return rule != nullptr && rule->type == api::FieldType::text && rule->allowed.empty() &&
           name != "model";
  }

  void warn(const SourceRange& comment, const std::optional<std::string>& whole) {
    diagnostics_.warning(
        Code::cut_text, comment, tr("what follows `#` is a comment, and no part of the text"),
        whole ? tr("write {} if it is text, or put the comment on a line of its own", *whole)
              : std::string(tr("put the text in quotes, or the comment on a line of its own")));
  }

  const api::Profiles& profiles_;
  Diagnostics& diagnostics_;
  std::set<const YamlNode*> seen_;
};

}  // namespace

std::optional<std::size_t> comment_behind(const YamlNode& node, const YamlNode* key) {
  const std::string_view source = node.at.source->text;
  const auto end = plain_end(source, node.at.offset, node.text);
  if (!end) return std::nullopt;
  const auto next = source.find_first_not_of(" \t", *end);
  if (next == std::string_view::npos) return std::nullopt;
  if (source[next] == '#') return next;
  const std::size_t start = next + (source.substr(next, 2) == "\r\n" ? 2 : 1);
  const auto below = source.find_first_not_of(" \t", start);
  const bool is_comment = key != nullptr && (source[next] == '\n' || source[next] == '\r') &&
                          below != std::string_view::npos && source[below] == '#';
  if (!is_comment || below - start < column_at(source, key->at.offset)) return std::nullopt;
  return touches_word(line_from(source, below)) ? std::optional(below) : std::nullopt;
}

void warn_of_cut_texts(const YamlNode& root, const api::Profiles& profiles,
                       Diagnostics& diagnostics) {
  CutTexts(profiles, diagnostics).read_manifest(root);
}

}  // namespace shotlist::manifest
