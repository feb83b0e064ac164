#include "manual/manifest_page.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "api/profiles.h"
#include "base/text.h"
#include "manifest/keys.h"
#include "manual/markdown.h"
#include "manual/roff.h"
#include "show/field_text.h"

namespace shotlist::manual {
namespace {

using manifest::Key;
using manifest::KeySet;
using manifest::KeyType;
using manifest::OtherKeys;

std::string kind_of(const Key& key) {
  switch (key.type) {
    case KeyType::text:
      return "text";
    case KeyType::version:
      return "the number 1";
    case KeyType::integer:
      return fmt::format("a whole number from {} to {}", key.least, key.most);
    case KeyType::boolean:
      return "true or false";
    case KeyType::words:
      return "a list";
    case KeyType::scalar:
      return "a value";
    case KeyType::map:
      return fmt::format("a map: see {} below", key.keys->name);
    case KeyType::list:
      return fmt::format("a list of maps: see {} below", key.keys->name);
    case KeyType::files:
      return fmt::format("a path, a map, or a list of both: see {} below", key.keys->name);
    case KeyType::base_url:
    case KeyType::path:
    case KeyType::pace:
    case KeyType::duration:
    case KeyType::count_or_share:
    case KeyType::money:
      break;
  }
  constexpr std::string_view write = "write ";
  std::string_view hint = manifest::hint_of(key.type);
  if (hint.starts_with(write)) hint.remove_prefix(write.size());
  return std::string(hint);
}

std::string_view others_of(const KeySet& set) {
  switch (set.others) {
    case OtherKeys::none:
      return {};
    case OtherKeys::fields:
      return "Also request fields, each with a value of its type.";
    case OtherKeys::variables:
      return "Names of variables, each with text.";
    case OtherKeys::values:
      return "Request fields and variables, each with one value.";
    case OtherKeys::choices:
      return "Also request fields and variables, each with a list of values.";
    case OtherKeys::json:
      return "Any names, with any values.";
    case OtherKeys::models:
      return "Names of models, each with a profile: see a model below.";
    case OtherKeys::rules:
      return "Names of fields, each with a rule for its values: see a field below.";
    case OtherKeys::conditions:
      return "Names of fields, each with a value, a list of values, or bounds.";
  }
  return {};
}

// Every table, each behind the one that leads to it.
std::vector<const KeySet*> all_sets() {
  std::vector<const KeySet*> sets = {&manifest::manifest_keys()};
  const auto add = [&sets](const KeySet* set) {
    if (set != nullptr && std::find(sets.begin(), sets.end(), set) == sets.end())
      sets.push_back(set);
  };
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (const Key& key : sets[i]->keys)
      add(key.keys);
    add(sets[i]->other_keys);
  }
  return sets;
}

void add_keys(Page& page) {
  page.section("Keys of YAML");
  for (const KeySet* set : all_sets()) {
    page.subsection(set->name);
    for (const Key& key : set->keys) {
      const std::string_view required = key.required ? "; required" : "";
      page.entry(bold(key.name),
                 plain(fmt::format("{} ({}{})", key.meaning, kind_of(key), required)));
    }
    if (set->others != OtherKeys::none) page.paragraph(plain(others_of(*set)));
  }
}

void add_models(Page& page) {
  page.section("Models");
  page.paragraph("The fields of the models whose rules are known, as " + bold("shotlist models") +
                 " lists them. A name with * stands for all names that begin so.");
  for (const api::Profile& profile : api::built_in_profiles()) {
    page.subsection(profile.model);
    for (const api::FieldRule& rule : profile.fields) {
      page.entry(bold(rule.name), plain(fmt::format("{}, {}: {}", show::values_text(rule),
                                                    show::default_text(rule), rule.meaning)));
    }
    for (const api::Rule& rule : profile.rules) {
      page.paragraph(plain(
          fmt::format("{}: {}; {}", rule.error ? "Error" : "Warning", rule.what, rule.remedy)));
    }
  }
}

}  // namespace

std::string manifest_page(std::string_view guide, const Edition& edition) {
  Page page("shotlist-manifest", 5, edition.date, edition.source);
  page.section("Name");
  page.paragraph(
      "shotlist\\-manifest \\- manifests of video prompts, and the results of their runs");
  add_markdown(page, guide, "Description");
  add_keys(page);
  add_models(page);
  page.section("See also");
  page.paragraph(bold("shotlist") + "(1)");
  return page.text();
}

}  // namespace shotlist::manual
