// What holds for every manifest, tried with many that dice made.

#include <algorithm>
#include <string>
#include <vector>

#include "manifest/printer.h"
#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::round_trip_test {

using namespace shotlist::manifest;
using namespace shotlist::system;

namespace {

constexpr unsigned most_seeds = 400;

/// What a request is known and paid by, and what is shown of it.
using Known = std::string;

std::vector<Known> known(const Requests& requests) {
  std::vector<Known> all;
  const auto note =
      std::find(requests.variable_names.begin(), requests.variable_names.end(), "note");
  const auto index = static_cast<std::size_t>(note - requests.variable_names.begin());
  for (const Request& request : requests.rows) {
    all.push_back(request.id + ' ' + to_text(request.fingerprint) + ' ' + request.body + ' ' +
                  (index < request.variables.size() ? request.variables[index] : ""));
  }
  return all;
}

std::vector<Known> read_as(const std::string& name, const std::string& text,
                           std::string_view encoding = {}) {
  const Reading reading = read_files({{name, text}}, name, {}, std::string(encoding));
  INFO(text);
  CHECK(reading.errors == 0);
  return known(reading.requests);
}

std::vector<Known> read_jsonl(const std::string& text) {
  const std::string manifest = "shotlist: 1\nvars: {note: ''}\nshots_from: rows.jsonl\n";
  const Reading reading = read_files({{"m.yaml", manifest}, {"rows.jsonl", text}}, "m.yaml");
  INFO(text);
  CHECK(reading.errors == 0);
  return known(reading.requests);
}

// The rows that requests say, which is all that somebody had in mind.
PlainRows rows_of(const Requests& requests, const PlainRows& with_ids) {
  PlainRows rows;
  for (const Request& request : requests.rows) {
    PlainRow& row = rows.emplace_back();
    const auto text = [&](const char* field) {
      return to_text(*find_field(request.fields, field));
    };
    row.id = with_ids[rows.size() - 1].id.empty() ? "" : request.id;
    row.prompt = text("prompt");
    row.model = text("model");
    row.orientation = text("orientation");
    row.size = text("size");
    row.duration = text("duration") == "15" ? 15 : 25;
    row.watermark = text("watermark") == "true";
    if (const Value* images = find_field(request.fields, "images")) {
      row.images = std::get<std::vector<std::string>>(*images);
    }
    row.note = request.variables.front();
  }
  return rows;
}

}  // namespace

TEST_CASE(
    "what is written as YAML is read as it was meant, and written and read again is the same") {
  for (unsigned seed = 0; seed < most_seeds; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    const PlainRows rows = any_rows(dice);
    const Reading first = read_yaml(as_yaml(rows, dice));
    REQUIRE(first.errors == 0);
    const PlainRows meant = rows_of(first.requests, rows);
    REQUIRE(meant == rows);
    REQUIRE(read_as("m.yaml", as_yaml(meant, dice)) == known(first.requests));
  }
}

TEST_CASE("a manifest is the same requests as YAML, as CSV and as JSONL") {
  for (unsigned seed = 0; seed < most_seeds; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    const PlainRows rows = any_rows(dice);
    const std::vector<Known> requests = read_as("m.yaml", as_yaml(rows, dice));
    REQUIRE(requests.size() == rows.size());
    REQUIRE(read_as("m.csv", as_csv(rows, dice)) == requests);
    REQUIRE(read_jsonl(as_jsonl(rows)) == requests);
  }
}

TEST_CASE("ids and fingerprints do not depend on the order of rows") {
  for (unsigned seed = 0; seed < most_seeds; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    PlainRows rows = any_rows(dice);
    rows.push_back(rows.front());  // the same request twice
    rows.back().id.clear();
    std::vector<Known> before = read_as("m.csv", as_csv(rows, dice));
    std::shuffle(rows.begin(), rows.end(), dice);
    std::vector<Known> after = read_as("m.csv", as_csv(rows, dice));
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());
    REQUIRE(before == after);
  }
}

TEST_CASE("ids and fingerprints do not depend on the encoding of the file") {
  for (unsigned seed = 0; seed < most_seeds; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    const PlainRows rows = any_rows(dice);
    const std::string yaml = as_yaml(rows, dice);
    const std::string csv = as_csv(rows, dice);
    const std::vector<Known> requests = read_as("m.csv", csv);
    for (const std::string_view encoding : {utf8, utf16_le, utf16_be, gb18030}) {
      REQUIRE(read_as("m.csv", encoded(csv, encoding), encoding) == requests);
      REQUIRE(read_as("m.yaml", encoded(yaml, encoding), encoding) == requests);
    }
  }
}

}  // namespace shotlist::tests::round_trip_test
