#pragma once
// What the name of a column, or of a key in JSON lines, means.

#include <optional>
#include <string>
#include <string_view>

#include "api/profiles.h"
#include "base/diagnostics.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

/// The request field that a name stands for, or `id` or `takes`: compared without case and without
/// blanks of any alphabet around it, and by its Chinese alias. Empty if it stands for none.
std::string field_named(std::string_view name, const api::Profiles& profiles);

/// A field, `id` or `takes`, to which a name is close.
struct CloseField {
  std::string name;
  bool is_word = false;  ///< of another language or tool
  bool is_sure = true;   ///< not a word that often names something else, such as `length`
};

/// The field that a name is close to: another spelling (`ｐｒｏｍｐｔ`), a typing mistake
/// (`promt`), a word more (`image_url`, `duration (s)`), or another word for it (`Dauer`).
std::optional<CloseField> field_close_to(std::string_view name, const api::Profiles& profiles);

/// A variable, what messages call its kind, and where it is named.
struct NamedPlace {
  std::string_view kind;
  std::string_view name;
  SourceRange at;
};

/// Reports a variable whose name is close to a field: an error where that is sure, else a warning.
void report_like_a_field(const NamedPlace& variable, const CloseField& close,
                         Diagnostics& diagnostics);

/// Reports a variable that looks like `field` for another reason, `what`.
void report_like_a_field(const NamedPlace& variable, std::string_view what, std::string_view field,
                         bool is_error, Diagnostics& diagnostics);

}  // namespace shotlist::manifest
