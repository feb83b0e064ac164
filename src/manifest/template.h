#pragma once
// Text with `{{names}}` in it, and its expansion for one shot.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic_code.h"
#include "manifest/variables.h"

namespace shotlist::manifest {

/// A mistake in a template.
struct TemplateMistake {
  Code code;
  std::string what;
  std::string remedy;
  bool of_shot = false;       ///< the template is right, but this shot's value is missing or wrong
  std::string variable = {};  ///< the one that is unknown, or has no value
};

/// The most bytes of a text with its variables filled in: a short file could make it longer than
/// the memory.
inline constexpr std::size_t longest_expanded_text = 1'000'000;

/// Whether `text` holds `{{` and needs expanding.
bool is_template(std::string_view text);

/// The mistake in the value of the variable `name`, if it holds `{{...}}`: the user expects that to
/// be filled in.
std::optional<TemplateMistake> template_in_value(std::string_view name, std::string_view value);

/// Text with `{{names}}`, split into pieces once for all shots.
class Template {
 public:
  /// Both must outlive it.
  Template(std::string_view text, const VariableTable& table);

  /// Appends the text to `expanded`, with each `{{name}}` (spaces around the name allowed) replaced
  /// by the variable's value, and each `\{{` by a literal `{{`. Values are inserted as they are;
  /// `{{...}}` in a shot's own value is a mistake (values of `vars` are checked when read). What
  /// cannot be replaced stays as written and adds to `mistakes`, and so does a text of more than
  /// `longest` bytes, which ends early.
  void expand(const ShotVariables& variables, std::string& expanded,
              std::vector<TemplateMistake>& mistakes,
              std::size_t longest = longest_expanded_text) const;

 private:
  struct Piece {
    std::string_view text;                   // as written; for a variable, with its braces
    std::optional<std::size_t> variable;     // the one whose value replaces it
    std::optional<TemplateMistake> mistake;  // the same in every shot
  };

  void add_name(std::string_view name, std::string_view written, const VariableTable& table);

  std::vector<Piece> pieces_;
};

/// What `Template` makes of `text` for one shot.
std::string expand_template(std::string_view text, const ShotVariables& variables,
                            std::vector<TemplateMistake>& mistakes,
                            std::size_t longest = longest_expanded_text);

}  // namespace shotlist::manifest
