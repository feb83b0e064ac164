#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::expansion_test {

using namespace shotlist::manifest;

namespace {

using Words = std::vector<std::string>;

std::string joined(const Words& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : between) + word;
  return text;
}

/// A manifest in parts whose order means nothing for what each request is.
struct Parts {
  Words weather = {"rain", "snow", "\"16:9\"", "\"16-9\""};
  Words sizes = {"small", "large"};
  Words exclude = {"{weather: rain, size: large}", "{weather: snow, size: small}"};
  Words include = {"{weather: fog, size: small}", "{weather: fog, duration: 25, size: small}"};
  Words shots = {"{id: a, prompt: \"A harbor in {{weather}}\"}",
                 "{id: b, prompt: \"A market in {{weather}} at {{time}}\", takes: 2, "
                 "matrix: {time: [dawn, dusk]}}",
                 "{prompt: \"A tram in {{weather}}\"}",
                 "{prompt: \"A ferry in {{weather}}\", takes: 3}"};

  std::string manifest() const {
    return "shotlist: 1\n"
           "defaults: {model: sora-2-pro, orientation: portrait, size: small, duration: 15}\n"
           "vars: {time: noon}\nmatrix:\n  weather: [" +
           joined(weather, ", ") + "]\n  size: [" + joined(sizes, ", ") + "]\n  exclude: [" +
           joined(exclude, ", ") + "]\n  include: [" + joined(include, ", ") + "]\nshots:\n  - " +
           joined(shots, "\n  - ") + "\n";
  }
};

std::map<std::string, std::string> bodies_by_id(const Reading& reading) {
  std::map<std::string, std::string> bodies;
  for (const Request& request : reading.requests.rows)
    bodies[request.id] = request.body;
  return bodies;
}

}  // namespace

TEST_CASE("which request has which id does not depend on the order of anything but keys") {
  Parts parts;
  const Reading first = read_yaml(parts.manifest());
  CHECK(first.mistakes.empty());
  const auto bodies = bodies_by_id(first);
  CHECK(bodies.size() == first.requests.rows.size());
  std::mt19937 dice(7);
  for (int i = 0; i < 50; ++i) {
    for (Words* words :
         {&parts.weather, &parts.sizes, &parts.exclude, &parts.include, &parts.shots})
      std::shuffle(words->begin(), words->end(), dice);
    CAPTURE(parts.manifest());
    CHECK(bodies_by_id(read_yaml(parts.manifest())) == bodies);
  }
}

TEST_CASE("values, combinations and shots that are added leave the other ids as they were") {
  Parts parts;
  const auto before = bodies_by_id(read_yaml(parts.manifest()));
  parts.weather.insert(parts.weather.begin(), "wind");
  parts.include.insert(parts.include.begin(), "{weather: hail, size: large}");
  parts.shots.insert(parts.shots.begin(), "{id: c, prompt: \"A bridge in {{weather}}\"}");
  const auto after = bodies_by_id(read_yaml(parts.manifest()));
  for (const auto& [id, body] : before) {
    CAPTURE(id);
    REQUIRE(after.count(id) == 1);
    CHECK(after.at(id) == body);
  }
  CHECK(after.size() > before.size());
}

TEST_CASE("a request is the same from a shot, a row of a table and a line of JSON") {
  const std::string head =
      "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: portrait, size: small, duration: "
      "15}\n"
      "matrix: {time: [dawn, dusk]}\n";
  const std::string from_yaml =
      read_yaml(head +
                "shots: [{id: a, prompt: \"At {{time}}, {{where}}\", takes: 2, vars: {where: "
                "here}}, {prompt: \"{{time}}\"}]\n")
          .lines();
  const auto from = [&](const std::string& name, const std::string& text) {
    return read_files({{"m.yaml", head + "shots_from: " + name + "\n"}, {name, text}}, "m.yaml")
        .lines();
  };
  CHECK(
      from("s.csv", "id,prompt,where,takes\na,\"At {{time}}, {{where}}\",here,2\n,{{time}},,\n") ==
      from_yaml);
  CHECK(from("s.jsonl",
             "{\"id\": \"a\", \"prompt\": \"At {{time}}, {{where}}\", \"where\": \"here\", "
             "\"takes\": 2}\n{\"prompt\": \"{{time}}\"}\n") == from_yaml);
}

TEST_CASE("a mistake in a value of a matrix is said once, however many shots it spoils") {
  CHECK(read_yaml("shotlist: 1\n"
                  "defaults: {model: sora-2-pro, orientation: portrait, size: small}\n"
                  "matrix: {duration: [15, 99]}\n"
                  "shots: [{prompt: a}, {prompt: b}, {prompt: c, images: [nowhere]}]\n")
            .mistakes ==
        "m.yaml:3:25: duration cannot be \"99\"; use 15 or 25\n"
        "m.yaml:4:56: \"nowhere\" is no http(s) URL; give the full address of the image, such as "
        "https://example.com/image.jpg\n");
}

TEST_CASE("matrices and takes make many requests, but not without end") {
  std::string values;
  for (int i = 0; i < 100; ++i)
    values += (i == 0 ? "" : ", ") + std::to_string(i);
  std::string shots;
  for (int i = 0; i < 2; ++i)
    shots += "  - {id: s" + std::to_string(i) + ", prompt: \"{{a}} {{b}}\", takes: 1000}\n";
  const Reading reading = read_yaml(
      "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: portrait, size: small, duration: "
      "1}\n"
      "matrix: {a: [" +
      values + "], b: [" + values + "]}\nshots:\n" + shots);
  CHECK(reading.mistakes.find(
            "m.yaml:6:5: matrices and takes make more than 10000000 requests up to "
            "here; take some out, or make several manifests of it\n") != std::string::npos);
}

}  // namespace shotlist::tests::expansion_test
