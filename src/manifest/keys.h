#pragma once
// The keys of a YAML manifest, the types of their values, and what they mean: the one table used
// for reading and for everything that describes the format.

#include <cstdint>
#include <string_view>
#include <vector>

namespace shotlist::manifest {

/// The type of a key's value.
enum class KeyType {
  text,
  version,  ///< the number 1
  integer,  ///< a whole number within bounds
  boolean,
  words,           ///< a list of scalars
  base_url,        ///< `https://api.example.com`
  path,            ///< `/v1/video/create`
  pace,            ///< `60/min`
  duration,        ///< `120s`
  count_or_share,  ///< `7` or `20%`
  money,           ///< `4.8`
  scalar,          ///< of the type given beside it
  map,             ///< with its own keys
  list,            ///< of maps with their own keys
  files,           ///< a path, a map, or a list of both
};

struct KeySet;

struct Key {
  std::string_view name;
  KeyType type = KeyType::text;
  std::string_view meaning;
  bool required = false;
  std::int64_t least = 0;  ///< of an integer
  std::int64_t most = 0;
  const KeySet* keys = nullptr;  ///< of a map, of the maps in a list, or of a file
};

/// What a map may hold besides the keys in its table.
enum class OtherKeys {
  none,
  fields,      ///< request fields, each with a value of its type
  variables,   ///< names of variables, each with text
  values,      ///< request fields and variables, each with one value
  choices,     ///< request fields and variables, each with a list of values
  json,        ///< any name, with any value
  models,      ///< names of models, each with a profile
  rules,       ///< names of fields, each with a rule for its values
  conditions,  ///< names of fields, each with a value, a list of values or bounds
};

/// The keys of one map.
struct KeySet {
  std::string_view name;  ///< what messages call the map
  std::vector<Key> keys;
  OtherKeys others = OtherKeys::none;
  const KeySet* other_keys = nullptr;  ///< of the maps under other keys

  const Key* find(std::string_view key) const;
  std::vector<std::string_view> names() const;
};

/// The whole manifest; every other table is below it.
const KeySet& manifest_keys();

/// A user's own defaults (settings.h).
const KeySet& user_keys();

/// Some of the tables below it, named after what they describe.
const KeySet& api_keys();
const KeySet& submit_keys();
const KeySet& defaults_keys();
const KeySet& shot_keys();
const KeySet& file_keys();
const KeySet& matrix_keys();
const KeySet& prices_keys();
const KeySet& price_line_keys();
const KeySet& profile_keys();
const KeySet& field_rule_keys();
const KeySet& rule_keys();
const KeySet& bound_keys();

/// For messages: what to write instead of a value of the wrong type.
std::string_view hint_of(KeyType type);

/// The largest values; the smallest is 1.
inline constexpr std::int64_t most_burst = 1'000'000;
inline constexpr std::int64_t most_jobs = 1'000;
inline constexpr std::int64_t most_attempts = 100;
inline constexpr std::int64_t most_takes = 1'000;

}  // namespace shotlist::manifest
