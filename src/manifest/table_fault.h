#pragma once
// Why a file cannot be read as a table of shots, told from its first lines.

#include <optional>
#include <string>
#include <string_view>

#include "api/profiles.h"
#include "base/diagnostic_code.h"
#include "manifest/csv_reader.h"

namespace shotlist::manifest {

/// What is wrong with the whole table. Nothing else that could be said of it would help.
struct TableFault {
  Code code = Code::no_header;
  std::string what;
  std::string remedy;
};

/// Whether `text` is of another kind (JSON, YAML, a Markdown table), has other separators than it
/// says, or far too many columns. `header` has read its first record.
std::optional<TableFault> fault_of_table(std::string_view text, const CsvReader& header,
                                         const api::Profiles& profiles);

}  // namespace shotlist::manifest
