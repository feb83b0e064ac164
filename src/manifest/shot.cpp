#include "manifest/shot.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/nearest.h"
#include "base/text.h"

namespace shotlist {

void add_text_field(Shot& shot, const FieldRule& rule, std::string_view text, bool good,
                    const Place& at) {
  ShotField& field = shot.fields.emplace_back();
  field.rule = &rule;
  if (good) field.value.emplace<std::string_view>(text);
  field.at = at;
}

std::vector<std::string_view> request_field_names() {
  std::vector<std::string_view> names;
  for (const Profile& profile : known_profiles()) {
    for (const FieldRule& rule : profile.fields) {
      if (std::find(names.begin(), names.end(), rule.name) == names.end()) {
        names.push_back(rule.name);
      }
    }
  }
  return names;
}

std::string request_field_hint(std::string_view name) {
  const auto close = nearest(name, request_field_names());
  return close ? fmt::format("did you mean `{}`?", *close)
               : std::string("`shotlist models` lists the fields of a request");
}

void warn_if_like_a_field(std::string_view name, const Place& at, Diagnostics& diagnostics) {
  std::vector<std::string_view> known = request_field_names();
  known.push_back("id");
  // Words of two or three letters are close to too much.
  if (name.size() < 4 && lower_ascii(name) != "id") return;
  if (const auto close = nearest(name, known)) {
    diagnostics.warning(Code::like_a_field, at,
                        fmt::format("`{}` is a variable, not a request field", name),
                        fmt::format("did you mean `{}`?", *close));
  }
}

bool is_later_shot_key(std::string_view name) {
  return name == "matrix" || name == "takes" || name == "extra";
}

void refuse_later_key(const Place& at, std::string_view key, Diagnostics& diagnostics) {
  diagnostics.error(Code::unsupported_key, at,
                    fmt::format("`{}` is not supported by this version yet", key), "remove it");
}

bool check_text(std::string_view text, std::string_view name, const Place& at,
                Diagnostics& diagnostics) {
  const auto forbidden = forbidden_in(text);
  if (!forbidden) return true;
  if (*forbidden != not_utf8) {
    diagnostics.error(Code::control_character, at, fmt::format("`{}` holds {}", name, *forbidden),
                      "remove it");
  }
  return false;
}

}  // namespace shotlist
