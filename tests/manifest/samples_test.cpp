#include <string>

#include "manifest/reading.h"
#include "manifest/sample_files.h"
#include "support/catch2.h"

namespace shotlist::tests::samples_test {

using namespace shotlist::manifest;

TEST_CASE("the code of every kind of mistake is explained to users") {
  const std::string readme = sample("README.md");
  int count = 0;
  for (; !to_text(static_cast<Code>(count)).empty(); ++count) {
    const std::string code(to_text(static_cast<Code>(count)));
    INFO(code);
    CHECK(readme.find("`" + code + "`") != std::string::npos);
  }
  CHECK(to_text(static_cast<Code>(count - 1)) == "unknown-row");
}

TEST_CASE("every sample manifest expands without a word") {
  struct Case {
    const char* name;
    std::size_t requests;
  };
  for (const Case& c : {Case{"night-market.yaml", 5}, Case{"harbor.csv", 5},
                        Case{"catalog.yaml", 5}, Case{"season.yaml", 12}}) {
    INFO(c.name);
    const std::string path = std::string("manifests/") + c.name;
    const Reading reading =
        read_files({{path, sample(c.name)},
                    {"manifests/catalog-prompts.csv", sample("catalog-prompts.csv")},
                    {"manifests/season-sketches.csv", sample("season-sketches.csv")}},
                   path);
    CHECK(reading.mistakes.empty());
    const bool is_yaml = path.ends_with(".yaml");
    CHECK(sample(c.name).starts_with("# yaml-language-server: $schema=") == is_yaml);
    CHECK(reading.requests.rows.size() == c.requests);
    for (const Request& request : reading.requests.rows) {
      CHECK(request.body.find("{{") == std::string::npos);
    }
  }
}

}  // namespace shotlist::tests::samples_test
