#include "manifest/csv_header.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "base/utf8.h"
#include "manifest/column_names.h"

namespace shotlist::manifest {
namespace {

bool is_url(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

// Longer than any name of a column, or with the end of a sentence.
bool is_sentence(std::string_view text) {
  constexpr std::size_t most_words = 5;
  constexpr std::size_t most_characters = 60;
  constexpr std::size_t most_wide_characters = 15;
  if (count_code_points(text) > most_characters) return true;
  const auto spaces = static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
  if (spaces >= most_words) return true;
  if (text.ends_with("。") || text.ends_with("！") || (text.ends_with('.') && spaces > 1))
    return true;
  // Chinese and Japanese need fewer characters.
  const bool is_wide = static_cast<unsigned char>(text.front()) >= 0xE3;
  return is_wide &&
         (text.find("，") != text.npos || count_code_points(text) > most_wide_characters);
}

bool names_prompt(const std::vector<CsvCell>& cells, const api::Profiles& profiles) {
  return std::any_of(cells.begin(), cells.end(), [&](const CsvCell& cell) {
    return field_named(cell.text, profiles) == "prompt";
  });
}

}  // namespace

std::string field_with_value(std::string_view text, const api::Profiles& profiles) {
  if (is_url(text)) return "images";
  const std::string lowered = lower_ascii(text);
  for (const api::Profile& profile : profiles.all()) {
    if (lowered == profile.model) return "model";
    for (const api::FieldRule& rule : profile.fields) {
      if (rule.name != "duration" &&
          std::find(rule.allowed.begin(), rule.allowed.end(), lowered) != rule.allowed.end())
        return rule.name;
    }
  }
  return {};
}

FirstLine first_line_of(std::string_view text, const api::Profiles& profiles) {
  CsvReader reader(text, ShortRecords::sound);
  if (!reader.next()) return FirstLine::header;
  const std::vector<CsvCell>& cells = reader.cells();
  const bool names_field = std::any_of(cells.begin(), cells.end(), [&](const CsvCell& cell) {
    return !field_named(cell.text, profiles).empty() || field_close_to(cell.text, profiles);
  });
  if (names_field) return FirstLine::header;
  const std::string_view first = trimmed_of_blanks(cells.front().text);
  const bool is_marked = first.starts_with("//") || (first.starts_with('#') && first.size() > 1);
  if (is_marked) return FirstLine::comment;
  const bool holds_value = std::any_of(cells.begin(), cells.end(), [&](const CsvCell& cell) {
    const std::string_view value = trimmed_of_blanks(cell.text);
    return !value.empty() && (is_sentence(value) || !field_with_value(value, profiles).empty());
  });
  constexpr int lines_of_title = 4;
  int lines = 0;
  for (; lines < lines_of_title && reader.next(); ++lines) {
    if (names_prompt(cells, profiles)) return FirstLine::title;
  }
  if (holds_value) return FirstLine::row;
  return lines == 0 ? FirstLine::alone : FirstLine::header;
}

std::string likely_header(const std::vector<CsvCell>& row, char delimiter,
                          const api::Profiles& profiles) {
  std::vector<std::string> names(row.size());
  const auto is_taken = [&names](std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::size_t longest = row.size();
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::string_view text = trimmed_of_blanks(row[i].text);
    std::string field = field_with_value(text, profiles);
    if (field.empty() && i > 0 && all_digits(text) && !is_taken("duration")) field = "duration";
    if (!field.empty() && !is_taken(field)) {
      names[i] = std::move(field);
    } else if (longest == row.size() || row[i].text.size() > row[longest].text.size()) {
      longest = i;
    }
  }
  if (longest < row.size()) names[longest] = "prompt";
  std::size_t notes = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (!names[i].empty()) continue;
    const bool is_id = i == 0 && row[i].text.find(' ') == std::string_view::npos;
    names[i] = is_id ? "id" : ++notes == 1 ? "note" : fmt::format("note{}", notes);
  }
  return fmt::format("{}", fmt::join(names, std::string(1, delimiter)));
}

}  // namespace shotlist::manifest
