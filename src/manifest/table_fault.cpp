#include "manifest/table_fault.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "base/translation.h"
#include "manifest/column_names.h"
#include "manifest/keys.h"

namespace shotlist::manifest {
namespace {

constexpr std::size_t most_columns = 1000;

// The first lines that are not blank.
std::vector<std::string_view> first_lines(std::string_view text) {
  constexpr std::size_t enough = 6;
  constexpr std::size_t longest_start = 4096;  // bytes
  std::vector<std::string_view> lines;
  for (const std::string_view line : split_any(text.substr(0, longest_start), "\r\n")) {
    if (!trimmed(line).empty() && lines.size() < enough) lines.push_back(line);
  }
  return lines;
}

bool is_json(std::string_view first_line, std::string_view text) {
  if (!first_line.starts_with('{') && !first_line.starts_with('[')) return false;
  const std::string_view rest = trimmed(text.substr(text.find(first_line.front()) + 1));
  return rest.starts_with('"') || (first_line.front() == '[' && rest.starts_with('{'));
}

// `key: value` with a key of a manifest or of a shot.
bool is_yaml_pair(std::string_view line, const api::Profiles& profiles) {
  if (line.starts_with("- ")) line.remove_prefix(2);
  const auto colon = line.find(':');
  if (colon == line.npos || (colon + 1 < line.size() && line[colon + 1] != ' ')) return false;
  const std::string_view key = line.substr(0, colon);
  return manifest_keys().find(key) != nullptr || shot_keys().find(key) != nullptr ||
         profiles.find_field(key) != nullptr;
}

bool is_yaml(std::vector<std::string_view> lines, const api::Profiles& profiles) {
  std::erase_if(lines, [](std::string_view line) { return line.starts_with('#'); });
  const bool has_start = !lines.empty() && trimmed(lines.front()) == "---";
  if (has_start) lines.erase(lines.begin());
  if (lines.empty() || !is_yaml_pair(lines.front(), profiles)) return false;
  // A column may be called `prompt:`.
  const bool has_value = !trimmed(lines.front()).ends_with(':');
  return has_start || has_value ||
         (lines.size() > 1 && (lines[1].starts_with(' ') || lines[1].starts_with("- ")));
}

bool is_markdown_table(const std::vector<std::string_view>& lines) {
  if (lines.empty()) return false;
  const std::string_view first = trimmed(lines.front());
  if (first.size() > 2 && first.starts_with('|') && first.ends_with('|')) return true;
  return first.find('|') != first.npos && lines.size() > 1 &&
         lines[1].find("--") != lines[1].npos && lines[1].find('|') != lines[1].npos &&
         lines[1].find_first_not_of("|-: \t") == lines[1].npos;
}

bool names_field(const std::vector<CsvCell>& cells, const api::Profiles& profiles) {
  return std::any_of(cells.begin(), cells.end(), [&](const CsvCell& cell) {
    return !field_named(cell.text, profiles).empty();
  });
}

std::string in_words(char delimiter) {
  return delimiter == '\t' ? tr("a tab") : fmt::format("`{}`", delimiter);
}

// `sep=;` above a table with commas
std::optional<TableFault> fault_of_delimiter_line(std::string_view text, const CsvReader& header,
                                                  const api::Profiles& profiles) {
  const std::string_view start = text.substr(0, sizeof("\xEF\xBB\xBF\"sep"));
  const bool has_line = lower_ascii(start.substr(0, start.find('='))).ends_with("sep") &&
                        start.find('=') != start.npos && header.line() > 1;
  if (!has_line || header.cells().size() > 1) return std::nullopt;
  CsvReader other(text.substr(header.offset()));
  if (!other.next() || other.cells().size() < 2 || !names_field(other.cells(), profiles))
    return std::nullopt;
  const std::string sep = other.delimiter() == '\t' ? "\\t" : std::string(1, other.delimiter());
  return TableFault{Code::no_header,
                    tr("cells are separated by {} here, and not by {} as the line above says",
                       in_words(other.delimiter()), in_words(header.delimiter())),
                    tr("write sep={} there, or remove that line", sep)};
}

std::size_t count_of_names(std::string_view text, std::string_view separator,
                           const api::Profiles& profiles, std::size_t& pieces) {
  std::size_t names = 0;
  for (std::size_t at = 0; at != text.npos;) {
    const auto end = text.find(separator, at);
    ++pieces;
    if (!field_named(text.substr(at, end == text.npos ? end : end - at), profiles).empty()) ++names;
    at = end == text.npos ? end : end + separator.size();
  }
  return names;
}

// `id，prompt`, and not `提示词，必填` above texts
std::optional<TableFault> fault_of_separator(const std::vector<CsvCell>& cells,
                                             std::string_view second_line,
                                             const api::Profiles& profiles) {
  constexpr std::size_t longest_names = 1000;  // bytes
  for (const CsvCell& cell : cells) {
    if (cell.text.size() > longest_names) continue;
    for (const std::string_view separator : {"，", "；", "、", "｜", "､", "﹐", "،"}) {
      std::size_t pieces = 0;
      const std::size_t names = count_of_names(cell.text, separator, profiles, pieces);
      const bool is_sure = names == pieces;
      const bool is_likely =
          names > 0 && cells.size() == 1 && second_line.find(separator) != std::string_view::npos;
      if (pieces < 2 || !(is_sure || is_likely)) continue;
      return TableFault{Code::no_header, tr("the columns are separated by `{}`", separator),
                        tr("write `,` between the cells of every line")};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<TableFault> fault_of_table(std::string_view text, const CsvReader& header,
                                         const api::Profiles& profiles) {
  if (header.cells().size() > most_columns) {
    return TableFault{
        Code::too_many,
        tr("the header has {} columns, and may have {}", header.cells().size(), most_columns),
        tr("remove those that are not used; a quote that is not closed can make many, too")};
  }
  const std::vector<std::string_view> lines = first_lines(text);
  if (lines.empty()) return std::nullopt;
  if (is_json(trimmed(lines.front()), text)) {
    return TableFault{Code::no_header, tr("this is JSON, and not CSV"),
                      tr("name it shots.jsonl, and put it under `shots_from` in a YAML manifest")};
  }
  if (is_yaml(lines, profiles)) {
    return TableFault{Code::no_header, tr("this is YAML, and not CSV"),
                      tr("name it with .yaml at its end")};
  }
  if (is_markdown_table(lines)) {
    return TableFault{
        Code::no_header, tr("this is a Markdown table, and not CSV"),
        tr("copy it into a spreadsheet and save that as CSV, or write `,` between the "
           "cells and leave out the line of dashes")};
  }
  if (auto fault = fault_of_delimiter_line(text, header, profiles)) return fault;
  return fault_of_separator(header.cells(), lines.size() > 1 ? lines[1] : std::string_view(),
                            profiles);
}

}  // namespace shotlist::manifest
