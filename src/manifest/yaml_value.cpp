#include "manifest/yaml_value.h"

#include <utility>

#include <fmt/format.h>

#include "api/whole_number.h"
#include "base/nearest.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"
#include "manifest/yaml_extent.h"
#include "manifest/yaml_words.h"

namespace shotlist::manifest {
namespace {

constexpr std::size_t longest_shown = 40;  // bytes of a wrong value in a message

std::string shown(std::string_view text) {
  if (text.size() <= longest_shown) return fmt::format("`{}`", text);
  return fmt::format("`{}...`", utf8_prefix(text, longest_shown));
}

std::string described(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::list:
      return tr("a list");
    case YamlNode::Kind::map:
      return tr("a map");
    case YamlNode::Kind::null:
      return tr("nothing");
    case YamlNode::Kind::scalar:
      break;
  }
  return node.plain ? shown(node.text) : tr("text in quotes ({})", shown(node.text));
}

void wrong_type(const YamlNode& node, std::string_view name, std::string_view expected,
                std::string remedy, Diagnostics& diagnostics) {
  if (node.kind == YamlNode::Kind::null) {
    const std::string_view after =
        written_after(node.at.source->text, node.at.offset + node.at.size);
    const bool is_text = after.size() > 1 && after[0] == '#' && after[1] != '#' && after[1] != ' ';
    const auto quoted = is_text ? in_yaml_quotes(after) : std::nullopt;
    diagnostics.error(
        Code::wrong_type, node.at, tr("`{}` has no value", name),
        quoted ? tr("give it one, remove the line, or write {} if that is the text", *quoted)
               : tr("give it one, or remove the line"));
    return;
  }
  diagnostics.error(Code::wrong_type, node.at,
                    tr("`{}` must be {}, not {}", name, expected, described(node)),
                    std::move(remedy));
}

Written read_urls(const YamlNode& node, std::string_view name, Diagnostics& diagnostics) {
  if (node.kind != YamlNode::Kind::list) {
    wrong_type(node, name, tr("a list"),
               tr("write [https://example.com/image.jpg], or [] for none"), diagnostics);
    return {};
  }
  std::vector<std::string> urls;
  bool good = true;
  std::size_t bytes = 0;  // aliases could make more of a small file than the memory holds
  for (const YamlEntry& item : node.entries) {
    const auto url = read_text(*item.value, name, diagnostics);
    good = good && url.has_value();
    bytes += url ? url->size() : 0;
    if (bytes > largest_url_list) {
      diagnostics.error(Code::too_many, node.at,
                        tr("`{}` has more than {} MiB", name, largest_url_list >> 20),
                        tr("give fewer or smaller ones"));
      return {};
    }
    if (url) urls.emplace_back(*url);
  }
  if (!good) return {};
  return Value(std::move(urls));
}

// Also `15s` and the like, without quotes; in quotes, the remedy says what to write.
std::optional<std::int64_t> read_whole_number(const YamlNode& node, const api::FieldRule& rule,
                                              Diagnostics& diagnostics) {
  const auto number = node.kind == YamlNode::Kind::scalar
                          ? api::read_whole_number(node.text, api::is_in_seconds(rule))
                          : std::nullopt;
  if (!number) return read_integer(node, rule.name, INT64_MIN, INT64_MAX, diagnostics);
  if (node.plain) return number;
  wrong_type(node, rule.name, tr("a whole number"), tr("write {} without quotes", *number),
             diagnostics);
  return std::nullopt;
}

}  // namespace

bool expect_map(const YamlNode& node, std::string_view name, Diagnostics& diagnostics) {
  if (node.kind == YamlNode::Kind::map) return true;
  wrong_type(node, name, tr("a map"), tr("write its keys below it, indented, each as `key: value`"),
             diagnostics);
  return false;
}

bool expect_list(const YamlNode& node, std::string_view name, Diagnostics& diagnostics) {
  if (node.kind == YamlNode::Kind::list) return true;
  wrong_type(node, name, tr("a list"), tr("write its items between [ and ], or each after `- `"),
             diagnostics);
  return false;
}

std::optional<bool> read_boolean(const YamlNode& node, std::string_view name,
                                 Diagnostics& diagnostics) {
  if (node.kind == YamlNode::Kind::scalar && node.plain) {
    if (node.text == "true" || node.text == "True" || node.text == "TRUE") return true;
    if (node.text == "false" || node.text == "False" || node.text == "FALSE") return false;
  }
  wrong_type(node, name, tr("true or false"), tr("write true or false, without quotes"),
             diagnostics);
  return std::nullopt;
}

std::optional<std::string_view> read_text(const YamlNode& node, std::string_view name,
                                          Diagnostics& diagnostics) {
  if (node.kind != YamlNode::Kind::scalar) {
    wrong_type(node, name, tr("text"), tr("put text that starts with [ or { in quotes"),
               diagnostics);
    return std::nullopt;
  }
  if (!check_text(node.text, name, node.at, diagnostics)) return std::nullopt;
  return node.text;
}

std::optional<std::int64_t> read_integer(const YamlNode& node, std::string_view name,
                                         std::int64_t least, std::int64_t most,
                                         Diagnostics& diagnostics) {
  if (node.kind == YamlNode::Kind::scalar && node.plain) {
    if (const auto number = parse_integer(node.text, least, most)) return number;
  }
  const bool is_number = node.kind == YamlNode::Kind::scalar &&
                         parse_integer(node.text, INT64_MIN, INT64_MAX).has_value();
  const bool only_quoted =
      is_number && !node.plain && parse_integer(node.text, least, most).has_value();
  const bool bounded = least != INT64_MIN;
  wrong_type(
      node, name,
      bounded ? tr("a whole number from {} to {}", least, most) : std::string(tr("a whole number")),
      only_quoted ? tr("write {} without quotes", node.text)
      : is_number ? std::string(tr("write one within these bounds"))
                  : std::string(tr("write the digits alone")),
      diagnostics);
  return std::nullopt;
}

Written read_field(const YamlNode& node, const api::FieldRule& rule, Diagnostics& diagnostics) {
  switch (rule.type) {
    case api::FieldType::text:
    case api::FieldType::url:
    case api::FieldType::span:
      if (const auto text = read_text(node, rule.name, diagnostics))
        return Value(std::string(*text));
      return {};
    case api::FieldType::integer:
      if (const auto number = read_whole_number(node, rule, diagnostics)) {
        return Value(*number);
      }
      return {};
    case api::FieldType::boolean:
      if (node.kind == YamlNode::Kind::scalar) {
        if (const auto truth = api::truth_in_chinese(node.text)) return Value(*truth);
      }
      if (const auto truth = read_boolean(node, rule.name, diagnostics)) return Value(*truth);
      return {};
    case api::FieldType::urls:
      return read_urls(node, rule.name, diagnostics);
    case api::FieldType::json:
      break;  // only under `extra`
  }
  return {};
}

void refuse_unknown_key(const YamlNode& key, const std::vector<std::string_view>& known,
                        const std::vector<std::string_view>& fields, Diagnostics& diagnostics) {
  if (key.text == "<<") {
    diagnostics.error(Code::yaml_syntax, key.at, tr("`<<` (a merge of maps) is not supported"),
                      tr("write the keys out, or put what is common under defaults"));
    return;
  }
  std::vector<std::string_view> all = known;
  all.insert(all.end(), fields.begin(), fields.end());
  std::vector<std::string> listed(known.begin(), known.end());
  if (!fields.empty()) listed.emplace_back(tr("a field that `shotlist models` lists"));
  const auto close = nearest(key.text, all);
  diagnostics.error(Code::unknown_key, key.at, tr("unknown key {}", shown(key.text)),
                    close ? tr("did you mean `{}`?", *close) : tr("use {}", or_list(listed)));
}

bool check_variable_name(const YamlNode& key, const api::Profiles& profiles,
                         Diagnostics& diagnostics) {
  const std::string& name = key.text;
  if (trimmed(name).empty() || trimmed(name) != name ||
      name.find_first_of("{}\r\n") != std::string::npos) {
    diagnostics.error(Code::bad_variable_name, key.at, tr("{} cannot name a variable", shown(name)),
                      tr("use a word such as time or main_color"));
    return false;
  }
  if (!check_text(name, "vars", key.at, diagnostics)) return false;
  const bool is_of_shot = name == "id" || name == "takes";
  if (is_of_shot || profiles.find_field(name) != nullptr) {
    diagnostics.error(Code::bad_variable_name, key.at,
                      tr("`{}` has a meaning of its own and cannot name a variable", name),
                      is_of_shot ? tr("choose another name, or write it in the shot itself")
                                 : tr("choose another name, or move it out of vars"));
    return false;
  }
  return true;
}

}  // namespace shotlist::manifest
