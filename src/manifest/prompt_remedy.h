#pragma once
// What to do about a table without a column of prompts.

#include <string>
#include <string_view>
#include <vector>

#include "api/profiles.h"
#include "manifest/csv_column.h"

namespace shotlist::manifest {

/// A CSV with a header that names no column of prompts. Borrows everything.
struct TableWithoutPrompts {
  std::string_view text;
  char delimiter;
  const std::vector<CsvColumn>& columns;
  const std::string& likely_header;  ///< if the first line is a shot
  const api::Profiles& profiles;
};

/// Which columns there are, and which of them may hold the prompts.
std::string remedy_without_prompts(const TableWithoutPrompts& table);

}  // namespace shotlist::manifest
