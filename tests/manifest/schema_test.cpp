#include "manifest/schema.h"

#include <string>

#include "manifest/reading.h"
#include "manifest/sample_files.h"
#include "manifest/starter.h"
#include "support/catch2.h"

namespace shotlist::tests::schema_test {

using namespace shotlist::manifest;

TEST_CASE("the schema among the samples is the one the program prints") {
  // Where it is not:  shotlist schema > manifests/manifest.schema.json
  CHECK(sample("manifest.schema.json") == manifest_schema());
}

TEST_CASE("the starter among the samples is the one the program writes") {
  // Where it is not:  shotlist init --force manifests/shotlist.yaml
  CHECK(sample("shotlist.yaml") == starter_manifest());
}

TEST_CASE("the starter is a manifest without a mistake") {
  const Reading reading = read_yaml(std::string(starter_manifest()));
  CHECK(reading.mistakes.empty());
  CHECK(reading.prompts() ==
        "A rain-soaked night market, neon on the puddles, shot on 35mm film, natural light\n"
        "A harbor at dawn, fishing boats leaving, shot on 35mm film, natural light\n");
}

TEST_CASE("every YAML among the samples names its schema") {
  const std::string line = "# yaml-language-server: $schema=manifest.schema.json\n";
  for (const char* name : {"night-market.yaml", "catalog.yaml", "shotlist.yaml"}) {
    INFO(name);
    CHECK(sample(name).find(line) == 0);
  }
}

}  // namespace shotlist::tests::schema_test
