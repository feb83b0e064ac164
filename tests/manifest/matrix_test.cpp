#include "manifest/matrix.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::matrix_test {

using namespace shotlist::manifest;

namespace {

using Words = std::vector<std::string>;

MatrixPair pair(std::string name, std::string text) {
  MatrixPair made;
  made.name = std::move(name);
  made.text = std::move(text);
  return made;
}

MatrixKey key(const std::string& name, const Words& values) {
  MatrixKey made;
  made.name = name;
  for (const std::string& value : values)
    made.values.push_back(pair(name, value));
  return made;
}

// `fruit=apple shape=round`, one combination a line, after its name.
std::string shown(const Matrix& matrix) {
  std::string text;
  for (const Combination& combination : combinations_of(matrix)) {
    text += combination.name + ':';
    for (const MatrixPair& one : combination.pairs)
      text += ' ' + one.name + '=' + one.text;
    text += '\n';
  }
  return text;
}

std::vector<std::string> names(const Matrix& matrix) {
  std::vector<std::string> all;
  for (const Combination& combination : combinations_of(matrix))
    all.push_back(combination.name);
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

TEST_CASE("combinations come in the order of the keys, the last varies fastest") {
  CHECK(shown({{key("time", {"dawn", "dusk"}), key("size", {"small", "large"})}, {}, {}}) ==
        "dawn-small: time=dawn size=small\n"
        "dawn-large: time=dawn size=large\n"
        "dusk-small: time=dusk size=small\n"
        "dusk-large: time=dusk size=large\n");
  CHECK(shown({}).empty());
}

TEST_CASE("exclude takes out every combination that has all its pairs") {
  const std::vector<MatrixKey> keys = {key("time", {"dawn", "noon", "dusk"}),
                                       key("size", {"small", "large"})};
  CHECK(names({keys, {{pair("time", "noon")}}, {}}) ==
        Words{"dawn-large", "dawn-small", "dusk-large", "dusk-small"});
  CHECK(names({keys, {{pair("size", "large"), pair("time", "dusk")}}, {}}) ==
        Words{"dawn-large", "dawn-small", "dusk-small", "noon-large", "noon-small"});
  CHECK(names({keys, {{pair("size", "large")}, {pair("size", "small")}}, {}}).empty());
}

// The example of the documentation of GitHub Actions, "Expanding or adding matrix configurations".
TEST_CASE("include adds to combinations, and adds combinations, as in GitHub Actions") {
  const Matrix matrix = {{key("fruit", {"apple", "pear"}), key("animal", {"cat", "dog"})},
                         {},
                         {{pair("color", "green")},
                          {pair("color", "pink"), pair("animal", "cat")},
                          {pair("fruit", "apple"), pair("shape", "circle")},
                          {pair("fruit", "banana")},
                          {pair("fruit", "banana"), pair("animal", "cat")}}};
  CHECK(shown(matrix) ==
        "apple-cat: fruit=apple animal=cat color=pink shape=circle\n"
        "apple-dog: fruit=apple animal=dog color=green shape=circle\n"
        "pear-cat: fruit=pear animal=cat color=pink\n"
        "pear-dog: fruit=pear animal=dog color=green\n"
        "banana: fruit=banana\n"
        "banana-cat: fruit=banana animal=cat\n");
}

TEST_CASE("include brings back what was excluded, and works without keys") {
  CHECK(shown({{key("time", {"dawn", "dusk"})},
               {{pair("time", "dusk")}},
               {{pair("time", "dusk"), pair("size", "small")}}}) ==
        "dawn: time=dawn\n"
        "dusk-small: time=dusk size=small\n");
  CHECK(shown({{}, {}, {{pair("b", "1"), pair("a", "2")}, {pair("a", "3")}}}) ==
        "2-1: a=2 b=1\n"
        "3: a=3\n");
}

TEST_CASE("a combination that include made is named by its keys in order, then by what is added") {
  const Matrix matrix = {
      {key("time", {"dawn"}), key("size", {"small"})},
      {},
      {{pair("z", "1"), pair("size", "large"), pair("a", "2"), pair("time", "noon")}}};
  CHECK(shown(matrix) ==
        "dawn-small: time=dawn size=small\n"
        "noon-large-2-1: time=noon size=large a=2 z=1\n");
}

TEST_CASE("names that would be the same get digits that do not depend on any order") {
  const auto all = names({{key("ratio", {"16:9", "9:16", "16-9"})}, {}, {}});
  REQUIRE(all.size() == 3);
  CHECK(all[2] == "9-16");
  CHECK(all[0].substr(0, 5) == "16-9-");
  CHECK(all[1].substr(0, 5) == "16-9-");
  CHECK(all[0] != all[1]);
  CHECK(names({{key("ratio", {"16-9", "9:16", "16:9"})}, {}, {}}) == all);
  // Two keys whose values run together.
  const auto pairs = names({{key("a", {"x", "x-y"}), key("b", {"z", "y-z"})}, {}, {}});
  CHECK(std::adjacent_find(pairs.begin(), pairs.end()) == pairs.end());
}

TEST_CASE("names stay when values or combinations are added, moved or taken out") {
  const Matrix before = {{key("time", {"dawn", "dusk"}), key("size", {"small"})}, {}, {}};
  const Matrix after = {{key("time", {"noon", "dusk", "dawn"}), key("size", {"large", "small"})},
                        {{pair("time", "noon"), pair("size", "large")}},
                        {{pair("time", "night"), pair("size", "small")}, {pair("mood", "calm")}}};
  const auto new_names = names(after);
  for (const std::string& name : names(before)) {
    CAPTURE(name);
    CHECK(std::binary_search(new_names.begin(), new_names.end(), name));
  }
}

TEST_CASE("values without a letter or digit, and very long ones, have names too") {
  const auto all = names({{key("a", {"", "!", std::string(300, 'x')})}, {}, {}});
  REQUIRE(all.size() == 3);
  for (const std::string& name : all) {
    CHECK_FALSE(name.empty());
    CHECK(name.size() <= 64);
  }
}

TEST_CASE("the keys of a shot come before those of the manifest, and in place of the same ones") {
  const Matrix all = joined({{key("time", {"dawn"}), key("size", {"large"})},
                             {{pair("time", "x")}},
                             {{pair("a", "own")}}},
                            {{key("size", {"small"}), key("orientation", {"portrait"})},
                             {{pair("size", "y")}},
                             {{pair("a", "manifest")}}});
  CHECK(shown({all.keys, {}, all.include}) ==
        "dawn-large-portrait: time=dawn size=large orientation=portrait a=own\n");
  CHECK(all.exclude.size() == 2);
}

TEST_CASE("the size of a matrix is known before it is made") {
  const Words many(101, "x");
  CHECK(Matrix{{key("a", {"1", "2"}), key("b", {"1", "2", "3"})}, {}, {}}.size() == 6);
  CHECK(Matrix{{key("a", many), key("b", many)}, {}, {}}.size() == most_combinations + 1);
  CHECK(combinations_of({{key("a", many), key("b", many)}, {}, {}}).empty());
}

}  // namespace shotlist::tests::matrix_test
