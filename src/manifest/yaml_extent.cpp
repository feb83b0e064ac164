#include "manifest/yaml_extent.h"

#include <algorithm>
#include <vector>

#include "api/profiles.h"
#include "base/text.h"

namespace shotlist::manifest {
namespace {

constexpr std::string_view white_space = " \t\r\n";

// Skips white space, comments, tags and anchors.
std::size_t pass_properties(std::string_view source, std::size_t at) {
  for (;;) {
    at = next_token(source, at);
    if (at == source.size() || (source[at] != '!' && source[at] != '&')) return at;
    at = std::min(source.find_first_of(white_space, at), source.size());
  }
}

std::size_t closing_quote(std::string_view source, std::size_t open) {
  const bool is_double = source[open] == '"';
  for (std::size_t at = open + 1; at < source.size(); ++at) {
    if (is_double && source[at] == '\\') {
      ++at;
    } else if (source[at] == source[open]) {
      const bool doubled = !is_double && at + 1 < source.size() && source[at + 1] == '\'';
      if (!doubled) return at;
      ++at;
    }
  }
  return source.size();
}

bool starts_shot(std::string_view line) {
  if (!line.starts_with("- ")) return false;
  const auto start = line.find_first_not_of(" {\"'", 1);
  const auto end = line.find_first_of("\"':", start);
  if (end == std::string_view::npos || line.find(':', end) == std::string_view::npos) return false;
  static const api::Profiles known;
  const std::string_view key = line.substr(start, end - start);
  return key == "id" || key == "vars" || known.find_field(key) != nullptr;
}

}  // namespace

std::optional<YamlQuote> yaml_quote_at(std::string_view source, std::size_t offset) {
  const std::size_t open = pass_properties(source, offset);
  if (open == source.size() || (source[open] != '"' && source[open] != '\'')) return std::nullopt;
  const std::size_t close = closing_quote(source, open);
  return YamlQuote{open, close, close < source.size()};
}

std::size_t next_token(std::string_view source, std::size_t offset) {
  for (;;) {
    offset = std::min(source.find_first_not_of(white_space, offset), source.size());
    if (offset == source.size() || source[offset] != '#') return offset;
    offset = std::min(source.find_first_of("\r\n", offset), source.size());
  }
}

std::optional<std::string_view> value_around(std::string_view source, std::size_t offset) {
  const auto before = source.substr(0, offset).find_last_of("\r\n");
  const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
  const std::string_view line =
      trimmed(source.substr(start, source.find_first_of("\r\n", start) - start));
  const auto colon = line.find(": ");
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view value = trimmed(line.substr(colon + 2));
  const bool is_plain_key = line.substr(0, colon).find_first_of("[{\"'#") == std::string_view::npos;
  if (!is_plain_key || value.empty() || value.data() > source.data() + offset) return std::nullopt;
  const auto read =
      value.substr(0, offset - static_cast<std::size_t>(value.data() - source.data()));
  const bool in_list =
      std::count(read.begin(), read.end(), '[') != std::count(read.begin(), read.end(), ']');
  const bool in_map =
      std::count(read.begin(), read.end(), '{') != std::count(read.begin(), read.end(), '}');
  return in_list || in_map ? std::nullopt : std::optional(value);
}

std::optional<std::size_t> plain_end(std::string_view source, std::size_t offset,
                                     std::string_view text) {
  std::size_t at = pass_properties(source, offset);
  if (at < source.size() && std::string_view("\"'|>").find(source[at]) != std::string_view::npos) {
    return std::nullopt;
  }
  if (source.substr(at, text.size()) == text) return at + text.size();
  std::size_t end = at;
  for (const char c : text) {
    if (white_space.find(c) != std::string_view::npos) continue;
    at = source.find_first_not_of(white_space, at);
    if (at == std::string_view::npos || source[at] != c) return std::nullopt;
    end = ++at;
  }
  return end;
}

std::string_view written_after(std::string_view source, std::size_t offset) {
  std::string_view rest = source.substr(offset);
  rest = trimmed(rest.substr(0, rest.find_first_of("\r\n")));
  if (rest.starts_with(':')) rest = trimmed(rest.substr(1));
  return rest;
}

std::optional<std::size_t> swallowed_shot(std::string_view source, const YamlQuote& quote) {
  const std::string_view text = source.substr(0, quote.close);
  for (auto at = text.find_first_of("\r\n", quote.open); at != std::string_view::npos;
       at = text.find_first_of("\r\n", at)) {
    at = text.find_first_not_of(white_space, at);
    if (at == std::string_view::npos) break;
    if (starts_shot(text.substr(at, text.find_first_of("\r\n", at) - at))) return at;
  }
  return std::nullopt;
}

std::optional<std::size_t> unclosed_in_brackets(std::string_view source, std::size_t offset) {
  std::vector<std::size_t> open;
  for (std::size_t at = pass_properties(source, offset); at < source.size(); ++at) {
    const char c = source[at];
    const char before = at == 0 ? ' ' : source[at - 1];
    const bool starts_word = white_space.find(before) != std::string_view::npos;
    // Elsewhere, a quote is a character of plain text, as in `it's`.
    const bool starts_item =
        starts_word || std::string_view("[{,:").find(before) != std::string_view::npos;
    if (c == '[' || c == '{') {
      open.push_back(at);
    } else if (open.empty()) {
      return std::nullopt;
    } else if (c == ']' || c == '}') {
      if (source[open.back()] != (c == ']' ? '[' : '{')) return open.back();
      open.pop_back();
      if (open.empty()) return std::nullopt;
    } else if ((c == '"' || c == '\'') && starts_item) {
      const std::size_t close = closing_quote(source, at);
      if (close == source.size()) return at;
      at = close;
    } else if (c == '#' && starts_word) {
      at = std::min(source.find_first_of("\r\n", at), source.size() - 1);
    }
  }
  if (open.empty()) return std::nullopt;
  return open.front();
}

}  // namespace shotlist::manifest
