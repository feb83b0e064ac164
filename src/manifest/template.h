#pragma once
// Text with `{{names}}` in it, and what it becomes for one shot.

#include <string>
#include <string_view>
#include <vector>

#include "manifest/variables.h"

namespace shotlist {

/// Something wrong with a template.
struct TemplateMistake {
  std::string what;
  std::string remedy;
  bool of_shot = false;  ///< the template is right, but this shot lacks a value
};

/// Whether `text` holds `{{` and so is more than itself.
bool is_template(std::string_view text);

/// `text` with each `{{name}}` replaced by the variable's value, spaces around the name allowed,
/// and each `\{{` by a literal `{{`. Values are put in as they are: a `{{` in a value means
/// nothing. What can not be replaced stays as written and adds to `mistakes`.
std::string expand_template(std::string_view text, const ShotVariables& variables,
                            std::vector<TemplateMistake>& mistakes);

}  // namespace shotlist
