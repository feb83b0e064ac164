#include "manifest/keys.h"

#include <algorithm>

#include "base/quantity.h"

namespace shotlist {
namespace {

const KeySet& variable_keys() {
  static const KeySet set = {"vars", {}, OtherKeys::variables};
  return set;
}

Key integer(std::string_view name, std::int64_t most, std::string_view meaning) {
  return {name, KeyType::integer, meaning, false, 1, most};
}

Key map(std::string_view name, const KeySet& keys, std::string_view meaning) {
  return {name, KeyType::map, meaning, false, 0, 0, &keys};
}

Key list(std::string_view name, const KeySet& keys, std::string_view meaning) {
  return {name, KeyType::list, meaning, false, 0, 0, &keys};
}

}  // namespace

const KeySet& manifest_keys() {
  static const KeySet set = {
      "the manifest",
      {{"shotlist", KeyType::version, "the format version", true},
       {"name", KeyType::text,
        "what the manifest is called; else the file name without its ending"},
       map("api", api_keys(), "where requests go"),
       map("submit", submit_keys(), "how fast and how stubbornly they are sent"),
       map("defaults", defaults_keys(), "request fields every shot starts from"),
       map("vars", variable_keys(), "text for {{templates}}"),
       list("shots", shot_keys(), "what to film"),
       {"shots_from", KeyType::files, "files with more shots: .csv, .tsv, .txt, .jsonl"}}};
  return set;
}

const KeySet& api_keys() {
  static const KeySet set = {"api",
                             {{"base_url", KeyType::base_url, "the scheme and host of the API"},
                              {"create_path", KeyType::path, "where requests are posted"},
                              {"query_path", KeyType::path, "where tasks are asked for"}}};
  return set;
}

const KeySet& submit_keys() {
  static const KeySet set = {
      "submit",
      {{"rate", KeyType::pace, "requests a time, retries included"},
       integer("burst", most_burst, "requests that may leave at once under a rate"),
       integer("jobs", most_jobs, "requests in flight at most"),
       integer("attempts", most_attempts, "tries per row, for failures known to be free"),
       {"timeout", KeyType::duration, "how long to wait for an answer"},
       {"connect_timeout", KeyType::duration, "how long to wait for a connection"},
       {"stop_after", KeyType::count_or_share, "stop sending after so many failed rows"}}};
  return set;
}

const KeySet& defaults_keys() {
  static const KeySet set = {"defaults", {}, OtherKeys::fields};
  return set;
}

const KeySet& shot_keys() {
  static const KeySet set = {"a shot",
                             {{"id", KeyType::text, "names the row, and files made from it"},
                              map("vars", variable_keys(), "text for {{templates}} of this shot")},
                             OtherKeys::fields};
  return set;
}

const Key* KeySet::find(std::string_view key) const {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const Key& known) { return known.name == key; });
  return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string_view> KeySet::names() const {
  std::vector<std::string_view> names;
  for (const Key& key : keys)
    names.push_back(key.name);
  return names;
}

std::string_view hint_of(KeyType type) {
  switch (type) {
    case KeyType::base_url:
      return "write an address such as https://api.example.com";
    case KeyType::path:
      return "write a path that starts with /, such as /v1/video/create";
    case KeyType::pace:
      return pace_hint;
    case KeyType::duration:
      return duration_hint;
    case KeyType::count_or_share:
      return count_or_share_hint;
    default:
      return {};
  }
}

}  // namespace shotlist
