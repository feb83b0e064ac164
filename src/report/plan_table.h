#pragma once
// The table that `plan` prints.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include "manifest/source_text.h"
#include "submit/plan.h"

namespace shotlist::report {

/// What is kept of a request of the manifest: enough to show it in the table.
struct PlannedRow {
  std::string id;
  const manifest::SourceText* source;
  std::uint32_t line;
  bool wanted;  ///< by the selection
};

/// A line for each row, its columns as wide as they have to be.
class PlanTable {
 public:
  PlanTable(const std::deque<PlannedRow>& rows, const submit::Plan& plan);

  /// Adds the line of `row` to `text`. Rows of one file are best shown one after another.
  void append(std::string& text, const PlannedRow& row, const submit::Decision& decision);

 private:
  std::size_t id_width_ = 0;
  std::size_t reason_width_ = 0;
  const manifest::SourceText* source_ = nullptr;  // of the last row
  std::string file_;                              // its name, harmless
};

}  // namespace shotlist::report
