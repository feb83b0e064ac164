#pragma once
// A column of a table of shots, and what its cells are.

#include <cstddef>
#include <string>

#include "api/profile.h"

namespace shotlist::manifest {

/// What the cells of one column mean.
struct CsvColumn {
  enum class Kind { field, id, takes, variable, none };

  Kind kind = Kind::none;
  std::string name;
  const api::FieldRule* rule = nullptr;  ///< of a field
  std::size_t variable = 0;              ///< of a variable

  /// Whether its cells are texts that a person wrote.
  bool is_text() const {
    return kind == Kind::variable || (kind == Kind::field && rule->type == api::FieldType::text &&
                                      rule->allowed.empty() && name != "model");
  }
};

}  // namespace shotlist::manifest
