#pragma once
// Which rows of a manifest the user wants.

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

/// Which rows the user wants. An empty selection is all of them.
struct Selection {
  std::vector<std::string> only;  ///< request ids
  std::vector<std::pair<std::string, std::string>>
      where;                         ///< field or variable, value; all must hold
  std::optional<std::size_t> limit;  ///< rows to send at most
};

/// Tells which rows a selection has. Must be shown every row of the manifest.
class Selector {
 public:
  /// Both must outlive it.
  Selector(const Selection& selection, const std::vector<std::string>& variable_names);

  /// Asks `whole` for the request only where its id is not enough to tell.
  bool wants(const std::string& id, const std::function<const Request&()>& whole);

  /// After the last row. Throws Error (usage) where the selection names an id or a field that no
  /// row has; `ids`, of all rows, are asked for to name one that is close. `remedy` is what to do
  /// where none is.
  void must_be_known(const std::function<std::vector<std::string_view>()>& ids,
                     const std::string& remedy) const;

 private:
  /// What `--where` names: a request field, `id`, or a variable.
  struct Column {
    std::string name;
    std::optional<std::size_t> variable;  // its index
    std::string value;                    // that a wanted row has
    bool found = false;                   // in some row
  };

  bool holds(Column& column, const Request& row) const;

  const std::vector<std::string>& variable_names_;
  std::unordered_set<std::string> only_;
  std::unordered_set<std::string> missing_;  // of `only_`: not seen yet
  std::vector<Column> where_;
  std::vector<std::string> first_fields_;  // of the first row
  bool any_row_ = false;
};

}  // namespace shotlist::plan
