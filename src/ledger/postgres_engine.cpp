#include "ledger/postgres_engine.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/disarm.h"
#include "base/text.h"
#include "base/translation.h"
#include "ledger/database.h"
#include "ledger/postgres_library.h"
#include "ledger/schema.h"
#include "system/waiting.h"

namespace shotlist::ledger {
namespace {

// Of PostgreSQL's own types (https://www.postgresql.org/docs/current/protocol-overview.html, and
// src/include/catalog/pg_type.dat of its sources).
constexpr Oid bytea_type = 17;

constexpr std::size_t rows_at_a_time = 1000;

struct Clear {
  void operator()(PGresult* result) const { libpq().clear(result); }
};
using PgResult = std::unique_ptr<PGresult, Clear>;

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { libpq().conninfoFree(options); }
};

// libpq ends its messages with a line break, and breaks them with more.
std::string on_one_line(const char* message) {
  std::string text;
  for (const std::string_view line : split(message == nullptr ? "" : message, '\n')) {
    if (trimmed(line).empty()) continue;
    if (!text.empty()) text += "; ";
    text += trimmed(line);
  }
  return disarm(text);
}

// `?` and `?1` as `$1`. Texts in quotes hold no parameters here.
std::string numbered(std::string_view sql) {
  std::string text;
  int last = 0;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    if (sql[at] != '?') {
      text += sql[at];
      continue;
    }
    const std::size_t end = sql.find_first_not_of("0123456789", at + 1);
    const std::string_view number = sql.substr(at + 1, end - at - 1);
    text += '$';
    text += number.empty() ? std::to_string(++last) : std::string(number);
    at += number.size();
  }
  return text;
}

constexpr std::string_view remedy_for_pooler =
    marked("connect to the server itself, or let the pooler keep sessions (pool_mode=session)");

// https://www.postgresql.org/docs/current/errcodes-appendix.html
std::string_view remedy_for_state(std::string_view code) {
  if (code == "53100") return tr("make room on the server's disk, then run again");
  if (code == "42501")
    return tr("ask its owner: GRANT USAGE, CREATE, or use a database of your own");
  if (code == "25006") return tr("name the server that takes writes");
  if (code == "SL001" || code == "26000" || code == "42P05") return remedy_for_pooler;
  if (code == "40P01" || code == "40001") return tr("run again");
  return "";
}

}  // namespace

/// One session, which is made anew when it is lost.
class PostgresSession {
 public:
  PostgresSession(std::string address, std::string name)
      : address_(std::move(address)), name_(std::move(name)) {
    connect();
    must_be_its_own();
  }
  PostgresSession(const PostgresSession&) = delete;
  PostgresSession& operator=(const PostgresSession&) = delete;

  const std::string& name() const { return name_; }
  bool is_in_transaction() const {
    return libpq().transactionStatus(connection_.get()) == PQTRANS_INTRANS;
  }

  Error damaged(const Sentence& what) const {
    return {
        damage, in_both([&] { return tr("{}: the ledger is damaged: {}", name_, spoken(what)); }),
        in_both([] {
          return tr(
              "restore it from a backup, then `shotlist import` the results file; it holds what "
              "was paid for and is never started over");
        })};
  }

  void execute(const char* sql) {
    libpq().sendQuery(connection_.get(), sql);
    static_cast<void>(wait_for_result());
  }

  /// The name of the prepared statement of `sql`, which is prepared once a session.
  const std::string& prepared(const std::string& sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return known->second;
    std::string statement = fmt::format("s{}", statements_.size());
    libpq().sendPrepare(connection_.get(), statement.c_str(), sql.c_str(), 0, nullptr);
    static_cast<void>(wait_for_result());
    return statements_.emplace(sql, std::move(statement)).first->second;
  }

  struct Parameters {
    std::vector<std::optional<std::string>> values;
    std::vector<int> formats;  ///< 1: bytes
    std::vector<const char*> pointers;
    std::vector<int> lengths;

    int size() const { return static_cast<int>(values.size()); }

    void set(int at, std::optional<std::string> value, bool is_bytes) {
      const auto index = static_cast<std::size_t>(at - 1);
      if (index >= values.size()) {
        values.resize(index + 1);
        formats.resize(index + 1);
      }
      values[index] = std::move(value);
      formats[index] = is_bytes ? 1 : 0;
    }

    void point() {
      pointers.clear();
      lengths.clear();
      for (const auto& value : values) {
        pointers.push_back(value ? value->c_str() : nullptr);
        lengths.push_back(value ? static_cast<int>(value->size()) : 0);
      }
    }
  };

  PgResult run(const std::string& sql, Parameters& parameters) {
    const std::string& statement = prepared(sql);
    parameters.point();
    libpq().sendQueryPrepared(connection_.get(), statement.c_str(), parameters.size(),
                              parameters.pointers.data(), parameters.lengths.data(),
                              parameters.formats.data(), 0);
    return wait_for_result();
  }

  /// As `run`, but not prepared: for DECLARE, which cannot be.
  PgResult run_once(const std::string& sql, Parameters& parameters) {
    parameters.point();
    libpq().sendQueryParams(connection_.get(), sql.c_str(), parameters.size(), nullptr,
                            parameters.pointers.data(), parameters.lengths.data(),
                            parameters.formats.data(), 0);
    return wait_for_result();
  }

  void reconnect() {
    connection_.reset();
    statements_.clear();
    connect();
    must_be_its_own();
  }

  std::string next_cursor() { return fmt::format("c{}", ++cursors_); }

  ExitCode damage = ExitCode::invalid;
  std::function<bool(std::chrono::milliseconds)> wait;

 private:
  struct Probe {};
  PostgresSession(const PostgresSession& like, Probe) : address_(like.address_), name_(like.name_) {
    connect();
  }

  struct Finish {
    void operator()(PGconn* connection) const { libpq().finish(connection); }
  };

  void connect() {
    // The address comes last, so that it can overrule what is said before it.
    constexpr std::array<const char*, 9> words = {
        "fallback_application_name", "connect_timeout",  "keepalives_idle",
        "keepalives_interval",       "keepalives_count", "tcp_user_timeout",
        "client_encoding",           "dbname",           nullptr};
    const std::array<const char*, 9> values = {
        "shotlist", "10", "10", "5", "3", "20000", "UTF8", address_.c_str(), nullptr};
    constexpr int expands_address = 1;
    connection_.reset(libpq().connectdbParams(words.data(), values.data(), expands_address));
    if (libpq().status(connection_.get()) != CONNECTION_OK) {
      throw Unreachable(
          ExitCode::disk, in_both([&] {
            return tr("{}: the ledger cannot be reached: {}", name_,
                      on_one_line(libpq().errorMessage(connection_.get())));
          }),
          in_both([&] { return tr("check the address, the server and its password file"); }));
    }
    libpq().setNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
    // The server, too, must notice soon that a machine is gone: its locks count as a sign of life.
    libpq().sendQuery(
        connection_.get(),
        "SET search_path = shotlist; SET synchronous_commit = on; SET "
        "default_transaction_isolation = 'read committed'; SET bytea_output = hex;"
        "SET standard_conforming_strings = on; SET idle_in_transaction_session_timeout = '10s';"
        "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5;"
        "SET tcp_keepalives_count = 3; SET tcp_user_timeout = 20000; SELECT pg_backend_pid()");
    const PgResult process = wait_for_result();
    process_ = libpq().getvalue(process.get(), 0, 0);
  }

  // A pooler may give one session of the server to several clients. What is set in it is then lost,
  // and the locks of dead clients stay. That a pooler is there shows in the process it told of.
  void must_be_its_own() const {
    const bool is_direct = process_ == std::to_string(libpq().backendPID(connection_.get()));
    if (is_direct || PostgresSession(*this, Probe()).process_ != process_) return;
    throw Error(ExitCode::invalid, in_both([&] {
                  return name_ + tr(": a pooler gives one session to several clients");
                }),
                in_both([&] { return tr(remedy_for_pooler); }));
  }

  // The last result of what was sent. Another session may hold what it needs for a while.
  // A connection that a relay holds without a word looks like that, too.
  PgResult wait_for_result() {
    constexpr std::chrono::seconds longest_silence(60);
    constexpr std::chrono::milliseconds pause(20);
    std::chrono::milliseconds waited(0);
    PgResult last;
    for (;;) {
      while (libpq().isBusy(connection_.get()) != 0) {
        if (!system::wait_until_readable(libpq().socket(connection_.get()), pause)) {
          waited += pause;
          if (waited >= longest_silence) fail_with_link();
          if (wait && !wait(waited)) fail(in_both([] { return tr("given up"); }));
          continue;
        }
        if (libpq().consumeInput(connection_.get()) == 0) fail_with_link();
      }
      PgResult next(libpq().getResult(connection_.get()));
      if (!next) break;
      const bool was_refused = last && libpq().resultStatus(last.get()) == PGRES_FATAL_ERROR;
      if (!was_refused) last = std::move(next);
    }
    if (!last) fail_with_link();
    const ExecStatusType status = libpq().resultStatus(last.get());
    if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE) fail_with(*last);
    return last;
  }

  [[noreturn]] void fail(const Sentence& what) const {
    throw Error(ExitCode::disk, in_both([&] {
                  return tr("{}: the ledger cannot be used: {}", name_, spoken(what));
                }));
  }

  [[noreturn]] void fail_with_link() const {
    throw Unreachable(ExitCode::disk, in_both([&] {
                        return tr("{}: the connection to the ledger was lost: {}", name_,
                                  on_one_line(libpq().errorMessage(connection_.get())));
                      }));
  }

  [[noreturn]] void fail_with(PGresult& result) const {
    const char* field = libpq().resultErrorField(&result, PG_DIAG_SQLSTATE);
    const std::string_view code = field == nullptr ? "" : field;
    if (code.empty() || code.starts_with("08") || code.starts_with("57P") || code == "25P03")
      fail_with_link();
    const std::string what =
        on_one_line(libpq().resultErrorField(&result, PG_DIAG_MESSAGE_PRIMARY));
    if (code == "42P01" || code == "42703" || code.starts_with("XX")) throw damaged(what);
    const Sentence message =
        in_both([&] { return tr("{}: the ledger cannot be used: {}", name_, what); });
    if (code.starts_with("22") || code.starts_with("23")) throw Refusal(ExitCode::disk, message);
    throw Error(ExitCode::disk, message, in_both([&] { return tr(remedy_for_state(code)); }));
  }

  std::string address_;
  std::string name_;
  std::unique_ptr<PGconn, Finish> connection_;
  std::unordered_map<std::string, std::string> statements_;  ///< names by their SQL
  std::string process_;                                      ///< the number of the server's process
  int cursors_ = 0;
};

namespace {

class PostgresStatement final : public EngineStatement {
 public:
  PostgresStatement(PostgresSession& session, std::string_view sql, bool is_scan)
      : session_(session), sql_(numbered(sql)), is_scan_(is_scan) {}

  ~PostgresStatement() override {
    try {
      reset();
    } catch (const Error&) {
      return;  // the session is gone, and its cursor with it
    }
  }

  void bind(int at, std::int64_t value) override {
    reset();
    parameters_.set(at, std::to_string(value), false);
  }
  void bind_text(int at, std::string_view text, bool) override {
    reset();
    // It would end there without a word.
    if (text.find('\0') != std::string_view::npos)
      throw Refusal(ExitCode::disk, in_both([&] {
                      return session_.name() + tr(": a text for the ledger has a NUL in it");
                    }));
    parameters_.set(at, std::string(text), false);
  }
  void bind_bytes(int at, std::string_view bytes, bool) override {
    reset();
    parameters_.set(at, std::string(bytes), true);
  }
  void bind_null(int at) override {
    reset();
    parameters_.set(at, std::nullopt, false);
  }

  bool step() override {
    if (!rows_) begin();
    ++row_;
    if (row_ >= libpq().ntuples(rows_.get()) && !cursor_.empty()) fetch();
    if (row_ < libpq().ntuples(rows_.get())) return true;
    const char* changed = libpq().cmdTuples(rows_.get());
    changed_ = std::strtoll(changed, nullptr, 10);
    reset();
    return false;
  }

  std::int64_t changed() const override { return changed_; }

  std::int64_t added() const override {
    PostgresStatement last(session_, "SELECT lastval()", false);
    last.step();
    return last.integer(0);
  }

  void reset() override {
    rows_.reset();
    if (cursor_.empty()) return;
    const std::string closes = "CLOSE " + std::exchange(cursor_, {});
    if (session_.is_in_transaction()) session_.execute(closes.c_str());
  }

  bool is_null(int column) const override {
    return libpq().getisnull(rows_.get(), row_, column) != 0;
  }
  std::int64_t integer(int column) const override {
    return std::strtoll(libpq().getvalue(rows_.get(), row_, column), nullptr, 10);
  }
  double real(int column) const override {
    return std::strtod(libpq().getvalue(rows_.get(), row_, column), nullptr);
  }
  std::string_view text(int column) const override {
    const char* value = libpq().getvalue(rows_.get(), row_, column);
    const std::string_view text(
        value, static_cast<std::size_t>(libpq().getlength(rows_.get(), row_, column)));
    if (libpq().ftype(rows_.get(), column) != bytea_type || is_null(column)) return text;
    std::size_t size = 0;
    const std::unique_ptr<unsigned char, void (*)(void*)> bytes(
        libpq().unescapeBytea(reinterpret_cast<const unsigned char*>(value), &size),
        libpq().freemem);
    bytes_.assign(reinterpret_cast<const char*>(bytes.get()), size);
    return bytes_;
  }

 private:
  void begin() {
    row_ = -1;
    // Outside a transaction a cursor would end with its declaration.
    if (!is_scan_ || !session_.is_in_transaction()) {
      rows_ = session_.run(sql_, parameters_);
      return;
    }
    cursor_ = session_.next_cursor();
    session_.run_once(fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", cursor_, sql_),
                      parameters_);
    fetch();
    row_ = -1;
  }

  void fetch() {
    PostgresSession::Parameters none;
    rows_ = session_.run_once(fmt::format("FETCH {} FROM {}", rows_at_a_time, cursor_), none);
    row_ = 0;
  }

  PostgresSession& session_;
  std::string sql_;
  bool is_scan_;
  std::string cursor_;
  PostgresSession::Parameters parameters_;
  PgResult rows_;
  int row_ = -1;
  std::int64_t changed_ = 0;
  mutable std::string bytes_;
};

class PostgresEngine final : public Engine {
 public:
  explicit PostgresEngine(const std::string& address) : session_(address, shown_address(address)) {}

  const std::string& name() const override { return session_.name(); }
  bool is_shared() const override { return true; }

  std::unique_ptr<EngineStatement> prepare(std::string_view sql) override {
    return std::make_unique<PostgresStatement>(session_, sql, false);
  }
  std::unique_ptr<EngineStatement> prepare_scan(std::string_view sql) override {
    return std::make_unique<PostgresStatement>(session_, sql, true);
  }
  void execute(const char* sql) override { session_.execute(sql); }
  void begin(bool writes) override {
    session_.execute(writes ? "BEGIN; SELECT take_turn()"
                            : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }
  // A refused statement would end the whole transaction.
  void guarded(const std::function<void()>& write) override {
    session_.execute("SAVEPOINT one");
    try {
      write();
    } catch (const Refusal&) {
      session_.execute("ROLLBACK TO SAVEPOINT one");
      throw;
    }
    session_.execute("RELEASE SAVEPOINT one");
  }
  void reconnect() override { session_.reconnect(); }
  Error damage(const Sentence& what) const override { return session_.damaged(what); }
  void damage_is(ExitCode exit_code) override { session_.damage = exit_code; }
  std::string_view list_of_texts() const override {
    return "json_array_elements_text(?::json) AS list (value)";
  }
  void wait_with(std::function<bool(std::chrono::milliseconds)> wait) override {
    session_.wait = std::move(wait);
  }

  /// Which version of shared.sql the database has.
  std::string rules_of_ledger() {
    const auto there = prepare("SELECT to_regclass('shotlist.rules') IS NOT NULL");
    if (!there->step() || there->text(0) != "t") return {};
    const auto rules = prepare("SELECT digest FROM rules");
    return rules->step() ? std::string(rules->text(0)) : std::string();
  }

  /// None if there is no ledger.
  std::optional<std::int64_t> version_of_ledger() {
    const auto there = prepare("SELECT to_regclass('shotlist.ledger') IS NOT NULL");
    if (!there->step() || there->text(0) != "t") return std::nullopt;
    there->reset();
    const auto version = prepare("SELECT version FROM ledger");
    if (!version->step()) throw damage(in_both([&] { return tr("it has no name"); }));
    return version->integer(0);
  }

 private:
  PostgresSession session_;
};

void must_be_known(const std::string& name, std::int64_t version) {
  if (version <= schema_version) return;
  throw Error(ExitCode::invalid, in_both([&] {
                return tr("{}: this ledger has format {}, and this program knows {} at most", name,
                          version, schema_version);
              }),
              in_both([&] { return tr("use the newer shotlist that wrote it"); }));
}

// What decides who sends is in the database. With other rules there than this program expects, a
// request could leave whose answer cannot be recorded.
std::string known_rules() {
  return to_text(base::fingerprint_of(shared_schema));
}

void must_have_known_rules(PostgresEngine& engine) {
  if (engine.rules_of_ledger() == known_rules()) return;
  throw Error(ExitCode::invalid, in_both([&] {
                return engine.name() +
                       tr(": this ledger was made by another build of shotlist, with other rules");
              }),
              in_both([&] { return tr("use that one on all machines"); }));
}

/// What an address says.
class Settings {
 public:
  explicit Settings(const std::string& address) {
    char* message = nullptr;
    options_.reset(libpq().conninfoParse(address.c_str(), &message));
    if (options_) return;
    libpq().freemem(message);  // it may quote the password
    throw Error(
        ExitCode::usage, in_both([&] { return tr("the address of the ledger cannot be read"); }),
        in_both([&] {
          return tr("write postgresql://USER@HOST/DATABASE, and the password in a password file");
        }));
  }

  std::string value_of(std::string_view name) const {
    for (const PQconninfoOption* option = options_.get(); option->keyword != nullptr; ++option) {
      if (option->keyword == name && option->val != nullptr) return option->val;
    }
    return {};
  }

 private:
  std::unique_ptr<PQconninfoOption, FreeOptions> options_;
};

// A number that SQLite assigns by itself is a sequence here, and none is kept to 32 bits. Neither
// engine looks after references: rows are never deleted, and to check them takes PostgreSQL a sixth
// of a claim.
std::string shared_tables() {
  std::string sql = schema;
  const auto replace_all = [&sql](std::string_view old, std::string_view better) {
    for (std::size_t at = sql.find(old); at != std::string::npos;
         at = sql.find(old, at + better.size()))
      sql.replace(at, old.size(), better);
  };
  replace_all("INTEGER NOT NULL PRIMARY KEY",
              "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY");
  replace_all(" INTEGER", " BIGINT");
  replace_all(" REFERENCES run (number)", "");
  replace_all(" REFERENCES request (number)", "");
  return sql;
}

// One creates it, the others wait for that: before their transaction, which would not see what was
// created during it.
void create_tables(PostgresEngine& engine) {
  engine.execute("SELECT pg_advisory_lock(hashtext('shotlist'))");
  engine.execute("BEGIN");
  if (!engine.version_of_ledger()) {
    // Who may not make one may still use one that is there.
    engine.execute(
        "DO $$ BEGIN IF to_regnamespace('shotlist') IS NULL THEN CREATE SCHEMA shotlist; END IF; "
        "END $$");
    engine.execute(("SET LOCAL search_path = shotlist;" + shared_tables()).c_str());
    engine.execute(shared_schema);
    engine.execute(("INSERT INTO rules VALUES ('" + known_rules() + "')").c_str());
    const auto add = engine.prepare(
        "INSERT INTO ledger (id, version) VALUES (replace(gen_random_uuid()::text, '-', ''), ?)");
    add->bind(1, schema_version);
    add->step();
  }
  engine.execute("COMMIT; SELECT pg_advisory_unlock(hashtext('shotlist'))");
}

}  // namespace

std::string shown_address(const std::string& address) {
  const Settings settings(address);
  std::string shown = "postgresql://";
  if (const std::string user = settings.value_of("user"); !user.empty()) shown += user + '@';
  const std::string host = settings.value_of("host");
  const bool is_socket = host.starts_with('/');
  if (!is_socket) shown += host;
  if (const std::string port = settings.value_of("port"); !port.empty()) shown += ':' + port;
  shown += '/' + settings.value_of("dbname");
  if (is_socket) shown += "?host=" + host;
  return shown;
}

std::string password_in(const std::string& address) {
  return Settings(address).value_of("password");
}

std::unique_ptr<Engine> open_postgres(const std::string& address, bool creates) {
  auto engine = std::make_unique<PostgresEngine>(address);
  auto version = engine->version_of_ledger();
  if (!version && !creates) return nullptr;
  if (!version) {
    create_tables(*engine);
    version = engine->version_of_ledger();
  }
  must_be_known(engine->name(), version.value_or(0));
  must_have_known_rules(*engine);
  engine->execute("SELECT note_first_use()");
  return engine;
}

}  // namespace shotlist::ledger
