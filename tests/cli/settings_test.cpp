#include "cli/settings.h"

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "support/catch2.h"
#include "support/memory_disk.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

const Position line_8{"shots.yaml", 8, 9};

/// The error that `act` ends in; an Error with no words where there was none.
template <typename Act>
Error error_of(const Act& act) {
  try {
    act();
  } catch (const Error& error) {
    return error;
  }
  return {ExitCode::ok, ""};
}

std::vector<std::string> origins_but_base_url(const cli::Settings& settings) {
  return {settings.origins.begin() + 1, settings.origins.end()};
}

TEST_CASE("where nobody says anything the defaults hold, and say so") {
  const cli::Settings settings = cli::resolve_settings({}, {}, {});
  CHECK(settings.base_url == "https://api.jxincm.cn");
  CHECK(settings.create_path == "/v1/video/create");
  CHECK((settings.timeout == Duration(120s)));
  CHECK((settings.connect_timeout == Duration(10s)));
  CHECK((settings.submit.pace == Pace{}));
  CHECK(settings.submit.burst == 1);
  CHECK(settings.submit.jobs == 4);
  CHECK(settings.submit.attempts == 5);
  CHECK_FALSE(settings.submit.stop_after);
  CHECK(settings.origins == std::vector<std::string>{
                                "base_url https://api.jxincm.cn (default)",
                                "create_path /v1/video/create (default)",
                                "timeout " + to_text(Duration(120s)) + " (default)",
                                "connect_timeout " + to_text(Duration(10s)) + " (default)",
                                "rate none (default)",
                                "burst 1 (default)",
                                "jobs 4 (default)",
                                "attempts 5 (default)",
                            });
}

manifest::ManifestSettings full_manifest() {
  manifest::ManifestSettings manifest;
  manifest.base_url = {"https://manifest.example/", line_8};
  manifest.create_path = {"/v2/make", line_8};
  manifest.rate = {Pace{Rate{60, 1min}}, line_8};
  manifest.burst = {3, line_8};
  manifest.jobs = {8, line_8};
  manifest.attempts = {9, line_8};
  manifest.timeout = {90s, line_8};
  manifest.connect_timeout = {5s, line_8};
  manifest.stop_after = {CountOrShare{20, true}, line_8};
  return manifest;
}

TEST_CASE("the manifest goes before the defaults, and its place is named") {
  const cli::Settings settings = cli::resolve_settings({}, {}, full_manifest());
  CHECK(settings.base_url == "https://manifest.example");
  CHECK(settings.create_path == "/v2/make");
  CHECK((settings.timeout == Duration(90s)));
  CHECK((settings.connect_timeout == Duration(5s)));
  CHECK((settings.submit.pace == Pace{Rate{60, 1min}}));
  CHECK(settings.submit.burst == 3);
  CHECK(settings.submit.jobs == 8);
  CHECK(settings.submit.attempts == 9);
  CHECK((settings.submit.stop_after == CountOrShare{20, true}));
  CHECK(settings.origins.size() == 9);
  for (const std::string& origin : settings.origins) {
    CAPTURE(origin);
    CHECK(origin.find(" (shots.yaml:8:9)") != std::string::npos);
  }
  CHECK(settings.origins.back() == "stop_after 20% (shots.yaml:8:9)");
}

TEST_CASE("flags go before everything") {
  cli::SubmitOptions flags;
  flags.base_url = "https://flag.example";
  flags.rate = Pace{};
  flags.burst = 2;
  flags.jobs = 16;
  flags.attempts = 1;
  flags.timeout = 1s;
  flags.connect_timeout = 2s;
  flags.stop_after = CountOrShare{7, false};
  cli::Environment environment;
  environment.base_url = "https://environment.example";
  const cli::Settings settings = cli::resolve_settings(flags, environment, full_manifest());
  CHECK(settings.base_url == "https://flag.example");
  CHECK((settings.submit.pace == Pace{}));
  CHECK(settings.submit.burst == 2);
  CHECK(settings.submit.jobs == 16);
  CHECK(settings.submit.attempts == 1);
  CHECK((settings.timeout == Duration(1s)));
  CHECK((settings.connect_timeout == Duration(2s)));
  CHECK((settings.submit.stop_after == CountOrShare{7, false}));
  CHECK(settings.origins.front() == "base_url https://flag.example (command line)");
  CHECK(settings.origins.back() == "stop_after 7 rows (command line)");
  CHECK(settings.origins[1] == "create_path /v2/make (shots.yaml:8:9)");
}

TEST_CASE("the environment goes between the flag and the manifest") {
  cli::Environment environment;
  environment.base_url = "https://environment.example";
  const cli::Settings settings = cli::resolve_settings({}, environment, full_manifest());
  CHECK(settings.base_url == "https://environment.example");
  CHECK(settings.origins.front() == "base_url https://environment.example (SHOTLIST_BASE_URL)");
  CHECK(origins_but_base_url(settings) ==
        origins_but_base_url(cli::resolve_settings({}, {}, full_manifest())));
}

TEST_CASE("a base URL is an address to send a key to, wherever it comes from") {
  for (const char* good : {"https://h.example", "http://127.0.0.1:8080",
                           "https://h.example/gateway", "https://h.example///", "http://[::1]:1"}) {
    CAPTURE(good);
    cli::SubmitOptions flags;
    flags.base_url = good;
    const std::string url = cli::resolve_settings(flags, {}, {}).base_url;
    CHECK(std::string(good).rfind(url, 0) == 0);
    CHECK(url.back() != '/');
  }
  for (const char* bad :
       {"", "h.example", "/v1", "ftp://h.example", "file:///etc/passwd", "https://", "https:/h",
        "https:///h", "https://user:pass@h.example", "https://h.example?key=1",
        "https://h.example#top", "https://h .example", "https://h.example\r\nX: y"}) {
    CAPTURE(bad);
    cli::SubmitOptions flags;
    flags.base_url = bad;
    const Error by_flag = error_of([&] { cli::resolve_settings(flags, {}, {}); });
    CHECK(by_flag.exit_code() == ExitCode::invalid);
    CHECK(std::string(by_flag.what()).find("no base URL") != std::string::npos);
    cli::Environment environment;
    environment.base_url = bad;
    CHECK(error_of([&] { cli::resolve_settings({}, environment, {}); }).exit_code() ==
          ExitCode::invalid);
    manifest::ManifestSettings manifest;
    manifest.base_url = {bad, line_8};
    CHECK(error_of([&] { cli::resolve_settings({}, {}, manifest); }).exit_code() ==
          ExitCode::invalid);
  }
}

cli::Environment with_key(const std::string& key) {
  cli::Environment environment;
  environment.api_key = Secret(key);
  return environment;
}

cli::SubmitOptions with_key_file(const std::string& path) {
  cli::SubmitOptions flags;
  flags.api_key_file = path;
  return flags;
}

TEST_CASE("the key comes from the file, else from the environment") {
  MemoryDisk disk({{"key.txt", "sk-file\n"}, {"windows.txt", " sk-file\r\n\n"}});
  CHECK(cli::resolve_key(disk, {}, with_key("sk-env")).reveal() == "sk-env");
  CHECK(cli::resolve_key(disk, with_key_file("key.txt"), with_key("sk-env")).reveal() == "sk-file");
  CHECK(cli::resolve_key(disk, with_key_file("windows.txt"), {}).reveal() == "sk-file");
}

TEST_CASE("a missing key is told with every way to give one") {
  MemoryDisk disk;
  disk.put("empty.txt", "\n");
  const Error none = error_of([&] { cli::resolve_key(disk, {}, {}); });
  CHECK(none.exit_code() == ExitCode::invalid);
  for (const char* way : {"SHOTLIST_API_KEY", "--api-key-file", "--sandbox"})
    CHECK(std::string(none.what()).find(way) != std::string::npos);

  const Error no_file = error_of([&] { cli::resolve_key(disk, with_key_file("gone.txt"), {}); });
  CHECK(no_file.exit_code() == ExitCode::invalid);
  CHECK(std::string(no_file.what()).find("gone.txt") != std::string::npos);

  const auto empty = [&] {
    cli::resolve_key(disk, with_key_file("empty.txt"), with_key("sk-env"));
  };
  CHECK(error_of(empty).exit_code() == ExitCode::invalid);
}

TEST_CASE("what can not be a key is refused without repeating it") {
  for (const std::string& bad :
       std::vector<std::string>{"sk-one\nsk-two", "sk-one sk-two", "sk-one\r\nX-Header: 1",
                                "sk-\x01", "sk-\x7f", "sk-é", "sk-\t1"}) {
    MemoryDisk disk;
    disk.put("key.txt", bad);
    const Error by_variable = error_of([&] { cli::resolve_key(disk, {}, with_key(bad)); });
    const Error by_file = error_of([&] { cli::resolve_key(disk, with_key_file("key.txt"), {}); });
    CHECK(by_variable.exit_code() == ExitCode::invalid);
    CHECK(by_file.exit_code() == ExitCode::invalid);
    CHECK(std::string(by_variable.what()).find("SHOTLIST_API_KEY") != std::string::npos);
    CHECK(std::string(by_file.what()).find("key.txt") != std::string::npos);
    CHECK(std::string(by_variable.what()).find("sk-") == std::string::npos);
    CHECK(std::string(by_file.what()).find("sk-") == std::string::npos);
  }
}

}  // namespace
}  // namespace shotlist::tests
