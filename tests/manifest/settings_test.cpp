#include "manifest/settings.h"

#include <string>

#include "manifest/reading.h"
#include "support/catch2.h"
#include "support/memory_disk.h"

namespace shotlist::tests::settings_test {

using namespace shotlist::manifest;

namespace {

const std::string tail =
    "defaults: {model: sora-2-pro, orientation: portrait, size: small, duration: 15}\n"
    "shots: [{prompt: x}]\n";

}  // namespace

TEST_CASE("a manifest names its ledger, which is looked at later") {
  const auto read = [](const std::string& line) {
    return read_yaml("shotlist: 1\n" + line + tail);
  };
  CHECK_FALSE(read("").settings.ledger);
  const Reading reading = read("ledger: ../all of it.db\n");
  CHECK(reading.mistakes.empty());
  REQUIRE(reading.settings.ledger);
  CHECK(reading.settings.ledger->value == "../all of it.db");
  CHECK(to_text(reading.settings.ledger->at) == "m.yaml:2:9");
  CHECK(read("ledger: postgresql://db.example/shots\n").settings.ledger->value ==
        "postgresql://db.example/shots");
  for (const std::string ledger : {"\"\"", "\" \"", "\"a\\nb\"", "\"a\\rb\""}) {
    CAPTURE(ledger);
    CHECK(read("ledger: " + ledger + "\n").mistakes ==
          "m.yaml:2:9: the ledger must be one line of text; write a file such as shotlist.db, or "
          "remove the line\n");
  }
  CHECK(read("ledger: [a]\n").errors == 1);
}

TEST_CASE("settings are read with their places") {
  const Reading reading = read_yaml(
      "shotlist: 1\n"
      "api:\n  base_url: https://api.example.com/\n  create_path: /v1/create\n"
      "  query_path: /v1/query\n"
      "submit:\n  rate: 60/min\n  burst: 3\n  jobs: 4\n  attempts: 5\n  timeout: 120s\n"
      "  connect_timeout: 500ms\n  stop_after: 20%\n" +
      tail);
  CHECK(reading.mistakes.empty());
  const ManifestSettings& settings = reading.settings;
  REQUIRE(settings.base_url);
  CHECK(settings.base_url->value == "https://api.example.com");
  CHECK(to_text(settings.base_url->at) == "m.yaml:3:13");
  REQUIRE(settings.create_path);
  CHECK(settings.create_path->value == "/v1/create");
  REQUIRE(settings.query_path);
  CHECK(settings.query_path->value == "/v1/query");
  REQUIRE(settings.rate);
  CHECK(settings.rate->value == *parse_pace("60/min"));
  REQUIRE(settings.burst);
  CHECK(settings.burst->value == 3);
  REQUIRE(settings.jobs);
  CHECK(settings.jobs->value == 4);
  REQUIRE(settings.attempts);
  CHECK(settings.attempts->value == 5);
  REQUIRE(settings.timeout);
  CHECK(settings.timeout->value == std::chrono::seconds(120));
  REQUIRE(settings.connect_timeout);
  CHECK(settings.connect_timeout->value == std::chrono::milliseconds(500));
  REQUIRE(settings.stop_after);
  CHECK(settings.stop_after->value == CountOrShare{20, true});
}

TEST_CASE("every setting that cannot be is said, with what to write") {
  CHECK(read_yaml("shotlist: 1\n"
                  "api:\n  base_url: example.com\n  create_path: v1\n  key: x\n"
                  "submit:\n  rate: 60\n  burst: 0\n  jobs: \"4\"\n  attempts: many\n"
                  "  timeout: 120\n  stop_after: 120%\n  jbos: 3\n" +
                  tail)
            .mistakes ==
        "m.yaml:3:13: `base_url` cannot be `example.com`; write an address such as "
        "https://api.example.com\n"
        "m.yaml:4:16: `create_path` cannot be `v1`; write a path that starts with /, such as "
        "/v1/video/create\n"
        "m.yaml:5:3: unknown key `key`; use base_url, create_path, query_path or "
        "content_path\n"
        "m.yaml:7:9: `rate` cannot be `60`; write a rate such as 2/s, 60/min or 5/15s, or none\n"
        "m.yaml:8:10: `burst` must be a whole number from 1 to 1000000, not `0`; write one "
        "within these bounds\n"
        "m.yaml:9:9: `jobs` must be a whole number from 1 to 1000, not text in quotes (`4`); write "
        "4 without quotes\n"
        "m.yaml:10:13: `attempts` must be a whole number from 1 to 100, not `many`; write the "
        "digits alone\n"
        "m.yaml:11:12: `timeout` cannot be `120`; write a time such as 500ms, 120s, 2min or 1h, "
        "24h at most\n"
        "m.yaml:12:15: `stop_after` cannot be `120%`; write a number of rows such as 10, or a "
        "share such as 20%, 100% at most\n"
        "m.yaml:13:3: unknown key `jbos`; did you mean `jobs`?\n");
  CHECK(read_yaml("shotlist: 1\nsubmit: fast\n" + tail).mistakes ==
        "m.yaml:2:9: `submit` must be a map, not `fast`; write its keys below it, indented, each "
        "as `key: value`\n");
}

TEST_CASE("an address with a secret in it is refused without being repeated") {
  for (const char* url :
       {"https://sk-hidden@h.example", "https://u:hidden@h.example", "https://h.example?key=hidden",
        "https://h.example/#hidden", "sk-hidden", "https://h.example/sk-hidden0123456789abcdef"}) {
    CAPTURE(url);
    const std::string mistakes =
        read_yaml("shotlist: 1\napi: {base_url: '" + std::string(url) + "'}\n" + tail).mistakes;
    CHECK(mistakes.rfind("m.yaml:2:17: `base_url` ", 0) == 0);
    CHECK(mistakes.find("hidden") == std::string::npos);
  }
}

TEST_CASE("an address that ends in what the path begins with is refused") {
  const std::string v1 = "shotlist: 1\napi: {base_url: https://h.example/v1";
  CHECK(read_yaml(v1 + "}\n" + tail).mistakes ==
        "m.yaml:2:17: `base_url` ends in /v1, which is added to it; write https://h.example\n");
  CHECK(read_yaml(v1 + ", create_path: /video/create}\n" + tail).mistakes.empty());
}

struct OwnReading {
  UserSettings settings;
  std::string mistakes;
};

OwnReading read_own(const std::string& text) {
  MemoryDisk disk({{"/home/ada/.config/shotlist/config.yaml", text}});
  Diagnostics diagnostics;
  OwnReading reading;
  reading.settings =
      read_user_settings(disk, "/home/ada/.config/shotlist/config.yaml", "/home/ada", diagnostics);
  reading.mistakes = diagnostics.to_text(200);
  return reading;
}

TEST_CASE("a user's own settings are read with their places") {
  const OwnReading all = read_own(
      "base_url: https://gateway.example/\n"
      "api_key_file: ~/keys/shotlist\n"
      "rate: 20/min\n"
      "language: zh\n");
  CHECK(all.mistakes.empty());
  CHECK(all.settings.base_url->value == "https://gateway.example");
  CHECK(all.settings.base_url->at.line == 1);
  CHECK(all.settings.api_key_file->value == "/home/ada/keys/shotlist");
  CHECK((all.settings.rate->value == Pace{Rate{20, std::chrono::minutes(1)}}));
  CHECK(all.settings.language->value == "zh");
  CHECK(read_own("api_key_file: key.txt").settings.api_key_file->value ==
        "/home/ada/.config/shotlist/key.txt");
  CHECK(read_own("api_key_file: /run/key").settings.api_key_file->value == "/run/key");
}

TEST_CASE("without a file, or in an empty one, a user has no settings of their own") {
  MemoryDisk disk;
  Diagnostics diagnostics;
  const UserSettings none = read_user_settings(disk, "/gone.yaml", "/home/ada", diagnostics);
  CHECK_FALSE(none.base_url);
  CHECK(diagnostics.empty());
  CHECK(read_own("# later\n").mistakes.empty());
}

TEST_CASE("what a user's own file may not say is a mistake with its place") {
  struct Case {
    const char* text;
    const char* what;
  };
  for (const Case& c : {Case{"rate: fast", ":1:7: `rate` cannot be `fast`"},
                        Case{"language: fr", "`language` cannot be `fr`; write en or zh"},
                        Case{"api_key_file: \"\"", "name a file that holds the key alone"},
                        Case{"model: sora-2", ":1:1: "}, Case{"duration: 15", ":1:1: "},
                        Case{"base_url: ftp://x", "`base_url`"}, Case{"[a]", ":1:1: "}}) {
    CAPTURE(c.text);
    CHECK(read_own(c.text).mistakes.find(c.what) != std::string::npos);
  }
}

TEST_CASE("a key in a user's own file is refused and never repeated") {
  const std::string key = "sk-Zq81LmPz93XvTr55WnBd";
  for (const std::string& text : {"api_key: " + key, "key: " + key, "api_key_file: " + key,
                                  "rate: " + key, "? " + key, "token: " + key}) {
    CAPTURE(text);
    const OwnReading reading = read_own(text + "\n");
    CHECK(reading.mistakes.find("may hold a key, and is not repeated") != std::string::npos);
    CHECK(reading.mistakes.find(key.substr(3)) == std::string::npos);
    CHECK_FALSE(reading.settings.api_key_file);
  }
  CHECK(read_own("api_key: short").mistakes.find("short") == std::string::npos);
}

}  // namespace shotlist::tests::settings_test
