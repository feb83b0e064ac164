#pragma once
// The cells of a column of the results file.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"
#include "results/result_columns.h"
#include "results/results_csv.h"

namespace shotlist::show {

/// The columns that rows may be selected and sorted by: those of every file, then the further ones.
std::vector<std::string> column_names(const results::FurtherColumns& further);

/// A column of the results file: one that every file has, a request field, or a variable. If names
/// are equal, they take precedence in that order.
class Cell {
 public:
  /// Throws Error (usage) if there is no column `name`.
  Cell(const results::FurtherColumns& further, const std::string& name);

  /// What the row has there. May be stored in `room`, and is valid as long as that and the row.
  std::string_view text(const Result& row, std::string& room) const;

  bool is_number() const { return column_ != nullptr && column_->is_number; }
  bool is_status() const { return column_ != nullptr && column_->name == "status"; }

 private:
  bool find(const std::vector<std::string>& names, const std::string& name,
            std::vector<std::string> Result::*values);

  const results::ResultColumn* column_ = nullptr;
  std::vector<std::string> Result::*values_ =
      nullptr;  // with `number_`, the value's position in this list
  std::size_t number_ = 0;
};

}  // namespace shotlist::show
