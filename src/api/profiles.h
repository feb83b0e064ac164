#pragma once
// The profiles that a manifest may use: those built in, and its own.

#include <optional>
#include <string_view>
#include <vector>

#include "api/profile.h"

namespace shotlist::api {

/// The profiles of the models in the API's documents and facts, in the order `shotlist models`
/// lists them.
const std::vector<Profile>& built_in_profiles();

/// A set of profiles. Starts with those built in; a manifest adds to them or replaces some before
/// anything else is read, because what it gives out is valid only until then.
class Profiles {
 public:
  Profiles() : all_(built_in_profiles()) {}

  /// Adds a profile, in the place of one for the same model.
  void add(Profile profile);

  const std::vector<Profile>& all() const { return all_; }

  /// The profile of `model`, by its name, else by the longest start of it; null where it has none
  /// and is passed through.
  const Profile* find(std::string_view model) const;

  /// The rule of the field `name` in the first profile that has it, or null. It says the type,
  /// which is the same in all of them: what a CSV column of that name means.
  const FieldRule* find_field(std::string_view name) const;

  /// The names of all fields, each once.
  std::vector<std::string_view> field_names() const;

  /// The known model whose name is closest to one that is not known.
  std::optional<std::string_view> nearest_model(std::string_view model) const;

 private:
  std::vector<Profile> all_;
};

}  // namespace shotlist::api
