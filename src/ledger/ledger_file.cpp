#include "ledger/ledger_file.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/translation.h"
#include "ledger/postgres_engine.h"
#include "ledger/schema.h"
#include "ledger/write_ahead_log.h"

namespace shotlist::ledger {
namespace {

constexpr std::string_view remedy = marked(
    "restore it from a backup, or move it away and take over what a results file knows with "
    "`shotlist import RESULTS`; it is never started over");

std::string log_of(const std::string& path) {
  return path + "-wal";
}

// SQLite notices a bad page when it reads it, but not a missing index entry. Up to this size, a
// full check takes less than 0.1 s.
constexpr std::uintmax_t quickly_checked = 8 << 20;

void must_be_sound(const Database& database) {
  std::error_code none;
  if (std::filesystem::file_size(database.path(), none) <= quickly_checked)
    database.must_be_sound();
}

// Resolves symbolic links: SQLite puts its files next to the target.
std::string real_path(const std::string& path) {
  std::error_code failed;
  if (!std::filesystem::is_symlink(path, failed)) return path;
  std::string real = std::filesystem::canonical(path, failed).string();
  if (!failed) return real;
  throw Error(
      ExitCode::invalid, in_both([&] {
        return path + tr(" is a symbolic link to a file that is not there: ") + failed.message();
      }),
      in_both([&] { return tr("put the ledger back where the link leads, or remove the link"); }));
}

// Checked twice, because the user's shell may write to it meanwhile.
void must_have_sound_log(const std::string& path) {
  if (!is_damaged_log(log_of(path)) || !is_damaged_log(log_of(path))) return;
  throw Error(ExitCode::invalid,
              in_both([&] { return log_of(path) + tr(": the ledger is damaged"); }),
              in_both([&] { return tr(remedy); }));
}

// https://sqlite.org/fileformat2.html#the_database_header
constexpr std::size_t header_size = 100;
constexpr std::size_t page_size_offset = 16;
constexpr std::size_t version_offset = 60;
constexpr std::size_t application_offset = 68;

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i)
    value = value << 8U | static_cast<unsigned char>(bytes[i]);
  return value;
}

// Must run before SQLite opens it: SQLite takes an empty file for an empty database.
void must_be_ledger(const system::HeldFile& file) {
  constexpr std::string_view magic("SQLite format 3\0", 16);
  const std::string header = file.start(header_size);
  const auto refuse = [&](const char* what) {  // marked
    throw Error(ExitCode::invalid, in_both([&] { return file.path() + ": " + tr(what); }),
                in_both([&] { return tr(remedy); }));
  };
  if (header.empty()) refuse(marked("the ledger is damaged: the file is empty"));
  if (header.size() < header_size || header.compare(0, magic.size(), magic) != 0)
    refuse(
        marked("the ledger is damaged, or this is no ledger: it does not begin like a database"));
  if (big_endian(header, application_offset) != static_cast<std::uint32_t>(application_id)) {
    throw Error(ExitCode::invalid, in_both([&] {
                  return file.path() + tr(": this is a database of another program");
                }),
                in_both([&] { return tr("name another file with --ledger"); }));
  }
  // SQLite also treats a file shorter than its first page as empty. The size is in units of 256
  // bytes; 64 KiB is stored as 1 byte.
  const std::uintmax_t units = big_endian(header, page_size_offset) >> 24U;
  std::error_code none;
  if (std::filesystem::file_size(file.path(), none) < std::max<std::uintmax_t>(units, 2) * 256)
    refuse(marked("the ledger is damaged: the file is cut short"));
  if (const auto version = big_endian(header, version_offset); version > schema_version) {
    throw Error(ExitCode::invalid, in_both([&] {
                  return tr("{}: this ledger has format {}, and this program knows {} at most",
                            file.path(), version, schema_version);
                }),
                in_both([&] { return tr("use the newer shotlist that wrote it"); }));
  }
}

void must_be_local(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const auto kind = system::network_file_system(folder.empty() ? "." : folder);
  if (!kind) return;
  throw Error(ExitCode::invalid, in_both([&] {
                return tr("{} is on a network file system ({}), where a ledger cannot be kept safe",
                          path, *kind);
              }),
              in_both([&] { return tr("name a file on a local disk with --ledger FILE"); }));
}

// Returns the real path.
std::string made_if_missing(const std::string& path, system::Random& random) {
  must_be_local(path);
  if (!is_there(path)) system::place_new_file(path, Database::empty_ledger(to_hex(random.bits())));
  return real_path(path);
}

void ask_nothing(const std::function<void(Reader&)>& ask) {
  const Database nothing = Database::in_memory();
  Reader reader(nothing);
  ask(reader);
}

void read_shared_ledger(const std::string& address, const std::function<void(Reader&)>& ask) {
  std::unique_ptr<Engine> engine = open_postgres(address, false);
  if (!engine) return ask_nothing(ask);
  const Database database(std::move(engine));
  Reader reader(database);
  reader.look_who_is_at_work();
  const Transaction instant(database, Transaction::Kind::read);
  ask(reader);
}

bool has_run_at_work(const std::string& address, const std::string& manifest) {
  std::unique_ptr<Engine> engine = open_postgres(address, false);
  if (!engine) return false;
  const Database database(std::move(engine));
  Statement run = database.prepare(
      "SELECT 1 FROM run JOIN at_work ON at_work.run = run.number WHERE ? IN ('', manifest)");
  run.bind(manifest);
  return run.step();
}

}  // namespace

LedgerFile::LedgerFile(const std::string& path, system::Random& random)
    : file_(made_if_missing(path, random)) {
  if (!file_.lock())
    throw Error(ExitCode::held, in_both([&] { return path + tr(" is held by another shotlist"); }));
  must_be_ledger(file_);
  must_have_sound_log(file_.path());
  had_log_ = has_log(file_.path());
}

LedgerFile::~LedgerFile() {
  try {
    system::sync_folder_of(file_.path());
  } catch (const Error&) {
    return;  // the log that might come back holds nothing new
  }
}

Database LedgerFile::open() {
  Database database(file_.path(), Database::Mode::write);
  must_be_sound(database);
  database.upgrade();
  must_be_in_its_place();
  return database;
}

void LedgerFile::must_be_in_its_place() {
  bool is_there = file_.is_in_its_place();
  for (std::size_t i = 0; i < beside_.size(); ++i) {
    const auto number = system::number_of(path() + (i == 0 ? "-wal" : "-shm"));
    if (!beside_.at(i)) beside_.at(i) = number;
    is_there = is_there && number == beside_.at(i);
  }
  for (std::size_t i = 0; i < sizes_.size(); ++i) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(i == 0 ? path() : log_of(path()), failed);
    if (failed) continue;                         // there is no log yet
    is_there = is_there && size >= sizes_.at(i);  // no commit shrinks them
    sizes_.at(i) = size;
  }
  if (is_there) return;
  throw Error(
      ExitCode::disk, in_both([&] {
        return path() +
               tr(" was moved, replaced, cut or deleted while it was in use; nothing more is sent");
      }),
      in_both([&] {
        return tr("put it back, with its -wal, before anything else: it holds what was paid for");
      }));
}

bool is_there(const std::string& given) {
  if (is_shared_ledger(given)) return open_postgres(given, false) != nullptr;
  const std::string path = real_path(given);
  if (system::number_of(path)) return true;
  for (const std::string& left : {log_of(path), path + "-journal"}) {
    if (!system::number_of(left)) continue;
    throw Error(
        ExitCode::invalid, in_both([&] {
          return tr("{} is gone, but {} is there: it holds what was paid for last", path, left);
        }),
        in_both([&] {
          return tr(
              "put the ledger back beside it, or move both away and `shotlist import RESULTS`");
        }));
  }
  return false;
}

bool has_log(const std::string& path) {
  if (is_shared_ledger(path)) return false;
  std::error_code failed;
  const std::uintmax_t size = std::filesystem::file_size(log_of(path), failed);
  return !failed && size > 0;
}

bool is_held(const std::string& path, const std::string& manifest) {
  if (is_shared_ledger(path)) return has_run_at_work(path, manifest);
  if (!is_there(path)) return false;
  return system::HeldFile(real_path(path), true).is_locked_elsewhere();
}

void read_ledger(const std::string& given, const std::function<void(Reader&)>& ask) {
  if (is_shared_ledger(given)) return read_shared_ledger(given, ask);
  const std::string path = real_path(given);
  if (!is_there(path)) return ask_nothing(ask);
  must_be_local(path);
  // Kept open until SQLite is done: closing it earlier would drop SQLite's locks.
  const system::HeldFile file(path, true);
  // Looked at twice: a run may end, or begin, before the ledger is read.
  const bool was_held = file.is_locked_elsewhere();
  const auto is_held = [&] { return was_held || file.is_locked_elsewhere(); };
  must_be_ledger(file);
  const auto ask_in_mode = [&](Database::Mode mode) {
    const Database database(path, mode);
    const Transaction instant(database, Transaction::Kind::read);
    must_be_sound(database);
    Reader reader(database, is_held);
    ask(reader);
  };
  // Without a log there is no writer, and SQLite need not create a log to read. What was read while
  // a run began, and perhaps ended, is discarded.
  const std::int64_t written_at = file.written_at();
  const auto is_untouched = [&] {
    return !system::number_of(log_of(path)) && file.written_at() == written_at;
  };
  if (is_untouched()) {
    try {
      ask_in_mode(Database::Mode::untouched);
      if (is_untouched()) return;
    } catch (const Error&) {
      if (is_untouched()) throw;
    }
  }
  try {
    must_have_sound_log(path);
  } catch (const Error&) {
    if (!file.is_locked_elsewhere()) throw;  // otherwise a run is writing to it
  }
  ask_in_mode(Database::Mode::read);
}

}  // namespace shotlist::ledger
