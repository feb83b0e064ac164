#pragma once
// Text with `{{names}}` in it, and what it becomes for one shot.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic_code.h"
#include "manifest/variables.h"

namespace shotlist::manifest {

/// Something wrong with a template.
struct TemplateMistake {
  Code code;
  std::string what;
  std::string remedy;
  bool of_shot = false;       ///< the template is right, but this shot lacks a value
  std::string variable = {};  ///< that does not exist
};

/// Whether `text` holds `{{` and so is more than itself.
bool is_template(std::string_view text);

/// The mistake in the value of the variable `name`, if the value holds `{{...}}`: somebody expects
/// it to be filled in.
std::optional<TemplateMistake> template_in_value(std::string_view name, std::string_view value);

/// Text with `{{names}}`, taken to pieces once for all shots that it is filled in for.
class Template {
 public:
  /// Both must outlive it.
  Template(std::string_view text, const VariableTable& table);

  /// Adds the text to `expanded` with each `{{name}}` replaced by the variable's value, spaces
  /// around the name allowed, and each `\{{` by a literal `{{`. Values are put in as they are;
  /// where a shot's own value holds `{{...}}` that is a mistake (those of `vars` are checked when
  /// they are read). What cannot be replaced stays as written and adds to `mistakes`.
  void expand(const ShotVariables& variables, std::string& expanded,
              std::vector<TemplateMistake>& mistakes) const;

 private:
  struct Piece {
    std::string_view text;                   // as written; of a variable, with its braces
    std::optional<std::size_t> variable;     // whose value stands for it
    std::optional<TemplateMistake> mistake;  // in every shot
  };

  void add_name(std::string_view name, std::string_view written, const VariableTable& table);

  std::vector<Piece> pieces_;
};

/// What `Template` makes of `text` for one shot.
std::string expand_template(std::string_view text, const ShotVariables& variables,
                            std::vector<TemplateMistake>& mistakes);

}  // namespace shotlist::manifest
