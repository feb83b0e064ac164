#pragma once
// Which keys a YAML manifest has, what their values are and what they mean: the one table that
// reading goes by, and whatever describes the format.

#include <cstdint>
#include <string_view>
#include <vector>

namespace shotlist::manifest {

/// What the value of a key is.
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
  scalar,          ///< of the type that stands beside it
  map,             ///< with keys of its own
  list,            ///< of maps with keys of their own
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
  const KeySet* keys = nullptr;  ///< of a map, of the maps in a list, of a file
};

/// What a map may hold besides the keys of its table.
enum class OtherKeys {
  none,
  fields,      ///< request fields, each with a value of its type
  variables,   ///< names of variables, each with text
  values,      ///< request fields and variables, each with one value
  choices,     ///< request fields and variables, each with a list of values
  json,        ///< any name, with any value
  models,      ///< names of models, each with a profile
  rules,       ///< names of fields, each with what its values are
  conditions,  ///< names of fields, each with a value, a list of values or bounds
};

/// The keys of one map.
struct KeySet {
  std::string_view name;  ///< as messages call the map
  std::vector<Key> keys;
  OtherKeys others = OtherKeys::none;
  const KeySet* other_keys = nullptr;  ///< of the maps that other keys have

  const Key* find(std::string_view key) const;
  std::vector<std::string_view> names() const;
};

/// The whole manifest; every other table hangs below it.
const KeySet& manifest_keys();

/// Some of the tables below it, by what they are of.
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

/// What to write instead of a value that is none of the type, for messages.
std::string_view hint_of(KeyType type);

/// The largest values; the least is 1.
inline constexpr std::int64_t most_burst = 1'000'000;
inline constexpr std::int64_t most_jobs = 1'000;
inline constexpr std::int64_t most_attempts = 100;
inline constexpr std::int64_t most_takes = 1'000;

}  // namespace shotlist::manifest
