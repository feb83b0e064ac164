#include "ledger/ledger_file.h"

#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <string>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "ledger/attempts.h"
#include "ledger/ledger.h"
#include "ledger/schema.h"
#include "support/catch2.h"
#include "support/temporary_directory.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests::ledger_file_test {
namespace {

namespace fs = std::filesystem;
using ledger::Attempt;
using ledger::Database;
using ledger::LedgerFile;
using ledger::Reader;

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// Every file of the folder, byte for byte.
std::map<std::string, std::string> contents_of(const std::string& folder) {
  std::map<std::string, std::string> contents;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file())
      contents[entry.path().filename().string()] = bytes_of(entry.path().string());
  }
  return contents;
}

/// A process that holds its ledger and writes to it.
struct Run {
  explicit Run(const std::string& path) : file(path, random) {}

  Attempt pay(const std::string& prompt) {
    const Request& request = requests.emplace_back(sample_request(prompt, prompt));
    Attempt attempt = intent_for(request, number);
    ledger.intend(attempt, request);
    ledger.commit();
    ledger.answer(attempt.number, accepted("task-" + prompt), Status::submitted, Date());
    ledger.commit();
    return attempt;
  }

  VirtualRandom random{7};
  LedgerFile file;
  VirtualWorker worker;
  ledger::Ledger ledger{file.open(), worker, random, [this] { file.must_be_in_its_place(); }};
  std::int64_t number = ledger.begin(sample_run());
  std::deque<Request> requests;
};

std::int64_t attempts_at(const std::string& path) {
  std::int64_t attempts = -1;
  ledger::read_ledger(path, [&](Reader& reader) { attempts = reader.attempts(); });
  return attempts;
}

/// Nothing where it is accepted.
std::optional<ExitCode> refusal_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    INFO(error.what());
    return error.exit_code();
  }
  return std::nullopt;
}

std::optional<ExitCode> opening(const std::string& path) {
  return refusal_of([&] {
    VirtualRandom random(1);
    LedgerFile(path, random).open();
  });
}

std::optional<ExitCode> reading(const std::string& path) {
  return refusal_of([&] { attempts_at(path); });
}

/// Runs `act` in another process, which ends without a word to anybody. Whether it got to its end.
bool in_another_process(const std::function<void()>& act) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      act();
    } catch (...) {
      ::_exit(1);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// A ledger with a log that a killed run left.
void kill_a_run(const std::string& path) {
  REQUIRE(in_another_process([&] {
    Run run(path);
    run.pay("a night market");
    ::_exit(0);
  }));
}

}  // namespace

TEST_CASE("A ledger is made where there is none, for its owner alone") {
  const auto mask = GENERATE(as<::mode_t>(), 0, 022, 0777);
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  const ::mode_t before = ::umask(mask);
  {
    Run run(path);
    ::umask(before);
    run.pay("a");
    for (const char* ending : {"", "-wal", "-shm"}) {
      struct stat status {};
      REQUIRE(::stat((path + ending).c_str(), &status) == 0);
      CHECK((status.st_mode & 07777) == 0600);
    }
    CHECK(contents_of(folder.path()).size() == 3);
  }
  CHECK(contents_of(folder.path()).size() == 1);
  Run again(path);
  CHECK(Reader(again.ledger.database()).attempts() == 1);
}

TEST_CASE("What is no ledger is refused and left as it is") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  const std::string whole = Database::empty_ledger("0123456789abcdef");
  std::string newer = whole;
  newer[63] = static_cast<char>(ledger::schema_version + 1);
  std::string foreign = whole;
  foreign[68] = 0;
  const auto bytes = GENERATE_COPY(
      std::string(), std::string(50, '\0'), std::string(40960, '\0'), std::string("id,status\n"),
      std::string(2000, 'x'), whole.substr(0, 10), whole.substr(0, 99), whole.substr(0, 100),
      whole.substr(0, 5000), whole.substr(0, whole.size() - 4096), newer, foreign);
  put(path, bytes);
  CHECK(opening(path) == ExitCode::invalid);
  CHECK(reading(path) == ExitCode::invalid);
  CHECK(bytes_of(path) == bytes);
  CHECK(contents_of(folder.path()).size() == 1);
}

TEST_CASE("What is no file is refused") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  SECTION("a folder") {
    fs::create_directory(path);
  }
  SECTION("a pipe") {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  }
  SECTION("a device") {
    fs::create_symlink("/dev/zero", path);
  }
  SECTION("a dangling link") {
    fs::create_symlink(folder.file("gone.db"), path);
  }
  SECTION("a link to itself") {
    fs::create_symlink(path, path);
  }
  SECTION("a folder's link") {
    fs::create_directory_symlink(folder.path(), path);
  }
  CHECK(opening(path) == ExitCode::invalid);
  CHECK(reading(path) == ExitCode::invalid);
  CHECK_FALSE(fs::exists(folder.file("gone.db")));
}

TEST_CASE("A second name is refused") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  { Run run(path); }
  fs::create_hard_link(path, folder.file("other.db"));
  CHECK(opening(path) == ExitCode::invalid);
  CHECK(opening(folder.file("other.db")) == ExitCode::invalid);
  CHECK(reading(path) == ExitCode::invalid);
}

TEST_CASE("A symbolic link is the ledger it leads to") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  const std::string link = folder.file("link.db");
  { Run run(path); }
  fs::create_symlink("shotlist.db", link);
  {
    Run run(link);
    CHECK(run.file.path() == path);
    run.pay("a");
    run.pay("b");
    CHECK(fs::exists(path + "-wal"));
    CHECK(in_another_process([&] {
      if (opening(path) != ExitCode::held || attempts_at(link) != 2) ::_exit(1);
    }));
  }
  CHECK(attempts_at(path) == 2);
  CHECK(contents_of(folder.path()).size() == 2);
}

TEST_CASE("A log whose ledger is gone is not written over") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  const std::string ending = GENERATE("-wal", "-journal");
  put(path + ending, "what was paid for last");
  CHECK(opening(path) == ExitCode::invalid);
  CHECK(reading(path) == ExitCode::invalid);
  CHECK_THROWS_AS(ledger::is_there(path), Error);
  CHECK(contents_of(folder.path()).size() == 1);
}

TEST_CASE("Nothing is made by those who only read") {
  TemporaryDirectory folder;
  CHECK(attempts_at(folder.file("shotlist.db")) == 0);
  CHECK_FALSE(ledger::is_held(folder.file("shotlist.db")));
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("A folder that nobody may write to") {
  if (::geteuid() == 0) {
    // Of root's, as somebody else.
    TemporaryDirectory folder;
    const std::string path = folder.file("shotlist.db");
    { Run(path).pay("a"); }
    fs::permissions(folder.path(), fs::perms(0755));
    fs::permissions(path, fs::perms(0644));
    CHECK(in_another_process([&] {
      if (::setuid(65534) != 0) ::_exit(1);
      if (attempts_at(path) != 1) ::_exit(1);
      if (opening(path) != ExitCode::disk) ::_exit(1);
      if (opening(folder.file("other.db")) != ExitCode::disk) ::_exit(1);
    }));
    fs::permissions(path, fs::perms(0000));
    CHECK(in_another_process([&] {
      if (::setuid(65534) != 0) ::_exit(1);
      if (opening(path) != ExitCode::disk || reading(path) != ExitCode::disk) ::_exit(1);
    }));
    CHECK(contents_of(folder.path()).size() == 1);
  }
}

TEST_CASE("One process holds it, and a kill lets it go") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  {
    Run run(path);
    CHECK(in_another_process([&] {
      if (opening(path) != ExitCode::held || !ledger::is_held(path)) ::_exit(1);
    }));
  }
  CHECK_FALSE(ledger::is_held(path));
  kill_a_run(path);
  CHECK(fs::exists(path + "-wal"));
  CHECK_FALSE(ledger::is_held(path));
  Run run(path);
  CHECK(Reader(run.ledger.database()).attempts() == 1);
}

TEST_CASE("Another object of the same process does not get it") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  VirtualRandom random(1);
  const LedgerFile file(path, random);
  CHECK(opening(path) == ExitCode::held);
}

TEST_CASE("A run notices that its files were moved, replaced or deleted") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  const std::string other = folder.file("other.db");
  { Run run(other); }
  Run run(path);
  run.pay("a");
  CHECK_NOTHROW(run.file.must_be_in_its_place());
  SECTION("moved") {
    fs::rename(path, folder.file("moved.db"));
  }
  SECTION("replaced") {
    fs::rename(other, path);
  }
  SECTION("deleted") {
    fs::remove(path);
  }
  SECTION("its folder was moved") {
    fs::rename(folder.path(), folder.path() + "-moved");
    CHECK_THROWS_AS(run.pay("b"), Error);
    fs::rename(folder.path() + "-moved", folder.path());
    CHECK_THROWS_AS(run.pay("c"), Error);
    return;
  }
  SECTION("its log was deleted") {
    fs::remove(path + "-wal");
  }
  SECTION("its log was replaced") {
    put(other, "");
    fs::rename(other, path + "-wal");
  }
  SECTION("its shared memory was deleted") {
    fs::remove(path + "-shm");
  }
  CHECK(refusal_of([&] { run.pay("b"); }) == ExitCode::disk);
  CHECK(run.ledger.durable() == 2);
}

TEST_CASE("A log that was there before the first commit is looked at, too") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  VirtualRandom random(1);
  LedgerFile file(path, random);
  const Database database = file.open();
  REQUIRE(fs::exists(path + "-wal"));
  fs::remove(path + "-wal");
  put(path + "-wal", "");
  CHECK_THROWS_AS(file.must_be_in_its_place(), Error);
}

TEST_CASE("Readers change no byte, before, during and after a run") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  {
    Run run(path);
    run.pay("a");
    const auto before = contents_of(folder.path());
    CHECK(in_another_process([&] {
      if (attempts_at(path) != 1) ::_exit(1);
    }));
    auto after = contents_of(folder.path());
    after["shotlist.db-shm"] = before.at("shotlist.db-shm");  // it holds who reads at the moment
    CHECK(after == before);
    run.pay("b");
  }
  const auto before = contents_of(folder.path());
  CHECK(attempts_at(path) == 2);
  CHECK(contents_of(folder.path()) == before);
}

TEST_CASE("What a killed run left is read, and left as it is") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  kill_a_run(path);
  auto before = contents_of(folder.path());
  REQUIRE(before.count("shotlist.db-wal") == 1);
  CHECK(attempts_at(path) == 1);
  auto after = contents_of(folder.path());
  before.erase("shotlist.db-shm");
  after.erase("shotlist.db-shm");
  CHECK(after == before);
  SECTION("the shared memory is gone") {
    fs::remove(path + "-shm");
    CHECK(attempts_at(path) == 1);
    after = contents_of(folder.path());
    after.erase("shotlist.db-shm");
    CHECK(after == before);
  }
  SECTION("the log is gone") {
    fs::remove(path + "-wal");
    CHECK(attempts_at(path) == 0);  // for the witness to notice
  }
}

TEST_CASE("A reader sees one instant, and holds up nobody") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  Run run(path);
  run.pay("a");
  int to_reader[2];
  int to_run[2];
  REQUIRE(::pipe(to_reader) == 0);
  REQUIRE(::pipe(to_run) == 0);
  char byte = 0;
  const pid_t child = ::fork();
  if (child == 0) {
    std::int64_t first = 0;
    std::int64_t second = 0;
    try {
      ledger::read_ledger(path, [&](Reader& reader) {
        first = reader.attempts();
        if (::write(to_run[1], "x", 1) != 1 || ::read(to_reader[0], &byte, 1) != 1) ::_exit(1);
        second = static_cast<std::int64_t>(reader.runs().size()) * 0 + reader.attempts();
      });
    } catch (...) {
      ::_exit(1);
    }
    ::_exit(first == 1 && second == 1 && attempts_at(path) == 2 ? 0 : 1);
  }
  REQUIRE(::read(to_run[0], &byte, 1) == 1);
  run.pay("b");
  run.ledger.database().execute("PRAGMA wal_checkpoint(PASSIVE)");
  REQUIRE(::write(to_reader[1], "x", 1) == 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
  for (const int end : {to_reader[0], to_reader[1], to_run[0], to_run[1]})
    ::close(end);
}

TEST_CASE("A reader asks again where a run began meanwhile") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  { Run(path).pay("a"); }
  int asked = 0;
  std::int64_t attempts = 0;
  ledger::read_ledger(path, [&](Reader& reader) {
    attempts = reader.attempts();
    if (++asked == 1) {
      in_another_process([&] { Run(path).pay("b"); });
    }
  });
  CHECK(asked == 2);
  CHECK(attempts == 2);
}

TEST_CASE("A kill while a ledger is made leaves nothing in the way") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  put(path + ".new-abc123", "half a ledger");
  put(path + ".new-" + std::to_string(::getpid()), "half a ledger");
  Run run(path);
  CHECK(attempts_at(path) == 0);
}

TEST_CASE("Names that mean something in a URI are names") {
  TemporaryDirectory folder;
  const std::string name = GENERATE("a b?mode=ro.db", "100%.db", "a#b.db", "%41.db", ":memory:");
  const std::string path = folder.file(name);
  { Run(path).pay("a"); }
  CHECK(fs::exists(path));
  CHECK(attempts_at(path) == 1);
}

}  // namespace shotlist::tests::ledger_file_test
