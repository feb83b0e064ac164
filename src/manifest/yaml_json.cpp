#include "manifest/yaml_json.h"

#include <algorithm>
#include <map>
#include <string>

#include "base/json_text.h"
#include "base/text.h"
#include "base/translation.h"
#include "manifest/yaml_value.h"

namespace shotlist::manifest {
namespace {

// Bytes. A few aliases of aliases would expand to more than any memory holds.
constexpr std::size_t longest_json = 1'000'000;

std::size_t pass_digits(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of("0123456789", at), text.size());
}

// RFC 8259, section 6.
bool is_json_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = at;
  at = pass_digits(text, at);
  if (at == whole || (text[whole] == '0' && at - whole > 1)) return false;
  if (text.substr(at, 1) == ".") {
    const std::size_t fraction = at + 1;
    at = pass_digits(text, fraction);
    if (at == fraction) return false;
  }
  const std::string_view exponent = text.substr(at, 1);
  if (exponent == "e" || exponent == "E") {
    const std::string_view sign = text.substr(at + 1, 1);
    const std::size_t digits = at + (sign == "+" || sign == "-" ? 2 : 1);
    at = pass_digits(text, digits);
    if (at == digits) return false;
  }
  return at == text.size();
}

// What YAML 1.1 or 1.2 reads as a number.
bool is_like_a_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::string word = lower_ascii(text);
  if (word == ".inf" || word == ".nan") return true;
  if (word.starts_with("0x") || word.starts_with("0o")) {
    return word.size() > 2 && word.find_first_not_of("0123456789abcdef", 2) == std::string::npos;
  }
  return word.find_first_of("0123456789") != std::string::npos &&
         word.find_first_not_of("0123456789.e+-_") == std::string::npos && word.front() != 'e' &&
         word.find('-') == std::string::npos && std::count(word.begin(), word.end(), '.') < 2;
}

class JsonWriter {
 public:
  JsonWriter(std::string& json, std::string_view name, Diagnostics& diagnostics)
      : json_(json), name_(name), diagnostics_(diagnostics) {}

  bool write(const YamlNode& node) {
    if (json_.size() > longest_json) return false;
    switch (node.kind) {
      case YamlNode::Kind::null:
        json_ += "null";
        return true;
      case YamlNode::Kind::list:
        return write_list(node);
      case YamlNode::Kind::map:
        return write_map(node);
      case YamlNode::Kind::scalar:
        break;
    }
    return write_scalar(node);
  }

 private:
  bool write_list(const YamlNode& node) {
    bool good = true;
    json_ += '[';
    for (const YamlEntry& item : node.entries) {
      if (&item != &node.entries.front()) json_ += ',';
      good = write(*item.value) && good;
    }
    json_ += ']';
    return good;
  }

  bool write_map(const YamlNode& node) {
    std::map<std::string_view, const YamlEntry*> sorted;
    for (const YamlEntry& entry : node.entries)
      sorted.emplace(entry.key->text, &entry);
    bool good = true;
    json_ += '{';
    for (const auto& [key, entry] : sorted) {
      if (json_.back() != '{') json_ += ',';
      good = write_text(*entry->key) && good;
      json_ += ':';
      good = write(*entry->value) && good;
    }
    json_ += '}';
    return good;
  }

  bool write_scalar(const YamlNode& node) {
    if (!node.plain) return write_text(node);
    const std::string word = lower_ascii(node.text);
    if (word == "null" || word == "true" || word == "false") {
      json_ += word;
      return true;
    }
    if (is_json_number(node.text)) {
      json_ += node.text;
      return true;
    }
    if (!is_like_a_number(node.text)) return write_text(node);
    diagnostics_.error(Code::bad_value, node.at, tr("`{}` may be a number or text", node.text),
                       tr("write a number as JSON has it, such as 0.5, or put text in quotes"));
    return false;
  }

  bool write_text(const YamlNode& node) {
    if (!read_text(node, name_, diagnostics_)) return false;
    append_json_text(json_, node.text);
    return true;
  }

  std::string& json_;
  std::string_view name_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::optional<RawJson> read_json(const YamlNode& node, std::string_view name,
                                 Diagnostics& diagnostics) {
  RawJson value;
  const bool good = JsonWriter(value.text, name, diagnostics).write(node);
  if (value.text.size() > longest_json) {
    diagnostics.error(Code::too_many, node.at,
                      tr("`{}` has more than {} bytes as JSON", name, longest_json),
                      tr("make it shorter"));
  }
  if (!good || value.text.size() > longest_json) return std::nullopt;
  value.shown = value.text.starts_with('"') ? node.text : value.text;
  return value;
}

}  // namespace shotlist::manifest
