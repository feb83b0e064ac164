#pragma once
// The profiles that a manifest may use: the built-in ones and its own.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/profile.h"

namespace shotlist::api {

/// The profiles of the models in the API's documents and facts, in the order of `shotlist models`.
const std::vector<Profile>& built_in_profiles();

/// A set of profiles. Starts with the built-in ones; a manifest adds or replaces profiles before
/// anything else is read, because that invalidates what was returned before.
class Profiles {
 public:
  Profiles() : all_(built_in_profiles()) {}

  /// Adds a profile, or replaces the one of the same model.
  void add(Profile profile);

  const std::vector<Profile>& all() const { return all_; }

  /// The profile of `model` by its name, else by the longest matching start of it; null if there is
  /// none and the model is passed through.
  const Profile* find(std::string_view model) const;

  /// The rule of the field `name` in the first profile that has it, or null. It gives the type,
  /// which is the same in all profiles: what a CSV column of that name means.
  const FieldRule* find_field(std::string_view name) const;

  /// The names of all fields, each once.
  std::vector<std::string_view> field_names() const;

  /// The known model of which `model`, which has no profile, is another spelling
  /// (model_name.h); empty if there is none. A profile of many models gives the spelling of theirs,
  /// such as `veo3-fast`, where that is certain.
  std::string misspelt_model(std::string_view model) const;

  /// The known model with the name closest to an unknown one.
  std::optional<std::string_view> nearest_model(std::string_view model) const;

 private:
  std::vector<Profile> all_;
};

}  // namespace shotlist::api
