#include "cli/settings.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "support/catch2.h"
#include "support/memory_disk.h"

namespace shotlist::tests::settings_test {
namespace {

using namespace std::chrono_literals;

const Location line_8{"shots.yaml", 8, 9};

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
                                "query_path /v1/video/query (default)",
                                "timeout " + to_text(Duration(120s)) + " (default)",
                                "connect_timeout " + to_text(Duration(10s)) + " (default)",
                                "rate none (default)",
                                "burst 1 (default)",
                                "jobs 4 (default)",
                                "attempts 5 (default)",
                                "give_up " + to_text(Duration(10min)) + " (default)",
                            });
}

manifest::ManifestSettings full_manifest() {
  manifest::ManifestSettings manifest;
  manifest.base_url = {"https://manifest.example/", line_8};
  manifest.create_path = {"/v2/make", line_8};
  manifest.query_path = {"/v2/look", line_8};
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
  CHECK(settings.query_path == "/v2/look");
  CHECK((settings.timeout == Duration(90s)));
  CHECK((settings.connect_timeout == Duration(5s)));
  CHECK((settings.submit.pace == Pace{Rate{60, 1min}}));
  CHECK(settings.submit.burst == 3);
  CHECK(settings.submit.jobs == 8);
  CHECK(settings.submit.attempts == 9);
  CHECK((settings.submit.stop_after == CountOrShare{20, true}));
  CHECK(settings.origins.size() == 11);
  for (const std::string& origin : settings.origins) {
    CAPTURE(origin);
    const bool is_flag_only = origin.starts_with("give_up ");
    CHECK((is_flag_only || origin.find(" (shots.yaml:8:9)") != std::string::npos));
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
  flags.give_up = 3min;
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
  CHECK((settings.submit.give_up == Duration(3min)));
  CHECK((settings.submit.stop_after == CountOrShare{7, false}));
  CHECK(settings.origins.front() == "base_url https://flag.example (command line)");
  CHECK(settings.origins.back() == "stop_after 7 rows (command line)");
  CHECK(settings.origins[1] == "create_path /v2/make (shots.yaml:8:9)");
}

TEST_CASE("a user's own file goes between the manifest and the defaults") {
  const Location line_1{"config.yaml", 1, 11};
  cli::Environment environment;
  environment.own.base_url = {"https://own.example", line_1};
  environment.own.rate = {Pace{Rate{7, 1s}}, line_1};
  environment.own.api_key_file = {"/home/ada/key.txt", line_1};
  const cli::Settings alone = cli::resolve_settings({}, environment, {});
  CHECK(alone.base_url == "https://own.example");
  CHECK(alone.origins.front() == "base_url https://own.example (config.yaml:1:11)");
  CHECK((alone.submit.pace == Pace{Rate{7, 1s}}));
  CHECK(alone.key_file == "/home/ada/key.txt");

  const cli::Settings beside = cli::resolve_settings({}, environment, full_manifest());
  CHECK(beside.base_url == "https://manifest.example");
  CHECK((beside.submit.pace == Pace{Rate{60, 1min}}));

  environment.api_key = Secret("sk-env");
  CHECK(cli::resolve_settings({}, environment, {}).key_file.empty());
  cli::SubmitOptions flags;
  flags.api_key_file = "key.txt";
  CHECK(cli::resolve_settings(flags, environment, {}).key_file == "key.txt");
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
    CHECK(std::string(by_flag.what()).find("--base-url ") == 0);
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

TEST_CASE("the key comes from the file, else from the environment") {
  MemoryDisk disk({{"key.txt", "sk-file\n"}, {"windows.txt", " sk-file\r\n\n"}});
  CHECK(cli::resolve_key(disk, "", with_key("sk-env")).reveal() == "sk-env");
  CHECK(cli::resolve_key(disk, "key.txt", with_key("sk-env")).reveal() == "sk-file");
  CHECK(cli::resolve_key(disk, "windows.txt", {}).reveal() == "sk-file");
  disk.put("sk-of-mine", "sk-file\n");  // a name that looks like a key
  CHECK(cli::resolve_key(disk, "sk-of-mine", {}).reveal() == "sk-file");
  CHECK(cli::resolve_key(disk, "", with_key(" test\r\n")).reveal() == "test");
}

TEST_CASE("a missing key is told with every way to give one") {
  MemoryDisk disk;
  disk.put("empty.txt", "\n");
  const Error none = error_of([&] { cli::resolve_key(disk, "", {}); });
  CHECK(none.exit_code() == ExitCode::invalid);
  for (const char* way : {"SHOTLIST_API_KEY", "--api-key-file", "--sandbox"})
    CHECK(std::string(none.what()).find(way) != std::string::npos);

  const Error no_file = error_of([&] { cli::resolve_key(disk, "gone.txt", {}); });
  CHECK(no_file.exit_code() == ExitCode::invalid);
  CHECK(std::string(no_file.what()).find("gone.txt") != std::string::npos);

  const auto empty = [&] { cli::resolve_key(disk, "empty.txt", with_key("sk-env")); };
  CHECK(error_of(empty).exit_code() == ExitCode::invalid);
}

std::string words_of(const Error& error) {
  return error.what();
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a file that holds no key is told by its name, a key in the place of a file is not") {
  MemoryDisk disk({{"empty.txt", " \r\n"},
                   {"huge.txt", std::string(std::size_t{65} * 1024, 'k')},
                   {"env.txt", "SHOTLIST_API_KEY=sk-hidden\n"},
                   {"bom.txt", "\xEF\xBB\xBFsk-hidden\n"},
                   {"lines.txt", "sk-hidden\nsk-hidden\n"}});
  struct Case {
    const char* file;
    const char* what;
  };
  for (const Case& c :
       {Case{"empty.txt", "empty.txt is empty"},
        {"huge.txt", "huge.txt is too large for a key file"},
        {"env.txt", "env.txt holds a whole assignment"},
        {"bom.txt", "bom.txt begins with a byte order mark"},
        {"lines.txt", "lines.txt holds 2 lines"},
        {"gone.txt", "there is no key file gone.txt"},
        {"sk-hidden", "there is no key file of this name"},
        {"eyJhbGciOi.hidden4fQz9Lm2Xw7Rt0Yb.x", "there is no key file of this name"}}) {
    CAPTURE(c.file);
    const Error error = error_of([&] { cli::resolve_key(disk, c.file, with_key("sk-env")); });
    CHECK(error.exit_code() == ExitCode::invalid);
    CHECK(words_of(error).rfind(c.what, 0) == 0);
    CHECK_FALSE(has(words_of(error), "hidden"));
  }
}

TEST_CASE(
    "a base URL that holds the key is refused in every spelling, one that resembles it is not") {
  const Secret key("sk-4fQz9Lm2Xw7Rt-0Yb6Nc3Vd8Ks-h.example");
  for (const char* bad : {"https://h.example/sk-4fQz9Lm2Xw7Rt-0Yb6Nc3Vd8Ks-h.example",
                          "https://h.example/a/sk%2D4fQz9Lm2Xw7Rt%2d0Yb6Nc3Vd8Ks-h.example",
                          "https://4fQz9Lm2Xw7Rt-0Yb6Nc3Vd8Ks-h.example"}) {
    CAPTURE(bad);
    const Error error = error_of([&] { cli::must_not_hold_key(bad, key); });
    CHECK(error.exit_code() == ExitCode::invalid);
    CHECK_FALSE(has(words_of(error), "4fQz"));
    cli::SubmitOptions flags;
    flags.base_url = bad;
    const Error early = error_of([&] { cli::resolve_settings(flags, with_key(key.reveal()), {}); });
    CHECK(early.exit_code() == ExitCode::invalid);
    CHECK_FALSE(has(words_of(early), "4fQz"));
  }
  cli::must_not_hold_key("https://Ks-h.example", key);
  cli::must_not_hold_key("http://localhost:8080", Secret("localhost"));
  cli::must_not_hold_key("http://h.example/test", Secret("test"));
  CHECK_THROWS_AS(cli::must_not_hold_key("http://h/localhost", Secret("localhost")), Error);
}

TEST_CASE("a version that would be in the address twice is told with the address that is meant") {
  struct Case {
    const char* url;
    const char* what;
  };
  for (const Case& c :
       {Case{"https://h.example/v1", "--base-url ends in /v1, which is added to it"},
        {"https://h.example/v1/", "--base-url ends in /v1, which is added to it"},
        {"https://h.example/v1/video/create",
         "--base-url ends in /v1/video/create, which is added to it"}}) {
    cli::SubmitOptions flags;
    flags.base_url = c.url;
    const Error error = error_of([&] { cli::resolve_settings(flags, {}, {}); });
    CHECK(error.exit_code() == ExitCode::invalid);
    CHECK(words_of(error) == std::string(c.what) + "; write --base-url https://h.example");
  }
  cli::Environment environment;
  environment.base_url = "https://h.example/proxy/v1";
  CHECK(words_of(error_of([&] { cli::resolve_settings({}, environment, {}); })) ==
        "SHOTLIST_BASE_URL ends in /v1, which is added to it; write https://h.example/proxy");
}

TEST_CASE("certificates come from the flag, else from the variables of OpenSSL and curl") {
  const std::string pem =
      "a comment\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  MemoryDisk disk({{"flag.pem", pem}, {"ssl.pem", pem}, {"curl.pem", pem}});
  cli::SubmitOptions flags;
  cli::Environment environment;
  cli::Settings settings;
  const auto choose = [&] {
    settings = {};
    settings.base_url = "https://h.example";
    cli::choose_ca_file(disk, flags, environment, settings);
  };
  choose();
  CHECK(settings.ca_file.empty());
  CHECK(settings.origins.empty());
  environment.curl_ca_bundle = "curl.pem";
  choose();
  CHECK(settings.ca_file == "curl.pem");
  CHECK(settings.origins.back() == "ca_file curl.pem (CURL_CA_BUNDLE)");
  environment.ssl_cert_file = "ssl.pem";
  choose();
  CHECK(settings.ca_file == "ssl.pem");
  CHECK(settings.origins.back() == "ca_file ssl.pem (SSL_CERT_FILE)");
  flags.ca_file = "flag.pem";
  choose();
  CHECK(settings.ca_file == "flag.pem");
  CHECK(settings.origins.back() == "ca_file flag.pem (command line)");
}

TEST_CASE("a file of certificates that is none is told with where it came from") {
  MemoryDisk disk({{"empty.pem", ""},
                   {"key.pem", "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"},
                   {"cut.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n"}});
  for (const char* file : {"gone.pem", "empty.pem", "key.pem", "cut.pem", ""}) {
    CAPTURE(file);
    cli::Settings settings;
    settings.base_url = "https://h.example";
    cli::SubmitOptions flags;
    flags.ca_file = file;
    const Error by_flag = error_of([&] { cli::choose_ca_file(disk, flags, {}, settings); });
    CHECK(by_flag.exit_code() == ExitCode::invalid);
    CHECK(has(words_of(by_flag), std::string(*file ? file : "\"\"") + ", given by --ca-file,"));
    if (*file == '\0') continue;
    cli::Environment environment;
    environment.curl_ca_bundle = file;
    const Error by_variable =
        error_of([&] { cli::choose_ca_file(disk, {}, environment, settings); });
    CHECK(by_variable.exit_code() == ExitCode::invalid);
    CHECK(has(words_of(by_variable), std::string(file) + ", given by CURL_CA_BUNDLE"));
    settings.base_url = "http://127.0.0.1:8080";  // where nobody needs one
    cli::choose_ca_file(disk, {}, environment, settings);
    CHECK(settings.ca_file.empty());
  }
}

TEST_CASE("what cannot be a key is refused without repeating it") {
  for (const std::string& bad :
       std::vector<std::string>{"sk-one\nsk-two", "sk-one sk-two", "sk-one\r\nX-Header: 1",
                                "sk-\x01", "sk-\x7f", "sk-é", "sk-\t1"}) {
    MemoryDisk disk;
    disk.put("key.txt", bad);
    const Error by_variable = error_of([&] { cli::resolve_key(disk, "", with_key(bad)); });
    const Error by_file = error_of([&] { cli::resolve_key(disk, "key.txt", {}); });
    CHECK(by_variable.exit_code() == ExitCode::invalid);
    CHECK(by_file.exit_code() == ExitCode::invalid);
    CHECK(std::string(by_variable.what()).find("SHOTLIST_API_KEY") != std::string::npos);
    CHECK(std::string(by_file.what()).find("key.txt") != std::string::npos);
    CHECK(std::string(by_variable.what()).find("sk-") == std::string::npos);
    CHECK(std::string(by_file.what()).find("sk-") == std::string::npos);
  }
}

}  // namespace
}  // namespace shotlist::tests::settings_test
