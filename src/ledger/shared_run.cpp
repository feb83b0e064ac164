#include "ledger/shared_run.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/json_object.h"
#include "base/translation.h"
#include "ledger/checksum.h"
#include "ledger/postgres_engine.h"
#include "ledger/reader.h"

namespace shotlist::ledger {
namespace {

using shotlist::to_text;

constexpr std::chrono::milliseconds pause(200);
constexpr std::chrono::milliseconds most_unknown(100);

std::int64_t microseconds(Duration duration) {
  return std::chrono::ceil<std::chrono::microseconds>(duration).count();
}

void add_known_text(JsonObject& object, std::string_view name, std::string_view text) {
  text.empty() ? object.null(name) : object.text(name, text);
}

std::string hexadecimal(std::string_view bytes) {
  const auto* const first = reinterpret_cast<const unsigned char*>(bytes.data());
  return fmt::format("{:02x}", fmt::join(first, first + bytes.size(), ""));
}

void add_asked(std::string& json, const SharedRun::Asked& asked) {
  const auto& [attempt, prompt, body, knows_task] = asked;
  JsonObject object(json);
  object.text("entry", attempt.entry);
  object.text("fingerprint", to_text(attempt.fingerprint));
  object.text("prompt", prompt);
  object.text("body", body);
  object.number("request_checksum", checksum_of(attempt.fingerprint, prompt, body));
  object.text("server", attempt.server.text());
  object.number("copy", attempt.copy);
  object.number("try", attempt.attempt);
  object.text("manifest", attempt.manifest);
  object.text("row", attempt.row);
  attempt.price ? object.text("price", to_text(*attempt.price)) : object.null("price");
  object.text("currency", attempt.currency);
  object.text("sent_at", to_text(attempt.sent_at));
  object.number("checksum", checksum_of(attempt, false));
  object.json("knows_task", knows_task ? "true" : "false");
  object.end();
}

void add_answer(std::string& json, const SharedRun::Answer& answer) {
  const auto& [attempt, reply, was] = answer;
  JsonObject object(json);
  object.text("entry", attempt.entry);
  object.text("status", to_text(attempt.status));
  attempt.verdict ? object.text("verdict", to_text(*attempt.verdict)) : object.null("verdict");
  object.text("error_class", to_text(attempt.error_class));
  attempt.http_status == 0 ? object.null("http_status")
                           : object.number("http_status", attempt.http_status);
  add_known_text(object, "task_id", attempt.task_id);
  add_known_text(object, "named_task", attempt.named_task);
  add_known_text(object, "error", attempt.error);
  add_known_text(object, "request_id", attempt.request_id);
  attempt.latency ? object.number("latency_ms", attempt.latency->count())
                  : object.null("latency_ms");
  reply ? object.text("reply", hexadecimal(*reply)) : object.null("reply");
  attempt.settled_at ? object.text("settled_at", to_text(*attempt.settled_at))
                     : object.null("settled_at");
  object.number("rehearsal", attempt.rehearsal ? 1 : 0);
  object.text("sent_at", to_text(attempt.sent_at));
  object.number("checksum", checksum_of(attempt, false));
  object.text("was", to_text(was));
  object.end();
}

void add_sighting(std::string& json, const SharedRun::Sighting& sighting) {
  const auto& [video, reply] = sighting;
  const auto date = [](const std::optional<Date>& value) {
    return value ? to_text(*value) : std::string();
  };
  JsonObject object(json);
  object.text("entry", video.entry);
  object.text("status", to_text(video.status));
  add_known_text(object, "url", video.url);
  add_known_text(object, "error", video.error);
  add_known_text(object, "asked_at", date(video.asked_at));
  add_known_text(object, "ended_at", date(video.ended_at));
  add_known_text(object, "host", video.host);
  add_known_text(object, "path", video.path);
  object.number("bytes", video.bytes);
  add_known_text(object, "sha256", video.sha256);
  add_known_text(object, "etag", video.etag);
  reply ? object.text("reply", hexadecimal(*reply)) : object.null("reply");
  object.number("checksum", checksum_of(video));
  object.end();
}

Grant::Answer answer_of(std::string_view word) {
  using Answer = Grant::Answer;
  constexpr std::array<std::pair<std::string_view, Answer>, 8> words = {
      {{"mine", Answer::granted},
       {"theirs", Answer::taken},
       {"busy", Answer::busy},
       {"cut_off", Answer::cut_off},
       {"again", Answer::again},
       {"paid", Answer::paid},
       {"later", Answer::too_early},
       {"budget", Answer::beyond_cost}}};
  for (const auto& [known, answer] : words) {
    if (known == word) return answer;
  }
  throw Error(ExitCode::disk,
              in_both([&] { return tr("the ledger gave an unknown answer to a row"); }));
}

}  // namespace

SharedRun::SharedRun(const Database& database, const Terms& terms,
                     std::function<bool(std::chrono::milliseconds)> goes_on)
    : database_(database), terms_(terms), goes_on_(std::move(goes_on)) {
  place_ = Reader(database_).place();
  Statement last = database_.prepare("SELECT max(number) FROM attempt");
  if (last.step()) seen_ = last.integer(0);
}

void SharedRun::begin(std::int64_t run) {
  persist([&] {
    run_ = run;
    take_lock();
  });
}

std::size_t SharedRun::settle(const std::vector<Answer>& answers) {
  const std::string json = json_list(answers, add_answer);
  return persist([&] {
    Statement settle = database_.prepare("SELECT settle(?, ?, ?::jsonb)");
    settle.bind(terms_.server, terms_.key, json);
    settle.step();
    return static_cast<std::size_t>(settle.integer(0));
  });
}

SharedRun::Claimed SharedRun::settle_and_claim(const std::vector<Answer>& answers,
                                               const std::vector<Asked>& rows, Duration lead,
                                               Duration ahead) {
  const std::string wanted = json_list(rows, add_asked);
  const auto known = answers.empty() ? std::nullopt : std::optional(json_list(answers, add_answer));
  int times = 0;
  Claimed claimed = persist([&] {
    ++times;
    Statement claim = database_.prepare(
        "SELECT answer, wait_us(leaves), -wait_us(statement_timestamp()), known_try, settled FROM "
        "claim(?, ?, ?::jsonb, ?, ?, ?, ?, ?::numeric, ?::jsonb)");
    const Moment asked = clock_.now();
    claim.bind(run_, terms_.key, wanted, microseconds(terms_.interval), terms_.burst,
               microseconds(lead), microseconds(ahead),
               terms_.max_cost ? std::optional(to_text(*terms_.max_cost)) : std::nullopt, known);
    Claimed told_grants;
    std::optional<Moment> told;
    while (claim.step()) {
      if (!told) told = clock_.now();
      Grant& grant = told_grants.grants.emplace_back();
      grant.answer = answer_of(claim.text(0));
      grant.known_try = static_cast<int>(claim.integer(3));
      told_grants.settled = static_cast<std::size_t>(claim.integer(4));
      const Duration on_the_way = *told - asked - std::chrono::microseconds(claim.integer(2));
      // Of a long way, most is always the same, until it is another one.
      fastest_ = std::min(fastest_ + std::max(Duration(), on_the_way - fastest_) / 4, on_the_way);
      const bool is_known = times == 1 && on_the_way - fastest_ <= most_unknown;
      if (is_known || grant.answer != Grant::Answer::granted)
        grant.at = *told + std::chrono::microseconds(claim.integer(1));
    }
    return told_grants;
  });
  if (claimed.grants.size() != rows.size())
    throw Error(ExitCode::disk, in_both([&] {
                  return database_.path() + tr(": the ledger did not answer for each row");
                }));
  return claimed;
}

std::vector<SharedRun::Paid> SharedRun::paid_elsewhere(const std::string& server,
                                                       const std::string& manifest) {
  return persist([&] {
    Statement asked =
        database_.prepare("SELECT number, fingerprint, copy FROM paid_elsewhere(?, ?, ?, ?)");
    asked.bind(run_, server, manifest, seen_);
    std::vector<Paid> paid;
    while (asked.step()) {
      seen_ = std::max(seen_, asked.integer(0));
      paid.push_back({parse_fingerprint(asked.text(1)).value_or(Fingerprint()),
                      static_cast<int>(asked.integer(2))});
    }
    return paid;
  });
}

void SharedRun::note(const std::vector<Sighting>& sightings) {
  call("SELECT note_videos(?::jsonb)", json_list(sightings, add_sighting));
}

void SharedRun::touch() {
  call("SELECT 1");
}

void SharedRun::hold(Duration wait) {
  call("SELECT hold(?, ?, ?)", terms_.server, terms_.key, microseconds(wait));
}

void SharedRun::slow_down(Duration left_ago) {
  call("SELECT slow_down(?, ?, ?)", terms_.server, terms_.key, microseconds(left_ago));
}

void SharedRun::speed_up() {
  call("SELECT speed_up(?, ?)", terms_.server, terms_.key);
}

std::vector<LookGrant> SharedRun::claim_looks(const std::vector<std::string>& entries,
                                              Duration lead, Duration ahead, Duration every) {
  return persist([&] {
    std::vector<LookGrant> grants;
    Statement claim = database_.prepare(
        "SELECT answer, wait_us(leaves) FROM claim_looks(?, ?, ?::jsonb, ?, ?, ?, ?, ?)");
    claim.bind(terms_.server, terms_.key, json_texts(entries), microseconds(terms_.interval),
               terms_.burst, microseconds(lead), microseconds(ahead), microseconds(every));
    while (claim.step()) {
      LookGrant& grant = grants.emplace_back();
      grant.answer = answer_of(claim.text(0));
      grant.at = clock_.now() + std::chrono::microseconds(claim.integer(1));
    }
    // Read after the claim: what another run has found by now is known.
    const Reader reader(database_);
    for (std::size_t i = 0; i < grants.size(); ++i)
      grants[i].video = reader.video_of(entries[i]);
    return grants;
  });
}

void SharedRun::release_tasks(const std::vector<std::string>& entries) {
  call("SELECT release_tasks(?::jsonb)", json_texts(entries));
}

void SharedRun::persistently(const std::function<void()>& act) {
  persist(act);
}

void SharedRun::in_transaction(const std::function<void()>& write) {
  persist([&] {
    Transaction transaction(database_, Transaction::Kind::write);
    write();
    transaction.commit();
  });
}

void SharedRun::release() {
  call("SELECT end_session(?)", run_);
}

// A function of the database that returns nothing.
template <typename... T>
void SharedRun::call(const char* sql, const T&... values) {
  persist([&] {
    Statement function = database_.prepare(sql);
    function.bind(values...);
    function.step();
  });
}

template <typename Act>
std::invoke_result_t<const Act&> SharedRun::persist(const Act& act) {
  std::optional<Moment> lost;
  for (;;) {
    try {
      if (is_lost_) return_to_server();
      return act();
    } catch (const Unreachable&) {
      is_lost_ = true;
      if (!lost) lost = clock_.now();
      const auto waited =
          std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - *lost);
      if (waited >= terms_.patience || !goes_on_(waited)) throw;
    }
    std::this_thread::sleep_for(pause);
  }
}

void SharedRun::return_to_server() {
  database_.reconnect();
  database_.execute("SELECT note_first_use()");
  if (Reader(database_).place() != place_) {
    throw Error(
        ExitCode::invalid, in_both([&] {
          return database_.path() +
                 tr(": the ledger failed over to another server while it was in use, and may lack "
                    "what was sent last; nothing more is sent");
        }));
  }
  if (run_) replace_session();
  is_lost_ = false;
}

// The server may not have noticed yet that the old session is gone.
void SharedRun::replace_session() {
  Statement end_old = database_.prepare("SELECT pg_terminate_backend(holder_of(?), 5000)");
  end_old.bind(run_);
  end_old.step();
  end_old.reset();
  take_lock();
}

void SharedRun::take_lock() {
  Statement lock = database_.prepare("SELECT begin_session(?)");
  lock.bind(run_);
  const bool is_taken = lock.step() && lock.text(0) == "t";
  if (!is_taken)
    throw Unreachable(ExitCode::disk, in_both([&] {
                        return database_.path() + tr(": the ledger holds the run's old session");
                      }));
}

}  // namespace shotlist::ledger
