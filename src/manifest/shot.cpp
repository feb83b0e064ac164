#include "manifest/shot.h"

#include <algorithm>

#include "api/whole_number.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/translation.h"
#include "manifest/keys.h"

namespace shotlist::manifest {

void add_text_field(Shot& shot, const api::FieldRule& rule, std::string_view text, bool good,
                    const SourceRange& at) {
  ShotField& field = shot.fields.emplace_back();
  field.rule = &rule;
  if (good) field.value.emplace<std::string_view>(text);
  field.at = at;
}

std::string request_field_hint(std::string_view name, const api::Profiles& profiles) {
  const auto close = nearest(name, profiles.field_names());
  return close ? tr("did you mean `{}`?", *close)
               : std::string(tr("`shotlist models` lists the fields of a request"));
}

void warn_if_like_a_field(std::string_view name, const SourceRange& at,
                          const api::Profiles& profiles, Diagnostics& diagnostics) {
  std::vector<std::string_view> known = profiles.field_names();
  known.push_back("id");
  // Words of two or three letters are close to too many others.
  if (name.size() < 4 && lower_ascii(name) != "id") return;
  if (const auto close = nearest(name, known)) {
    diagnostics.warning(Code::like_a_field, at, tr("`{}` is a variable, not a request field", name),
                        tr("did you mean `{}`?", *close));
  }
}

std::optional<std::int64_t> read_takes(std::string_view text, const SourceRange& at,
                                       Diagnostics& diagnostics) {
  const auto takes = api::read_whole_number(text, false);
  if (!takes || *takes < 1 || *takes > most_takes) {
    diagnostics.error(Code::bad_value, at, tr("takes cannot be \"{}\"", text),
                      tr("write a whole number from 1 to {}", most_takes));
    return std::nullopt;
  }
  return takes;
}

bool is_comment(std::string_view text) {
  return text.starts_with('#') || (text.starts_with('/') && text.starts_with("//"));
}

void warn_of_comment(std::string_view text, const SourceRange& at, Diagnostics& diagnostics) {
  diagnostics.warning(Code::doubtful_prompt, at,
                      tr("this row starts with `{}`, and is no comment: it will be sent",
                         text.substr(0, text.front() == '#' ? 1 : 2)),
                      tr("remove it, if it is not to be filmed"));
}

bool check_text(std::string_view text, std::string_view name, const SourceRange& at,
                Diagnostics& diagnostics) {
  const auto forbidden = forbidden_in(text);
  if (!forbidden) return true;
  if (*forbidden != tr(not_utf8)) {
    diagnostics.error(Code::control_character, at, tr("`{}` holds {}", name, *forbidden),
                      tr("remove it"));
  }
  return false;
}

}  // namespace shotlist::manifest
