#include "results/edited_name.h"

#include <set>
#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::edited_name_test {

using shotlist::results::edited_name;

namespace {

const Date noon = *parse_date("2026-03-01T09:30:00.125Z");

std::string name_of(const std::string& path, const std::set<std::string>& taken = {}) {
  return edited_name(path, noon, [&](const std::string& name) { return taken.count(name) > 0; });
}

}  // namespace

TEST_CASE("an edited results file is kept under its name and the time") {
  struct Case {
    std::string path;
    std::string name;
  };
  const std::string time = ".edited-2026-03-01T09-30-00-125Z";
  const std::vector<Case> cases = {
      {"shots.results.csv", "shots.results" + time + ".csv"},
      {"a/b.csv/shots.results.csv", "a/b.csv/shots.results" + time + ".csv"},
      {"/x/夜市.CSV", "/x/夜市" + time + ".CSV"},
      {"out", "out" + time + ".csv"},
      {"out.txt", "out.txt" + time + ".csv"},
      {"a.csv/out", "a.csv/out" + time + ".csv"},
      {".csv", ".csv" + time + ".csv"},
      {"./.csv", "./.csv" + time + ".csv"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.path);
    CHECK(name_of(c.path) == c.name);
  }
}

TEST_CASE("a name that is taken is not taken again") {
  const std::string first = name_of("r.csv");
  const std::string second = "r.edited-2026-03-01T09-30-00-125Z-2.csv";
  CHECK(name_of("r.csv", {first}) == second);
  CHECK(name_of("r.csv", {first, second}) == "r.edited-2026-03-01T09-30-00-125Z-3.csv");
}

TEST_CASE("a name fits into every file system, and is cut between characters") {
  for (std::size_t more = 0; more < 4; ++more) {
    CAPTURE(more);
    std::string stem(more, 'a');
    while (stem.size() < 240)
      stem += "夜";
    const std::string name = name_of("folder/" + stem + ".csv");
    CHECK(name.starts_with("folder/" + stem.substr(0, 150 + more)));
    CHECK(name.ends_with("夜.edited-2026-03-01T09-30-00-125Z.csv"));
    CHECK(name.size() - std::string("folder/").size() + std::string(".new").size() <= 255);
  }
}

TEST_CASE("no character of the mark is one that a file system refuses") {
  const std::string name = name_of("r.csv");
  CHECK(name.find_first_of("<>:\"/\\|?* ") == std::string::npos);
}

}  // namespace shotlist::tests::edited_name_test
