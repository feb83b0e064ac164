#pragma once
// The variables that templates may use: their names for the whole manifest, their values per shot.

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shotlist::manifest {

/// One variable with its value.
struct ShotVariable {
  std::size_t index = 0;  ///< in the manifest's VariableTable
  std::string_view value;
  bool is_json = false;  ///< a list or a map of a JSON file, which no text can hold
};

/// All variables of a manifest, in order of first appearance, and the values that `vars` gives them
/// for every shot.
class VariableTable {
 public:
  /// The index of `name`; adds it if new.
  std::size_t add(std::string_view name);

  /// The value of the variable in shots without their own.
  void set_default(std::size_t index, std::string value);

  /// Says that a column or key of this name, in any case, is meant to be a variable, however close
  /// to a request field.
  void declare(std::string_view name);
  bool is_declared(std::string_view name) const;

  std::optional<std::size_t> find(std::string_view name) const;
  const std::vector<std::string>& names() const { return names_; }
  const std::optional<std::string>& default_of(std::size_t index) const { return defaults_[index]; }

 private:
  std::vector<std::string> names_;
  std::vector<std::optional<std::string>> defaults_;
  std::map<std::string, std::size_t, std::less<>> indexes_;
  std::set<std::string> declared_;  // in lower case
};

/// The values of one shot, on top of those in the table, which must outlive it.
class ShotVariables {
 public:
  explicit ShotVariables(const VariableTable& table) : table_(table) {}

  /// From now on, uses the values from the `vars` of the shots' file before those of the table.
  /// Their views must live as long.
  void use(const std::vector<ShotVariable>& of_file);

  /// Forgets the values of the last shot.
  void clear();

  /// `value` must live until the next `clear`.
  void set(std::size_t index, std::string_view value, bool is_json = false);

  /// The shot's own value, else that from its file's `vars`, else that from `vars`, else none.
  std::optional<std::string_view> value_of(std::size_t index) const;

  /// Whether the shot has a value of its own.
  bool is_own(std::size_t index) const { return index < own_.size() && own_[index].has_value(); }

  /// Whether that is a list or a map of a JSON file.
  bool is_json(std::size_t index) const {
    return !json_.empty() && std::find(json_.begin(), json_.end(), index) != json_.end();
  }

  const VariableTable& table() const { return table_; }

  /// One value for each name in the table; empty if there is none.
  std::vector<std::string> all() const;

 private:
  const VariableTable& table_;
  std::vector<std::optional<std::string_view>> own_;
  std::vector<std::size_t> json_;                         // those of `own_` that are lists and maps
  std::vector<std::optional<std::string_view>> of_file_;  // empty: none
};

}  // namespace shotlist::manifest
