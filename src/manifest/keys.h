#pragma once
// Which keys a YAML manifest has, what their values are and what they mean: the one table that
// reading goes by, and whatever describes the format.

#include <cstdint>
#include <string_view>
#include <vector>

namespace shotlist {

/// What the value of a key is.
enum class KeyType {
  text,
  version,         ///< the number 1
  integer,         ///< a whole number within bounds
  base_url,        ///< `https://api.example.com`
  path,            ///< `/v1/video/create`
  pace,            ///< `60/min`
  duration,        ///< `120s`
  count_or_share,  ///< `7` or `20%`
  map,             ///< with keys of its own
  list,            ///< of maps with keys of their own
  files,           ///< a path, or a list of them
};

struct KeySet;

struct Key {
  std::string_view name;
  KeyType type = KeyType::text;
  std::string_view meaning;
  bool required = false;
  std::int64_t least = 0;  ///< of an integer
  std::int64_t most = 0;
  const KeySet* keys = nullptr;  ///< of a map, of the maps in a list
};

/// What a map may hold besides the keys of its table.
enum class OtherKeys {
  none,
  fields,     ///< request fields, each with a value of its type
  variables,  ///< names of variables, each with text
};

/// The keys of one map.
struct KeySet {
  std::string_view name;  ///< as messages call the map
  std::vector<Key> keys;
  OtherKeys others = OtherKeys::none;

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

/// What to write instead of a value that is none of the type, for messages.
std::string_view hint_of(KeyType type);

/// The largest values; the least is 1.
inline constexpr std::int64_t most_burst = 1'000'000;
inline constexpr std::int64_t most_jobs = 1'000;
inline constexpr std::int64_t most_attempts = 100;

}  // namespace shotlist
