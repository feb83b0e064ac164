#pragma once
// What fields are called in other languages and other tools.

#include <optional>
#include <string_view>

namespace shotlist::manifest {

/// A field, `id` or `takes`, and how surely a word means it.
struct FieldWord {
  std::string_view field;
  bool is_sure = true;  ///< not one that often names something else, such as `length`
};

/// The field that people call `name`, which is folded and has only letters and digits.
std::optional<FieldWord> field_called(std::string_view name);

}  // namespace shotlist::manifest
