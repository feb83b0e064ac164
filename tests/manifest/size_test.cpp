// Small files that stand for more than the memory holds: each is refused before that is made.

#include <string>

#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::size_test {

namespace {

const std::string frame =
    "shotlist: 1\n"
    "defaults: {model: sora-2-pro, orientation: portrait, size: small, duration: 15}\n";

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i)
    all += text;
  return all;
}

const std::string large(900'000, 'x');

// `[0, 1, 2]`
std::string numbers(int count) {
  std::string list = "[0";
  for (int i = 1; i < count; ++i)
    list += ", " + std::to_string(i);
  return list + "]";
}

/// What `check` says, without making any request.
std::string mistakes_of(const std::string& manifest) {
  MemoryDisk disk({{"m.yaml", frame + manifest}});
  Diagnostics diagnostics;
  const auto read =
      manifest::Manifest::read(disk, {"m.yaml", manifest::ManifestFormat::yaml, {}}, diagnostics);
  read.for_each_request(diagnostics, [](manifest::RequestView&) {});
  return messages(diagnostics);
}

}  // namespace

TEST_CASE("a text ends where its variables make it too long") {
  CHECK(mistakes_of("vars: {x: " + large + "}\nshots: [{prompt: '" + repeated("{{x}}", 1000) +
                    "'}]\n") ==
        "m.yaml:4:18: with its variables filled in, the text is longer than 1000000 bytes; make "
        "the variables shorter, or use them less often\n");
  CHECK(mistakes_of("vars: {x: " + large + "}\nshots: [{prompt: '{{x}}'}]\n").empty());
}

TEST_CASE("URLs end where their variables or aliases make them too long") {
  const std::string url = "https://a.com/" + large;
  const std::string filled = mistakes_of("vars: {x: " + url + "}\nshots: [{prompt: x, images: [" +
                                         repeated("'{{x}}', ", 100) + "]}]\n");
  CHECK(filled.starts_with("m.yaml:4:"));
  CHECK(filled.find("the URLs have more than 64 MiB") != std::string::npos);
  CHECK(mistakes_of("shots: [{prompt: x, images: [&u " + url + repeated(", *u", 999) + "]}]\n") ==
        "m.yaml:3:29: `images` has more than 64 MiB; give fewer or smaller ones\n");
}

TEST_CASE("a matrix holds no more than the memory does") {
  const std::string refused =
      ": this matrix holds more than 512 MiB; move long texts into vars, or take out keys or "
      "values\n";
  CHECK(mistakes_of("matrix:\n  a: " + numbers(100) + "\n  b: [" + large +
                    "]\n  c: " + numbers(100) + "\nshots: [{prompt: '{{a}} {{c}}'}]\n") ==
        "m.yaml:4:3" + refused);
}

TEST_CASE("requests are counted by their bytes, whoever makes many of them") {
  const std::string refused =
      ": the requests up to here have more than 4 GiB together; make their texts and pictures "
      "smaller, or several manifests of it\n";
  const std::string takes = repeated("  - {prompt: '{{x}}', takes: 1000}\n", 6);
  std::string said = mistakes_of("vars: {x: " + large + "}\nshots:\n" + takes);
  CHECK(said.find("m.yaml:9:5" + refused) != std::string::npos);
  // None of these is sent in that case, so nothing more is made of them.
  CHECK(said.find("m.yaml:10:5" + refused) == std::string::npos);
}

TEST_CASE("rows without a body of their own are not counted by the row before") {
  std::string shots = "  - {prompt: " + large + "}\n";
  for (int i = 0; i < 5'000; ++i)
    shots += "  - {id: s" + std::to_string(i) + ", prompt: x}\n";
  CHECK(mistakes_of("shots:\n" + shots).empty());
}

}  // namespace shotlist::tests::size_test
