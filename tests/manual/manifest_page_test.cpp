#include "manual/manifest_page.h"

#include <string>

#include "api/profiles.h"
#include "manifest/keys.h"
#include "manual/roff.h"
#include "support/catch2.h"

namespace shotlist::tests::manifest_page_test {
namespace {

const std::string page = manual::manifest_page(
    "# Manifests\n\nWhat they are.\n\n## CSV\n\nA header.\n", {"2026-11-30", "x"});

bool has(const std::string& part) {
  return page.find(part) != std::string::npos;
}

TEST_CASE("the guide is the body of the page") {
  CHECK(has(".SH DESCRIPTION\nWhat they are.\n.SH CSV\nA header.\n"));
}

TEST_CASE("every key of every table is there, with its meaning") {
  for (const manifest::KeySet* set :
       {&manifest::manifest_keys(), &manifest::api_keys(), &manifest::submit_keys(),
        &manifest::shot_keys(), &manifest::file_keys(), &manifest::matrix_keys(),
        &manifest::prices_keys(), &manifest::price_line_keys(), &manifest::profile_keys(),
        &manifest::field_rule_keys(), &manifest::rule_keys(), &manifest::bound_keys()}) {
    CHECK(has(".SS " + manual::plain(set->name) + "\n"));
    for (const manifest::Key& key : set->keys) {
      CAPTURE(key.name);
      CHECK(has("\\fB" + manual::plain(key.name) + "\\fR\n" +
                manual::plain(key.meaning.substr(0, 10))));
    }
  }
}

TEST_CASE("every field of every model is there") {
  for (const api::Profile& profile : api::built_in_profiles()) {
    const auto at = page.find(".SS " + manual::plain(profile.model) + "\n");
    REQUIRE(at != std::string::npos);
    for (const api::FieldRule& rule : profile.fields) {
      CAPTURE(profile.model, rule.name);
      CHECK(page.find("\\fB" + manual::plain(rule.name) + "\\fR\n", at) != std::string::npos);
    }
  }
}

}  // namespace
}  // namespace shotlist::tests::manifest_page_test
