#include "api/profiles.h"

#include <algorithm>
#include <utility>

#include "api/model_name.h"
#include "base/nearest.h"
#include "base/text.h"

namespace shotlist::api {
namespace {

// `veo3*` without its star; none if the profile is for a single model.
std::optional<std::string_view> start_of_names(const Profile& profile) {
  std::string_view start = profile.model;
  if (start.empty() || start.back() != '*') return std::nullopt;
  start.remove_suffix(1);
  return start;
}

}  // namespace

void Profiles::add(Profile profile) {
  const auto same = std::find_if(
      all_.begin(), all_.end(), [&](const Profile& other) { return other.model == profile.model; });
  if (same == all_.end()) {
    all_.push_back(std::move(profile));
  } else {
    *same = std::move(profile);
  }
}

const Profile* Profiles::find(std::string_view model) const {
  const Profile* best = nullptr;
  for (const Profile& profile : all_) {
    if (profile.model == model) return &profile;
    const auto start = start_of_names(profile);
    if (!start || !model.starts_with(*start)) continue;
    if (best == nullptr || best->model.size() < profile.model.size()) best = &profile;
  }
  return best;
}

const FieldRule* Profiles::find_field(std::string_view name) const {
  for (const Profile& profile : all_) {
    if (const FieldRule* rule = profile.find(name)) return rule;
  }
  return nullptr;
}

std::vector<std::string_view> Profiles::field_names() const {
  std::vector<std::string_view> names;
  for (const Profile& profile : all_) {
    for (const FieldRule& rule : profile.fields) {
      if (std::find(names.begin(), names.end(), rule.name) == names.end()) {
        names.push_back(rule.name);
      }
    }
  }
  return names;
}

std::string Profiles::misspelt_model(std::string_view model) const {
  std::string_view best;  // the longest: `veo3.1` before `veo3`
  for (const Profile& profile : all_) {
    const auto start = start_of_names(profile);
    const std::string_view known = start.value_or(profile.model);
    if (known.size() > best.size() && is_misspelt(model, known, start.has_value())) best = known;
  }
  std::string lowered = lower_ascii(trimmed_of_blanks(model));
  return !best.empty() && find(lowered) != nullptr ? lowered : std::string(best);
}

std::optional<std::string_view> Profiles::nearest_model(std::string_view model) const {
  std::vector<std::string_view> names;
  for (const Profile& profile : all_)
    names.push_back(start_of_names(profile).value_or(profile.model));
  return nearest(model, names);
}

}  // namespace shotlist::api
