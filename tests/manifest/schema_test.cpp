#include "manifest/schema.h"

#include <string>
#include <string_view>

#include "base/text.h"
#include "base/translation.h"
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

// Without comments and what the shots are about.
std::string tables_of(std::string_view starter) {
  std::string tables;
  for (std::string_view line : split(starter, '\n')) {
    line = line.substr(0, line.find("  #"));
    if (line.starts_with('#')) continue;
    for (const std::string_view key : {"style:", "prompt:", "time:"}) {
      if (const auto at = line.find(key); at != line.npos) line = line.substr(0, at + key.size());
    }
    tables.append(line.substr(0, line.find_last_not_of(' ') + 1)) += '\n';
  }
  return tables;
}

TEST_CASE("the Chinese starter has the same tables, and no mistake") {
  const std::string english(starter_manifest());
  speak(Language::chinese);
  const std::string chinese(starter_manifest());
  const Reading reading = read_yaml(chinese);
  speak(Language::english);
  CHECK(reading.mistakes.empty());
  CHECK(reading.prompts() ==
        "雨后的夜市，霓虹灯倒映在水洼里，35 毫米胶片拍摄，自然光\n"
        "清晨的港口，渔船正在出海，35 毫米胶片拍摄，自然光\n");
  CHECK(tables_of(chinese) == tables_of(english));
}

TEST_CASE("every YAML among the samples names its schema") {
  const std::string line = "# yaml-language-server: $schema=manifest.schema.json\n";
  for (const char* name : {"night-market.yaml", "catalog.yaml", "shotlist.yaml"}) {
    INFO(name);
    CHECK(sample(name).find(line) == 0);
  }
}

}  // namespace shotlist::tests::schema_test
