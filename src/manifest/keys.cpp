#include "manifest/keys.h"

#include <algorithm>

#include "base/money.h"
#include "base/quantity.h"
#include "base/translation.h"

namespace shotlist::manifest {
namespace {

const KeySet& variable_keys() {
  static const KeySet set = {"vars", {}, OtherKeys::variables};
  return set;
}

const KeySet& extra_keys() {
  static const KeySet set = {"extra", {}, OtherKeys::json};
  return set;
}

const KeySet& pairs_keys() {
  static const KeySet set = {marked("a combination"), {}, OtherKeys::values};
  return set;
}

const KeySet& models_keys() {
  static const KeySet set = {"models", {}, OtherKeys::models, &profile_keys()};
  return set;
}

const KeySet& rules_of_fields_keys() {
  static const KeySet set = {"fields", {}, OtherKeys::rules, &field_rule_keys()};
  return set;
}

const KeySet& condition_keys() {
  static const KeySet set = {"when", {}, OtherKeys::conditions, &bound_keys()};
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

Key required(Key key) {
  key.required = true;
  return key;
}

}  // namespace

const KeySet& manifest_keys() {
  static const KeySet set = {
      marked("the manifest"),
      {{"shotlist", KeyType::version, marked("the format version"), true},
       {"name", KeyType::text,
        marked("what the manifest is called; else the file name without its ending")},
       {"ledger", KeyType::text,
        marked("the record of what was paid for: a file, relative to the manifest, or a URL")},
       map("api", api_keys(), marked("where requests go")),
       map("submit", submit_keys(), marked("how fast and how stubbornly they are sent")),
       map("models", models_keys(), marked("profiles of models, added or replaced")),
       map("prices", prices_keys(), marked("what requests cost")),
       map("defaults", defaults_keys(), marked("request fields every shot starts from")),
       map("vars", variable_keys(), marked("text for {{templates}}")),
       {"variables", KeyType::words,
        marked("columns of the files of shots that are variables, though their names are close to "
               "fields")},
       map("matrix", matrix_keys(), marked("every shot, in every combination of these values")),
       list("shots", shot_keys(), marked("what to film")),
       {"shots_from", KeyType::files, marked("files with more shots"), false, 0, 0, &file_keys()}}};
  return set;
}

const KeySet& user_keys() {
  static const KeySet set = {
      marked("the settings"),
      {{"base_url", KeyType::base_url, marked("the scheme and host of the API")},
       {"api_key_file", KeyType::text, marked("a file that holds the key alone")},
       {"rate", KeyType::pace, marked("requests a time, retries included")},
       {"language", KeyType::text, marked("of messages: en or zh")}}};
  return set;
}

const KeySet& api_keys() {
  static const KeySet set = {
      "api",
      {{"base_url", KeyType::base_url, marked("the scheme and host of the API")},
       {"create_path", KeyType::path, marked("where requests are posted")},
       {"query_path", KeyType::path, marked("where tasks are asked for")},
       {"content_path", KeyType::path,
        marked("where the video of a task is, with {id}, if its answer has no link")}}};
  return set;
}

const KeySet& submit_keys() {
  static const KeySet set = {
      "submit",
      {{"rate", KeyType::pace, marked("requests a time, retries included")},
       integer("burst", most_burst, marked("requests that may leave at once under a rate")),
       integer("jobs", most_jobs, marked("requests in flight at most")),
       integer("attempts", most_attempts, marked("tries per row, for failures known to be free")),
       {"timeout", KeyType::duration, marked("how long to wait for an answer")},
       {"connect_timeout", KeyType::duration, marked("how long to wait for a connection")},
       {"stop_after", KeyType::count_or_share, marked("stop sending after so many failed rows")}}};
  return set;
}

const KeySet& defaults_keys() {
  static const KeySet set = {
      "defaults",
      {map("extra", extra_keys(), marked("fields no profile knows, as they are"))},
      OtherKeys::fields};
  return set;
}

const KeySet& shot_keys() {
  static const KeySet set = {
      marked("a shot"),
      {{"id", KeyType::text, marked("names the row, and files made from it")},
       integer("takes", most_takes, marked("the same request so many times, on purpose")),
       map("matrix", matrix_keys(), marked("adds to the matrix of the manifest")),
       map("vars", variable_keys(), marked("text for {{templates}} of this shot")),
       map("extra", extra_keys(), marked("fields no profile knows, as they are"))},
      OtherKeys::fields};
  return set;
}

const KeySet& file_keys() {
  static const KeySet set = {
      "shots_from",
      {{"file", KeyType::text, marked("a .csv, .tsv, .txt or .jsonl file"), true},
       map("defaults", defaults_keys(), marked("request fields its shots start from")),
       map("vars", variable_keys(), marked("text for {{templates}} of its shots"))}};
  return set;
}

const KeySet& matrix_keys() {
  static const KeySet set = {
      "matrix",
      {list("exclude", pairs_keys(), marked("combinations that are left out")),
       list("include", pairs_keys(),
            marked("values added to combinations, or combinations added"))},
      OtherKeys::choices};
  return set;
}

const KeySet& prices_keys() {
  static const KeySet set = {
      "prices",
      {{"currency", KeyType::text, marked("what all amounts are in, such as CNY"), true},
       required(list("each", price_line_keys(),
                     marked("the prices; of those that fit a request, the one with "
                            "the most fields holds")))}};
  return set;
}

const KeySet& price_line_keys() {
  static const KeySet set = {
      marked("a price"),
      {{"price", KeyType::money, marked("of one video")},
       {"per_second", KeyType::money, marked("of each second of its duration")}},
      OtherKeys::fields};
  return set;
}

const KeySet& profile_keys() {
  static const KeySet set = {
      marked("a model"),
      {{"like", KeyType::text,
        marked("the model whose fields and rules it has, where it has none of its own")},
       map("fields", rules_of_fields_keys(), marked("the fields of its requests")),
       list("rules", rule_keys(), marked("rules across fields"))}};
  return set;
}

const KeySet& field_rule_keys() {
  static const KeySet set = {
      marked("a field"),
      {{"type", KeyType::text, marked("text, integer, boolean, url, urls or span")},
       {"values", KeyType::words, marked("what it may be")},
       {"default", KeyType::scalar, marked("what is sent where the manifest says nothing")},
       {"required", KeyType::boolean, marked("the manifest must say it")},
       {"meaning", KeyType::text, marked("one line for people")}}};
  return set;
}

const KeySet& rule_keys() {
  static const KeySet set = {
      marked("a rule"),
      {required(map("when", condition_keys(),
                    marked("what all its fields are like where it is broken"))),
       {"level", KeyType::text, marked("error or warning")},
       {"what", KeyType::text, marked("what is wrong"), true},
       {"remedy", KeyType::text, marked("what to do"), true}}};
  return set;
}

const KeySet& bound_keys() {
  static const KeySet set = {
      "bounds",
      {{"below", KeyType::integer, marked("the number, the items or the seconds are fewer"), false,
        0, most_burst},
       {"above", KeyType::integer, marked("or more"), false, 0, most_burst}}};
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
      return tr("write an address such as https://api.example.com");
    case KeyType::path:
      return tr("write a path that starts with /, such as /v1/video/create");
    case KeyType::pace:
      return tr(pace_hint);
    case KeyType::duration:
      return tr(duration_hint);
    case KeyType::count_or_share:
      return tr(count_or_share_hint);
    case KeyType::money:
      return tr(money_hint);
    default:
      return {};
  }
}

}  // namespace shotlist::manifest
