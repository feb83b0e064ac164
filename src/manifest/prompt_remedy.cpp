#include "manifest/prompt_remedy.h"

#include <algorithm>
#include <cstddef>

#include "base/shell_word.h"
#include "base/translation.h"
#include "manifest/column_names.h"
#include "manifest/csv_reader.h"

namespace shotlist::manifest {
namespace {

// `a`, `b` and `c`
std::string all_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? tr(" and ") : tr(", ");
    text += names[i];
  }
  return text;
}

// The variable column with the longest texts in the first rows.
const CsvColumn* longest_variable(const TableWithoutPrompts& table) {
  constexpr std::size_t rows_to_look_at = 20;
  std::vector<std::size_t> bytes(table.columns.size());
  CsvReader reader(table.text, ShortRecords::sound);
  reader.next();
  for (std::size_t row = 0; row < rows_to_look_at && reader.next(); ++row) {
    const std::size_t cells = std::min(reader.cells().size(), table.columns.size());
    for (std::size_t i = 0; i < cells; ++i)
      bytes[i] += reader.cells()[i].text.size();
  }
  const CsvColumn* longest = nullptr;
  std::size_t most = 0;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto close = field_close_to(table.columns[i].name, table.profiles);
    const bool is_candidate =
        table.columns[i].kind == CsvColumn::Kind::variable && (!close || !close->is_sure);
    if (!is_candidate || bytes[i] <= most) continue;
    most = bytes[i];
    longest = &table.columns[i];
  }
  return longest;
}

// Whether a name may stand in an option and in a template.
bool may_be_in_option(std::string_view name, char delimiter) {
  return name.find_first_of(",;\t|\"'{}\r\n") == name.npos && name.find("，") == name.npos &&
         name.find(delimiter) == name.npos;
}

bool is_close_to_prompt(const std::string& name, const api::Profiles& profiles) {
  const auto close = field_close_to(name, profiles);
  return close && close->name == "prompt";
}

}  // namespace

std::string remedy_without_prompts(const TableWithoutPrompts& table) {
  const std::vector<CsvColumn>& columns = table.columns;
  std::vector<std::string> names;
  for (const CsvColumn& column : columns) {
    if (!column.name.empty()) names.push_back('`' + column.name + '`');
  }
  constexpr std::size_t most = 12;
  std::string remedy = names.size() == 1 ? tr("the only column is ") : tr("the columns are ");
  if (names.size() > most) {
    const std::string more = tr("{} more", names.size() - most);
    names.resize(most);
    names.push_back(more);
  }
  remedy += all_of(names);
  const auto near = std::find_if(columns.begin(), columns.end(), [&](const CsvColumn& column) {
    return column.kind == CsvColumn::Kind::variable &&
           is_close_to_prompt(column.name, table.profiles);
  });
  const CsvColumn* text = near == columns.end() ? longest_variable(table) : &*near;
  if (text == nullptr) return remedy + tr("; add one called `prompt`");
  if (columns.size() == 1 && text->name.find('|') != std::string::npos)
    return remedy + tr("; write sep=| in a line above it");
  const bool can_be_given = may_be_in_option(text->name, table.delimiter);
  const std::string set = shell_word("prompt={{" + text->name + "}}");
  if (near != columns.end() && can_be_given) {
    return tr("{}; call `{}` `prompt`, or add --variables {} --set {}", remedy, text->name,
              shell_word(text->name), set);
  }
  const bool names_none = std::none_of(columns.begin(), columns.end(), [](const CsvColumn& column) {
    return column.kind != CsvColumn::Kind::variable && column.kind != CsvColumn::Kind::none;
  });
  if (names_none) {
    remedy += tr("; if this line is a shot, write a line such as {} above it", table.likely_header);
  }
  if (!can_be_given) {
    return tr("{}; {}rename `{}` to `prompt`", remedy, names_none ? tr("else ") : "", text->name);
  }
  remedy += tr("; {} `prompt`, or add --set {}",
               columns.size() == 1 ? tr("call it") : tr("call one of them"), set);
  return remedy;
}

}  // namespace shotlist::manifest
