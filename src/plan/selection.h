#pragma once
// Selects rows of a manifest.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "model/request.h"

namespace shotlist::plan {

/// The rows the user wants. An empty selection means all.
struct Selection {
  std::vector<std::string> only;  ///< request ids
  std::vector<std::pair<std::string, std::string>>
      where;                         ///< field or variable, value; all must match
  std::optional<std::size_t> limit;  ///< rows to send at most
};

/// Applies a selection to rows. Must be given every row of the manifest.
class Selector {
 public:
  /// Both must outlive it.
  Selector(const Selection& selection, const std::vector<std::string>& variable_names);

  /// Whether the row is selected. Calls `whole` for the request only if the id is not enough.
  bool wants(const std::string& id, const std::function<const Request&()>& whole);

  /// Must be called after the last row. Throws Error (usage) if the selection names an id or a
  /// field that no row has. `ids` returns the ids of all rows, to suggest a close one; `remedy` is
  /// the advice if none is close.
  void must_be_known(const std::function<std::vector<std::string_view>()>& ids,
                     const std::string& remedy) const;

 private:
  /// A column named by `--where`: a request field, `id`, or a variable.
  struct Column {
    std::string name;
    std::optional<std::size_t> variable;  // its index
    std::string value;                    // of a selected row
    bool found = false;                   // at least one row has it
  };

  bool holds(Column& column, const Request& row) const;

  const std::vector<std::string>& variable_names_;
  std::unordered_set<std::string> only_;
  std::unordered_set<std::string> missing_;  // those in `only_` not seen yet
  std::vector<Column> where_;
  std::vector<std::string> first_fields_;  // of the first row
  bool any_row_ = false;
};

}  // namespace shotlist::plan
