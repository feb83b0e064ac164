#include "support/dying_vfs.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "support/catch2.h"
#include "support/virtual_time.h"

namespace shotlist::tests::dying_vfs_test {
namespace {

constexpr const char* path = "shots/shots.db";
constexpr const char* log_path = "shots/shots.db-wal";
constexpr int rows = 4;

/// A connection of one process. Calls give SQLite's code, and nothing throws.
class Connection {
 public:
  explicit Connection(DyingVfs& process) {
    code_ = sqlite3_open_v2(path, &database_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                            process.name());
    sqlite3_extended_result_codes(database_, 0);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { sqlite3_close(database_); }

  int code() const { return code_; }
  sqlite3* get() { return database_; }

  /// False once anything went wrong.
  bool run(const std::string& sql) {
    if (code_ == SQLITE_OK)
      code_ = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) & 0xff;
    return code_ == SQLITE_OK;
  }

  /// The first value of the first row; SQLite's message where there is none.
  std::string ask(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr);
    const bool is_row = statement != nullptr && sqlite3_step(statement) == SQLITE_ROW;
    const auto* text = is_row ? sqlite3_column_text(statement, 0) : nullptr;
    std::string value = text == nullptr ? std::string("error: ") + sqlite3_errmsg(database_)
                                        : reinterpret_cast<const char*>(text);
    sqlite3_finalize(statement);
    return value;
  }

 private:
  sqlite3* database_ = nullptr;
  int code_ = SQLITE_OK;
};

/// The log is taken over into the database every few rows, so that a crash comes in that, too.
void prepare(Connection& connection, const std::string& synchronous = "FULL") {
  connection.run("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=6; PRAGMA synchronous=" +
                 synchronous);
  connection.run(
      "BEGIN; CREATE TABLE IF NOT EXISTS a (n INTEGER PRIMARY KEY, text);"
      "CREATE TABLE IF NOT EXISTS b (n INTEGER PRIMARY KEY, text); COMMIT");
}

/// Adds a row to both tables in one transaction.
bool add_row(Connection& connection) {
  connection.run("BEGIN IMMEDIATE");
  for (const char* table : {"a", "b"}) {
    connection.run("INSERT INTO " + std::string(table) + " SELECT coalesce(max(n), 0) + 1," +
                   " hex(zeroblob(2500)) FROM " + table);
  }
  return connection.run("COMMIT");
}

/// One process that adds up to `more` rows. How many it was told are durable.
int live(DyingVfs& process, int more, const std::string& synchronous = "FULL") {
  Connection connection(process);
  prepare(connection, synchronous);
  int told = 0;
  while (told < more && add_row(connection))
    ++told;
  return told;
}

/// What is wrong with the database after `told` rows were said to be durable, in processes of which
/// each may have done one more in its last moment. Empty: nothing.
std::string wrong(DyingDisk& disk, int told, int unheard) {
  if (!disk.read(path)) return told == 0 ? "" : "it is gone";
  DyingVfs process(disk);
  Connection connection(process);
  const std::string state = connection.ask("PRAGMA integrity_check");
  if (state != "ok") return state;
  const std::string tables =
      connection.ask("SELECT count(*) FROM sqlite_master WHERE name IN ('a', 'b')");
  if (tables == "0") return told == 0 ? "" : "its tables are gone";
  const std::string half = connection.ask(
      "SELECT count(*) FROM (SELECT n, text FROM a EXCEPT SELECT n, text FROM b"
      " UNION ALL SELECT n, text FROM b EXCEPT SELECT n, text FROM a)");
  if (half != "0") return half + " half transactions";
  const int found = std::stoi(connection.ask("SELECT count(*) FROM a"));
  if (connection.ask("SELECT coalesce(max(n), 0) FROM a") != std::to_string(found))
    return "a row is missing between others";
  if (found < told) return std::to_string(told - found) + " lost rows";
  if (found > told + unheard) return "rows from nowhere";
  return {};
}

struct Crash {
  const char* name;
  bool power_lost = true;
  PowerLoss loss;
  Survival last_operation{1, true};
};

// A torn write at no byte, in a sector, at its end, and beyond.
const std::vector<Crash>& crashes() {
  static const std::vector<Crash> all = {
      {"killed before it", false, {}, {0}},
      {"killed after 7 bytes", false, {}, {0, false, 7}},
      {"killed after a sector", false, {}, {0, false, 512}},
      {"killed in the middle", false, {}, {0.5}},
      {"killed after it", false, {}, {1}},
      {"power lost, nothing is left", true, {0}, {1}},
      {"power lost, all is left", true, {1}, {0.5}},
      {"power lost, 9 of 10 are left", true, {0.9, 1}, {1}},
      {"power lost, half is left", true, {0.5, 2}, {0.5}},
      {"power lost, half is left", true, {0.5, 3}, {1}},
      {"power lost, 1 of 10 is left", true, {0.1, 4}, {0}},
      {"power lost, 1 of 10 is left", true, {0.1, 5}, {1}},
  };
  return all;
}

/// A process that dies at `step`, and what becomes of the machine. How many rows it was told of.
int crash(DyingDisk& disk, std::size_t step, const Crash& crash, const std::string& synchronous) {
  Lifetime life(step);
  DyingVfs process(disk, &life);
  process.last_operation = crash.last_operation;
  const int told = live(process, rows, synchronous);
  if (crash.power_lost) {
    PowerLoss loss = crash.loss;
    loss.seed += step * 100;
    disk.lose_power(loss);
  }
  return told;
}

std::size_t steps_of_a_life(const std::string& synchronous) {
  DyingDisk disk;
  DyingVfs process(disk);
  REQUIRE(live(process, rows, synchronous) == rows);
  return process.operations();
}

TEST_CASE("killed at any operation, a synced database keeps every row it told of") {
  const std::size_t steps = steps_of_a_life("FULL");
  CHECK(steps > 60);
  std::size_t told_in_all = 0;
  for (const Crash& first : crashes()) {
    for (std::size_t step = 1; step <= steps; ++step) {
      const auto where = [&] { return first.name + (" at step " + std::to_string(step)); };
      DyingDisk disk;
      int told = crash(disk, step, first, "FULL");
      told_in_all += static_cast<std::size_t>(told);
      if (const std::string found = wrong(disk, told, 1); !found.empty())
        FAIL_CHECK(where() << ": " << found);
    }
  }
  CHECK(told_in_all > steps);
}

TEST_CASE("killed three times in a row, a synced database keeps every row it told of") {
  const std::size_t steps = steps_of_a_life("FULL");
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    VirtualRandom random(seed);
    DyingDisk disk;
    int told = 0;
    std::string diary = "seed " + std::to_string(seed);
    for (int times = 0; times < 3; ++times) {
      const Crash& kind = crashes()[random.below(crashes().size())];
      const std::size_t step = 1 + random.below(times == 0 ? steps : steps / 2);
      diary += std::string(", ") + kind.name + " at step " + std::to_string(step);
      told += crash(disk, step, kind, "FULL");
    }
    if (const std::string found = wrong(disk, told, 3); !found.empty())
      FAIL_CHECK(diary << ": " << found);
  }
}

// What shows that the tests above could fail: here SQLite says it is durable and syncs nothing.
TEST_CASE("a database that is not synced loses rows it told of, and breaks") {
  const std::size_t steps = steps_of_a_life("OFF");
  std::size_t lost = 0;
  std::size_t broken = 0;
  for (const Crash& kind : crashes()) {
    for (std::size_t step = 1; step <= steps; ++step) {
      DyingDisk disk;
      const int told = crash(disk, step, kind, "OFF");
      const std::string found = wrong(disk, told, 1);
      if (!kind.power_lost && !found.empty())
        FAIL_CHECK(kind.name << ", " << step << ": " << found);
      const bool is_loss =
          found.find("lost rows") != std::string::npos || found.find("gone") != std::string::npos;
      lost += is_loss ? 1 : 0;
      broken += !found.empty() && !is_loss ? 1 : 0;
    }
  }
  CHECK(lost > 50);
  CHECK(broken > 10);
}

TEST_CASE("a database that waits with its sync for the checkpoint loses rows, and nothing else") {
  const std::size_t steps = steps_of_a_life("NORMAL");
  std::size_t lost = 0;
  for (const Crash& kind : crashes()) {
    for (std::size_t step = 1; step <= steps; ++step) {
      DyingDisk disk;
      const int told = crash(disk, step, kind, "NORMAL");
      const std::string found = wrong(disk, told, 1);
      if (found.find("lost rows") != std::string::npos || found.find("gone") != std::string::npos)
        ++lost;
      else if (!found.empty())
        FAIL_CHECK(kind.name << " at step " << step << ": " << found);
    }
  }
  CHECK(lost > 50);
}

TEST_CASE("a name is lost where its directory was never synced") {
  for (const double chance : {0.0, 1.0}) {
    DyingDisk disk;
    {
      DyingVfs process(disk);
      Connection connection(process);
      CHECK(
          connection.run("PRAGMA journal_mode=MEMORY; CREATE TABLE a (n)"));  // no log, no journal
      CHECK_FALSE(disk.safe(path));
    }
    disk.lose_power({chance});
    CHECK(disk.read(path).has_value() == (chance > 0));
    CHECK(disk.safe(path) == disk.read(path));
  }
  DyingDisk disk;
  {
    DyingVfs process(disk);
    Connection connection(process);
    prepare(connection);
    CHECK(disk.safe(path));
    CHECK(disk.names() == std::vector<std::string>{path, log_path});
  }
  CHECK(disk.names() == std::vector<std::string>{path});
  // Whoever closes last deletes the log without a sync: it may come back, with nothing new in it.
  CHECK(disk.safe(log_path));
  disk.lose_power({0});
  CHECK(disk.names() == std::vector<std::string>{path, log_path});
  CHECK(wrong(disk, 0, 0).empty());
}

TEST_CASE("an operation that fails loses no row that was told of, and the next process goes on") {
  using Fault = DyingVfs::Fault;
  const std::size_t steps = steps_of_a_life("FULL");
  for (const Fault fault : {Fault::full, Fault::read_only}) {
    for (const bool for_good : {false, true}) {
      for (std::size_t step = 1; step <= steps; ++step) {
        DyingDisk disk;
        int told = 0;
        int failures = 0;
        {
          DyingVfs process(disk);
          process.on_failure = [&] { ++failures; };
          process.fail_at(step, fault, for_good);
          told = live(process, rows);
        }
        INFO("step " << step << ", full " << (fault == Fault::full) << ", for good " << for_good);
        if (failures == 0) FAIL_CHECK("nothing failed");
        if (step % 2 == 0) disk.lose_power({0.5, step});
        if (const std::string found = wrong(disk, told, 1); !found.empty()) FAIL_CHECK(found);
        DyingVfs next(disk);
        CHECK(live(next, 1) == 1);
      }
    }
  }
}

TEST_CASE("a full disk and one that became read-only are told apart") {
  const auto code_of = [](DyingVfs::Fault fault) {
    DyingDisk disk;
    DyingVfs process(disk);
    Connection connection(process);
    prepare(connection);
    process.fail_at(process.operations() + 1, fault, true);
    CHECK_FALSE(add_row(connection));
    const int code = connection.code();
    sqlite3_exec(connection.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    Connection later(process);
    CHECK(later.ask("SELECT count(*) FROM a") == "0");
    add_row(later);
    return std::vector<int>{code, later.code()};
  };
  CHECK(code_of(DyingVfs::Fault::full) == std::vector<int>{SQLITE_FULL, SQLITE_FULL});
  CHECK(code_of(DyingVfs::Fault::read_only) == std::vector<int>{SQLITE_IOERR, SQLITE_READONLY});
}

TEST_CASE("a sync that succeeds is told") {
  DyingDisk disk;
  DyingVfs process(disk);
  Connection connection(process);
  prepare(connection);
  int syncs = 0;
  process.on_sync = [&] { ++syncs; };
  CHECK(add_row(connection));
  CHECK(syncs > 0);
  syncs = 0;
  process.fail_at(process.operations() + 1, DyingVfs::Fault::full, true);
  CHECK_FALSE(add_row(connection));
  CHECK(syncs == 0);
}

TEST_CASE("the dead change nothing, whatever is still called in their name") {
  const std::size_t steps = steps_of_a_life("FULL");
  for (std::size_t step = 1; step <= steps; ++step) {
    DyingDisk disk;
    Lifetime life(step);
    DyingVfs process(disk, &life);
    std::vector<std::optional<std::string>> left;
    const auto look = [&] {
      return std::vector<std::optional<std::string>>{disk.read(path), disk.read(log_path)};
    };
    {
      Connection connection(process);
      prepare(connection);
      while (add_row(connection)) {
      }
      REQUIRE(life.over());
      left = look();
      sqlite3_exec(connection.get(), "ROLLBACK; INSERT INTO a VALUES (99, 99)", nullptr, nullptr,
                   nullptr);
    }
    if (look() != left) FAIL_CHECK("killed at " << step << " it wrote on");
    CHECK(process.operations() == step);
    Connection again(process);
    CHECK(again.ask("SELECT 1 FROM a").find("error") == 0);
  }
}

TEST_CASE("the living see what a process left that died beside them, and go on") {
  const std::size_t steps = steps_of_a_life("FULL");
  for (const Crash& kind : crashes()) {
    if (kind.power_lost) continue;
    for (std::size_t step = 1; step <= steps; ++step) {
      DyingDisk disk;
      DyingVfs living(disk);
      Connection reader(living);
      prepare(reader);
      int told = 0;
      while (told < 3 && add_row(reader))
        ++told;
      Lifetime life(step);
      DyingVfs dying(disk, &life);
      dying.last_operation = kind.last_operation;
      std::string broken;
      {
        Connection dead(dying);
        dead.run("PRAGMA synchronous=FULL");
        while (told < 3 + rows && add_row(dead))
          ++told;
        const int found = std::stoi(reader.ask("SELECT count(*) FROM a"));
        if (found < told || found > told + 1) broken = std::to_string(found) + " rows seen";
        CHECK(add_row(reader));
        CHECK(add_row(reader));
      }
      CHECK(reader.ask("SELECT text FROM a ORDER BY n DESC") == std::string(5000, '0'));
      if (broken.empty()) broken = wrong(disk, told + 2, 1);
      if (!broken.empty()) FAIL_CHECK(kind.name << " at step " << step << ": " << broken);
    }
  }
}

// SQLite undoes an open transaction in the memory that both had, without a call of the VFS.
TEST_CASE("the dead do not undo in the memory of the living") {
  DyingDisk disk;
  DyingVfs second(disk);
  Connection living(second);
  prepare(living);
  const std::string more_than_its_cache =
      "PRAGMA cache_size=1; BEGIN IMMEDIATE;"
      "INSERT INTO a SELECT NULL, zeroblob(9000) FROM (VALUES (1), (2), (3), (4), (5), (6))";
  {
    Lifetime life;
    DyingVfs first(disk, &life);
    Connection dead(first);
    const std::string log = *disk.read(log_path);
    CHECK(dead.run(more_than_its_cache));
    CHECK(*disk.read(log_path) != log);
    life = Lifetime(1);
    life.step();
    CHECK(living.run(more_than_its_cache));
  }
  CHECK(living.run("UPDATE a SET text = 'short' WHERE n = 1"));
  CHECK(living.ask("SELECT count(*) FROM a") == "6");
  CHECK(living.run("COMMIT"));
  CHECK(living.ask("PRAGMA integrity_check") == "ok");
  CHECK(living.ask("SELECT count(*) FROM a") == "6");
}

TEST_CASE("a writer keeps others out until it ends or dies, and readers see what was before") {
  DyingDisk disk;
  Lifetime life;
  DyingVfs first(disk, &life);
  DyingVfs second(disk);
  Connection writer(first);
  prepare(writer);
  CHECK(writer.run("BEGIN IMMEDIATE; INSERT INTO a VALUES (1, 'x')"));

  Duration waited{};
  second.on_wait = [&](Duration by) { waited += by; };
  Connection other(second);
  CHECK(other.ask("SELECT count(*) FROM a") == "0");
  sqlite3_busy_timeout(other.get(), 1000);
  CHECK_FALSE(other.run("BEGIN IMMEDIATE"));
  CHECK(other.code() == SQLITE_BUSY);
  CHECK(waited == std::chrono::seconds(1));

  SECTION("it ends") {
    CHECK(writer.run("COMMIT"));
    CHECK(Connection(second).run("BEGIN IMMEDIATE"));
    CHECK(Connection(second).ask("SELECT count(*) FROM a") == "1");
  }
  SECTION("it dies elsewhere") {
    life = Lifetime(1);
    life.step();
    CHECK(Connection(second).run("BEGIN IMMEDIATE"));
    CHECK(Connection(second).ask("SELECT count(*) FROM a") == "0");
    CHECK_FALSE(writer.run("COMMIT"));
  }
  SECTION("the machine goes down") {
    disk.lose_power({1});
    CHECK_FALSE(writer.run("COMMIT"));
    CHECK_FALSE(other.run("SELECT 1 FROM a"));
    CHECK_FALSE(Connection(second).run("SELECT 1 FROM a"));
    DyingVfs third(disk);
    CHECK(Connection(third).run("BEGIN IMMEDIATE"));
  }
}

TEST_CASE("without a log, too, one writes and nobody reads meanwhile") {
  DyingDisk disk;
  DyingVfs first(disk);
  DyingVfs second(disk);
  Connection writer(first);
  Connection other(second);
  CHECK(writer.run("CREATE TABLE a (n); BEGIN IMMEDIATE"));
  CHECK(other.ask("SELECT count(*) FROM a") == "0");
  CHECK_FALSE(Connection(second).run("BEGIN IMMEDIATE"));
  CHECK(writer.run("COMMIT; BEGIN EXCLUSIVE"));
  CHECK(other.ask("SELECT count(*) FROM a") == "error: database is locked");
  CHECK(writer.run("COMMIT"));
  CHECK(other.run("BEGIN; SELECT * FROM a"));
  CHECK(writer.run("BEGIN IMMEDIATE; INSERT INTO a VALUES (1)"));
  CHECK_FALSE(writer.run("COMMIT"));  // it waits for who reads, and nobody new comes in
  CHECK_FALSE(Connection(second).run("SELECT * FROM a"));
  CHECK(other.run("COMMIT"));
  CHECK(sqlite3_exec(writer.get(), "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK);
  CHECK(other.ask("SELECT count(*) FROM a") == "1");
}

TEST_CASE("a person may move, link, replace, remove and spoil files") {
  DyingDisk disk;
  DyingVfs process(disk);
  REQUIRE(live(process, 1) == 1);
  const std::string content = *disk.read(path);
  const auto number = disk.file_number(path);

  disk.link(path, "b.db");
  CHECK(disk.file_number("b.db") == number);
  {
    Connection connection(process);
    CHECK(connection.ask("SELECT count(*) FROM a") == "1");
    const auto has_moved = [&] {
      int moved = -1;
      sqlite3_file_control(connection.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
      return moved;
    };
    CHECK(has_moved() == 0);
    disk.rename(path, "c.db");
    CHECK(has_moved() == 1);
    disk.put(path, content);
    CHECK(has_moved() == 1);
    CHECK(disk.file_number(path) != number);
    disk.rename("c.db", path);
    CHECK(has_moved() == 0);
  }
  disk.remove("b.db");
  CHECK_FALSE(disk.read("b.db"));
  CHECK(disk.read(path) == content);
  CHECK(disk.names() == std::vector<std::string>{path});

  disk.flip(path, 8 * 4096 + 3);
  CHECK(*disk.read(path) != content);
  CHECK(disk.read(path) == disk.safe(path));
  CHECK(wrong(disk, 1, 0) != "");
  disk.flip(path, 8 * 4096 + 3);
  CHECK(wrong(disk, 1, 0) == "");
}

TEST_CASE("of what was not synced any part may be left, sector by sector, and in no order") {
  constexpr std::size_t head = 24;
  constexpr std::size_t page = 4096;
  int out_of_order = 0;
  int torn = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    DyingDisk disk;
    DyingVfs process(disk);
    Connection connection(process);
    connection.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; CREATE TABLE a (n)");
    CHECK(connection.run("INSERT INTO a VALUES (hex(zeroblob(20000)))"));
    const std::string written = *disk.read(log_path);
    disk.lose_power({0.5, seed});
    const std::string left = disk.read(log_path).value_or("");
    bool missing = false;
    for (std::size_t at = 32 + head; at + page <= left.size(); at += head + page) {
      const auto is_left = [&](std::size_t size) {
        return left.compare(at, size, written, at, size) == 0;
      };
      const bool is_missing = left.find_first_not_of('\0', at) >= at + page;
      out_of_order += missing && is_left(page) ? 1 : 0;
      torn += !is_missing && !is_left(page) ? 1 : 0;
      missing = missing || is_missing;
    }
  }
  CHECK(out_of_order > 100);
  CHECK(torn > 100);
}

}  // namespace
}  // namespace shotlist::tests::dying_vfs_test
