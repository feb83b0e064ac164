#include "show/cell.h"

#include <algorithm>
#include <optional>

#include "base/disarm.h"
#include "base/error.h"
#include "base/nearest.h"
#include "base/translation.h"

namespace shotlist::show {
namespace {

[[noreturn]] void refuse(const results::FurtherColumns& further, const std::string& name) {
  const std::vector<std::string> names = column_names(further);
  const std::vector<std::string_view> known(names.begin(), names.end());
  // `latency` is short for `latency_ms`.
  const auto longer = std::find_if(known.begin(), known.end(), [&](std::string_view word) {
    return !name.empty() && word.starts_with(name);
  });
  const auto close = longer != known.end() ? std::optional(*longer) : nearest(name, known);
  throw Error(ExitCode::usage, tr("there is no column \"{}\" in the results", disarm(name)),
              close ? tr("did you mean {}?", disarm(*close))
                    : tr("name a column of the results file, or a variable"));
}

}  // namespace

std::vector<std::string> column_names(const results::FurtherColumns& further) {
  std::vector<std::string> names;
  for (const results::ResultColumn& column : results::result_columns())
    names.emplace_back(column.name);
  names.insert(names.end(), further.fields.begin(), further.fields.end());
  names.insert(names.end(), further.variables.begin(), further.variables.end());
  return names;
}

Cell::Cell(const results::FurtherColumns& further, const std::string& name) {
  for (const results::ResultColumn& column : results::result_columns()) {
    if (column.name == name) column_ = &column;
  }
  if (column_ != nullptr || find(further.fields, name, &Result::fields)) return;
  if (!find(further.variables, name, &Result::variables)) refuse(further, name);
}

std::string_view Cell::text(const Result& row, std::string& room) const {
  if (column_ != nullptr) return column_->text(row, room);
  const std::vector<std::string>& values = row.*values_;
  return number_ < values.size() ? std::string_view(values[number_]) : std::string_view();
}

bool Cell::find(const std::vector<std::string>& names, const std::string& name,
                std::vector<std::string> Result::*values) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return false;
  values_ = values;
  number_ = static_cast<std::size_t>(found - names.begin());
  return true;
}

}  // namespace shotlist::show
