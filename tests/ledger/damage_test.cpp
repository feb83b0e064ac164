// Flipped bits, and a person's hand.

#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "ledger/attempts.h"
#include "ledger/ledger.h"
#include "ledger/ledger_file.h"
#include "ledger/reader.h"
#include "ledger/write_ahead_log.h"
#include "support/catch2.h"
#include "support/temporary_directory.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests::damage_test {
namespace {

namespace fs = std::filesystem;
using ledger::Attempt;
using ledger::Database;
using ledger::Ledger;
using ledger::Reader;

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A new file: some file systems bring one that is cut to nothing and written again to the disk at
// once.
void put(const std::string& path, const std::string& bytes) {
  fs::remove(path);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// Writes a ledger with five attempts of three requests and a decision. The log is as a killed run
/// leaves it where `killed`.
void write_ledger(const std::string& path, bool killed) {
  const pid_t child = ::fork();
  if (child == 0) {
    VirtualRandom random(3);
    ledger::LedgerFile file(path, random);
    VirtualWorker worker;
    {
      Ledger ledger(file.open(), worker, random);
      const std::int64_t run = ledger.begin(sample_run());
      std::deque<Request> requests;
      for (const char* prompt : {"A night market", "A harbor at dawn", "A harbor at dusk"})
        requests.push_back(sample_request(std::string(prompt, 5), prompt));
      const auto send = [&](std::size_t request, int copy, int attempt) {
        Attempt intent = intent_for(requests[request], run, copy, attempt);
        ledger.intend(intent, requests[request]);
        ledger.commit();
        return intent;
      };
      const auto settle = [&](const Attempt& attempt, const Outcome& outcome) {
        ledger.answer(attempt.number, outcome, outcome.status, attempt.sent_at);
        ledger.commit();
      };
      settle(send(0, 1, 1), lost());
      settle(send(0, 1, 2), accepted("task-1"));
      settle(send(0, 2, 1), accepted("task-2"));
      settle(send(1, 1, 1), accepted("task-3"));
      const Attempt doubt = send(2, 1, 1);
      ledger::Decision word;
      word.entry = doubt.entry;
      word.word = ledger::Word::created;
      word.task_id = "task-4";
      word.row = "harbor";
      word.by = "ann";
      ledger.decide({word});
      ledger.claim({{2, sample_manifest, "square", {}}});
      if (killed) ::_exit(0);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(status == 0);
}

std::string read_all(const std::string& path) {
  std::string all;
  ledger::read_ledger(path, [&](Reader& reader) {
    all.clear();
    std::vector<Attempt> attempts;
    reader.for_each_attempt({}, [&](const Attempt& attempt) { attempts.push_back(attempt); });
    for (const Attempt& attempt : attempts) {
      all += in_words(attempt) + '\n';
      const auto request = reader.request_of(attempt.fingerprint);
      all += request ? request->prompt + request->body : "no request";
      for (const Attempt& same : reader.attempts_of(attempt.fingerprint))
        all += ' ' + std::to_string(same.number);
      for (const Attempt& same : reader.slot_of(attempt))
        all += ' ' + std::to_string(same.number);
      all += reader.find_entry(attempt.entry) ? " found\n" : " not found\n";
    }
    reader.for_each_slot(sample_manifest, [&](const ledger::Tries& slot) {
      all += ledger::deciding(slot).task_id + ' ';
    });
    for (const ledger::Decision& decision : reader.decisions())
      all += decision.entry + decision.task_id + decision.by + '\n';
    for (const ledger::Run& run : reader.runs()) {
      all += run.id + run.manifest + run.manifest_path + run.base_url;
      for (const std::string& option : run.options)
        all += ' ' + option;
    }
    all += to_text(reader.spent(sample_manifest, "CNY"), "CNY");
  });
  return all;
}

struct Seen {
  int right = 0;
  int thrown = 0;
};

/// Inverts a byte, or one bit of it.
void flip(std::string& bytes, std::size_t at, bool whole) {
  bytes[at] =
      static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (whole ? 0xFFU : 1U << (at % 8)));
}

}  // namespace

TEST_CASE("Of a flipped byte in the database nobody is told anything wrong") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  write_ledger(path, false);
  REQUIRE_FALSE(fs::exists(path + "-wal"));
  const std::string whole = bytes_of(path);
  const std::string truth = read_all(path);
  // Of what is empty, and of the rest where nobody asks for all, some.
  const std::size_t step = std::getenv("SHOTLIST_FLIP_EVERY_BYTE") != nullptr ? 1 : 13;
  Seen seen;
  for (std::size_t at = 0; at < whole.size(); at += at < 100 ? 1 : step) {
    if (at > 100 && whole[at] == '\0' && at % 97 != 0) continue;
    std::string flipped = whole;
    flip(flipped, at, at % 2 == 0);
    put(path, flipped);
    try {
      const std::string told = read_all(path);
      ++seen.right;
      if (told != truth) {
        INFO("byte " << at);
        REQUIRE(told == truth);
      }
    } catch (const Error& error) {
      ++seen.thrown;
      if (error.exit_code() != ExitCode::invalid) {
        INFO("byte " << at << ": " << error.what());
        REQUIRE(error.exit_code() == ExitCode::invalid);
      }
    }
    if (fs::exists(path + "-wal")) fs::remove(path + "-wal");
    if (fs::exists(path + "-shm")) fs::remove(path + "-shm");
  }
  CHECK(seen.thrown > 400);
  CHECK(seen.right > 10);
}

TEST_CASE("Of a flipped byte in the log nobody is told more than that the last commit is missing") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  write_ledger(path, true);
  const std::string log = bytes_of(path + "-wal");
  REQUIRE(log.size() > 20000);
  const std::string database = bytes_of(path);
  CHECK_FALSE(ledger::is_damaged_log(path + "-wal"));
  const std::string truth = read_all(path);

  // As a loss of power leaves it, without what was not synced.
  constexpr std::size_t frame = 24 + 4096;
  std::size_t last = log.size() - frame;  // where the last transaction begins
  while (last > 32 && log.substr(last - frame + 4, 4) == std::string(4, '\0'))
    last -= frame;
  const auto read = [&](const std::string& bytes) {
    put(path, database);
    put(path + "-wal", bytes);
    fs::remove(path + "-shm");
    return read_all(path);
  };
  const std::string before_last = read(log.substr(0, last));
  REQUIRE(before_last != truth);
  for (std::size_t at = 0; at < log.size(); at += at < 100 || at % frame < 60 ? 1 : 97) {
    std::string flipped = log;
    flip(flipped, at, at % 3 == 0);
    try {
      const std::string told = read(flipped);
      const bool is_right = told == truth || (at >= last && told == before_last);
      if (!is_right) {
        INFO("byte " << at << " of " << log.size() << ", frame " << (at - 32) / frame);
        REQUIRE(told == truth);
      }
    } catch (const Error& error) {
      if (error.exit_code() != ExitCode::invalid) {
        INFO("byte " << at << ": " << error.what());
        REQUIRE(error.exit_code() == ExitCode::invalid);
      }
    }
  }
}

TEST_CASE("A log that was cut anywhere is no damage") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  write_ledger(path, true);
  const std::string log = bytes_of(path + "-wal");
  for (std::size_t size = 0; size <= log.size(); size += 509) {
    put(path + "-wal", log.substr(0, size));
    CHECK_FALSE(ledger::is_damaged_log(path + "-wal"));
  }
  put(path + "-wal", std::string(log.size(), '\0'));
  CHECK_FALSE(ledger::is_damaged_log(path + "-wal"));
}

TEST_CASE("What a person wrote into the database is not believed") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  write_ledger(path, false);
  const std::string sql = GENERATE(
      as<std::string>(), "UPDATE attempt SET status = 'failed' WHERE number = 4",
      "UPDATE attempt SET task_id = 'another' WHERE number = 4",
      "UPDATE attempt SET price = 0.01 WHERE number = 4",
      "UPDATE attempt SET row = 'another' WHERE number = 4",
      "UPDATE attempt SET request = 2 WHERE number = 3",
      "UPDATE attempt SET copy = copy + 4294967296 WHERE number = 4",
      "UPDATE request SET body = '{}' WHERE number = 2", "UPDATE decision SET task_id = 'another'",
      "UPDATE run SET options = '[]'", "DROP TABLE decision",
      "ALTER TABLE attempt RENAME COLUMN task_id TO task", "DELETE FROM ledger");
  sqlite3* shell = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &shell) == SQLITE_OK);
  INFO(sql);
  REQUIRE(sqlite3_exec(shell, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(shell);
  const auto read = [&] {
    try {
      read_all(path);
      ledger::read_ledger(path, [](Reader& reader) { reader.identity(); });
    } catch (const Error& error) {
      return static_cast<int>(error.exit_code());
    }
    return 0;
  };
  CHECK(read() == 3);
}

TEST_CASE("An attempt that was changed by hand is named") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  write_ledger(path, false);
  std::string entry;
  {
    const Database database(path, Database::Mode::write);
    entry = attempts_in(database).at(3).entry;
    database.execute("UPDATE attempt SET task_id = 'another' WHERE number = 4");
  }
  std::string message;
  try {
    read_all(path);
  } catch (const Error& error) {
    message = error.what();
  }
  CHECK(message.find("attempt 4 (" + entry + ")") != std::string::npos);
}

TEST_CASE("A number that was changed by hand is the size of nothing") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  write_ledger(path, false);
  const Database database(path, Database::Mode::write);
  database.execute("UPDATE attempt SET number = 1000000000000000 WHERE number = 4");
  CHECK_THROWS_AS(ledger::Reader(database).attempts(), Error);
}

TEST_CASE("What SQLite lets a shell do without changing a row is no damage") {
  TemporaryDirectory folder;
  const std::string path = folder.file("shotlist.db");
  write_ledger(path, false);
  const std::string truth = read_all(path);
  const std::string sql =
      GENERATE(as<std::string>(), "VACUUM", "REINDEX", "ANALYZE",
               "CREATE INDEX mine ON attempt (task_id)", "ALTER TABLE attempt ADD COLUMN note TEXT",
               "CREATE VIEW mine AS SELECT 1", "PRAGMA journal_mode = DELETE");
  {
    sqlite3* shell = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &shell) == SQLITE_OK);
    REQUIRE(sqlite3_exec(shell, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(shell);
  }
  CHECK(read_all(path) == truth);
  VirtualRandom random(1);
  ledger::LedgerFile file(path, random);
  CHECK_NOTHROW(file.open());
}

}  // namespace shotlist::tests::damage_test
