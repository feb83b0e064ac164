#include <fstream>
#include <sstream>
#include <string>

#include "manifest/reading.h"
#include "support/catch2.h"

using namespace shotlist;

namespace {

std::string content_of(const std::string& name) {
  std::ifstream file(std::string(SHOTLIST_MANIFESTS) + "/" + name, std::ios::binary);
  REQUIRE(file.good());
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace

TEST_CASE("every sample manifest expands without a word") {
  struct Sample {
    const char* name;
    std::size_t requests;
  };
  for (const Sample& sample : {Sample{"night-market.yaml", 5}, Sample{"harbor.csv", 5},
                               Sample{"catalog.yaml", 5}, Sample{"season.yaml", 12}}) {
    INFO(sample.name);
    const Reading reading =
        read_files({{std::string("manifests/") + sample.name, content_of(sample.name)},
                    {"manifests/catalog-prompts.csv", content_of("catalog-prompts.csv")},
                    {"manifests/season-sketches.csv", content_of("season-sketches.csv")}},
                   std::string("manifests/") + sample.name);
    CHECK(reading.mistakes.empty());
    CHECK(reading.requests.rows.size() == sample.requests);
    for (const Request& request : reading.requests.rows) {
      CHECK(request.body.find("{{") == std::string::npos);
    }
  }
}
