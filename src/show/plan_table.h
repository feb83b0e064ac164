#pragma once
// The table that `plan` prints.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace shotlist::show {

/// One line per row, each column as wide as its content.
class PlanTable {
 public:
  /// Both are borrowed.
  PlanTable(const std::vector<plan::Wanted>& rows, const plan::Plan& plan);

  /// Appends to `text` the line of row `row`, which is at line `line` of `file`.
  void append(std::string& text, std::size_t row, const std::string& file, std::uint32_t line);

 private:
  const std::vector<plan::Wanted>& rows_;
  const plan::Plan& plan_;
  std::size_t id_width_ = 0;
  std::size_t reason_width_ = 0;
  const std::string* file_ = nullptr;  // of the last row
  std::string shown_file_;
};

}  // namespace shotlist::show
