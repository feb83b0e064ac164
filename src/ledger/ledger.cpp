#include "ledger/ledger.h"

#include <algorithm>
#include <exception>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/error.h"
#include "base/json_object.h"
#include "base/translation.h"
#include "base/utf8.h"
#include "ledger/checksum.h"
#include "ledger/postgres_engine.h"

namespace shotlist::ledger {
namespace {

using shotlist::to_text;

constexpr std::chrono::seconds patience(5);
// More than a connection carries in the time that it may take is claimed later.
constexpr Duration ahead = std::chrono::milliseconds(100);
constexpr int longest_log = 1000;  // pages of 4 KiB, as in SQLite

bool is_clean(std::string_view text) {
  return !first_invalid_utf8(text) && text.find('\0') == std::string_view::npos;
}

// Text for people and other programs: UTF-8 without NUL, which ends a text for many of them. The
// reply keeps the original bytes.
void clean(std::string& text) {
  if (is_clean(text)) return;
  if (first_invalid_utf8(text)) text = repaired_utf8(text);
  for (std::size_t at = text.find('\0'); at != std::string::npos; at = text.find('\0', at))
    text.replace(at, 1, "\uFFFD");
}

std::string cleaned(std::string text) {
  clean(text);
  return text;
}

// Empty means unknown.
std::optional<std::string_view> known_text(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<std::string> as_decimal(const std::optional<Money>& price) {
  if (!price) return std::nullopt;
  return to_text(*price);
}

std::optional<std::string> as_text(const std::optional<Date>& date) {
  if (!date) return std::nullopt;
  return to_text(*date);
}

// The checksum covers the stored text, so it is cleaned once, before it is stored.
void clean(Attempt& attempt) {
  for (SharedText* text : {&attempt.server, &attempt.manifest, &attempt.currency})
    if (!is_clean(text->text())) text->take(cleaned(text->text()));
  for (std::string* text :
       {&attempt.row, &attempt.task_id, &attempt.named_task, &attempt.error, &attempt.request_id})
    clean(*text);
}

Run cleaned(Run run) {
  for (std::string* text :
       {&run.id, &run.version, &run.manifest, &run.manifest_path, &run.base_url, &run.host})
    clean(*text);
  for (std::string& option : run.options)
    clean(option);
  return run;
}

Decision cleaned(Decision decision) {
  for (std::string* text :
       {&decision.task_id, &decision.row, &decision.manifest, &decision.server, &decision.by})
    clean(*text);
  if (!is_about_request(decision.word)) decision.fingerprint = {};
  return decision;
}

Video cleaned(Video video) {
  for (std::string* text : {&video.url, &video.error, &video.host, &video.path, &video.etag})
    clean(*text);
  return video;
}

bool is_fact(const Attempt& attempt) {
  return attempt.verdict && *attempt.verdict != Verdict::unknown;
}

// How much is known: 0 for a doubt without an answer, 1 for one with an answer, 2 once settled.
int knowledge_of(const Attempt& attempt) {
  if (attempt.status != Status::in_doubt) return 2;
  return attempt.verdict ? 1 : 0;
}

// Whether another ledger's version of an attempt, or an answer that comes late, replaces the known
// one. A fact beats the user's decision, but an answer that leaves the attempt in doubt is no fact;
// and of a task that the user has found, nothing is forgotten: the row would be paid for again.
bool tells_more(const Attempt& given, const Attempt& known) {
  if (known.status == Status::submitted && given.status != Status::submitted) return false;
  if (knowledge_of(given) > knowledge_of(known)) return true;
  return given.status != Status::in_doubt && is_fact(given) && !is_fact(known);
}

template <typename... Kinds, typename Fact>
bool holds_any(const std::vector<Fact>& facts) {
  return std::any_of(facts.begin(), facts.end(),
                     [](const Fact& fact) { return (std::holds_alternative<Kinds>(fact) || ...); });
}

}  // namespace

RequestText text_of(const Request& request) {
  const Value* prompt = find_field(request.fields, "prompt");
  return {prompt == nullptr ? std::string() : cleaned(to_text(*prompt)), request.body};
}

Ledger::Ledger(Database database, system::Worker& worker, system::Random& random, Check check)
    : database_(std::move(database)),
      worker_(worker),
      check_(std::move(check)),
      add_request_(
          database_.prepare("INSERT INTO request (fingerprint, prompt, body, checksum) VALUES "
                            "(?, ?, ?, ?) ON CONFLICT (fingerprint) DO NOTHING")),
      renew_request_(
          database_.prepare("INSERT INTO request (fingerprint, prompt, body, checksum) VALUES "
                            "(?, ?, ?, ?) ON CONFLICT (fingerprint) DO UPDATE SET prompt = "
                            "excluded.prompt, body = excluded.body, checksum = excluded.checksum "
                            "WHERE NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.request = "
                            "request.number) RETURNING number")),
      add_attempt_(database_.prepare(
          "INSERT INTO attempt (number, entry, run, request, server, copy, try, manifest, row, "
          "price, currency, sent_at, status, rehearsal, checksum, absent_since) VALUES (?1, ?2, "
          "?3, coalesce(?16, (SELECT number FROM request WHERE fingerprint = ?4)), ?5, ?6, ?7, ?8, "
          "?9, ?10, ?11, ?12, ?13, 0, ?14, ?15)")),
      answer_(database_.prepare(
          "UPDATE attempt SET status = ?2, verdict = ?3, error_class = ?4, http_status = ?5, "
          "task_id = ?6, named_task = ?7, error = ?8, request_id = ?9, latency_ms = ?10, reply = "
          "coalesce(?11, reply), settled_at = ?12, rehearsal = ?13, checksum = ?14, sent_at = ?15 "
          "WHERE number = "
          "?1")),
      video_(database_.prepare(
          "INSERT INTO video (entry, status, url, error, asked_at, ended_at, host, path, bytes, "
          "sha256, etag, reply, checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
          "?12, ?13) ON CONFLICT (entry) DO UPDATE SET status = ?2, url = ?3, error = ?4, asked_at "
          "= ?5, ended_at = ?6, host = ?7, path = ?8, bytes = ?9, sha256 = ?10, etag = ?11, reply "
          "= coalesce(?12, video.reply), checksum = ?13")),
      names_(random),
      last_attempt_(Reader(database_).attempts()) {
  database_.wait_with([this](std::chrono::milliseconds waited) { return wait_for_others(waited); });
}

Ledger::~Ledger() {
  gives_up_ = true;
  try {
    worker_.finish();
  } catch (...) {
    database_.leave_log();  // the caller has already been given the error, or is gone
    return;
  }
  // At the close SQLite deletes its log by name: by now that may belong to another ledger.
  try {
    if (check_) check_();
  } catch (...) {
    database_.leave_log();
  }
}

bool Ledger::wait_for_others(std::chrono::milliseconds waited) {
  if (waited >= patience && !kept_waiting_.exchange(true)) {
    worker_.poke();
    if (is_waited_for_ && told_) told_();
  }
  return !gives_up_ && !(shared_ && stops_waiting_ && waited >= patience);
}

template <typename Body>
void Ledger::in_one_transaction(const Body& body) {
  must_be_sound();
  broken_ = true;
  is_waited_for_ = true;
  if (shared_) {
    shared_->in_transaction(body);
  } else {
    Transaction transaction(database_, Transaction::Kind::write);
    is_waited_for_ = false;
    body();
    transaction.commit();
  }
  is_waited_for_ = false;
  if (check_) check_();
  checkpoint_if_due();
  broken_ = false;
  kept_waiting_ = false;
}

void Ledger::checkpoint_if_due() const {
  if (database_.log_pages() < longest_log) return;
  if (before_checkpoint_) {
    const Reader reader(database_);
    if (const auto last = reader.stored(reader.attempts())) before_checkpoint_(*last);
  }
  database_.checkpoint();
}

std::int64_t Ledger::begin(const Run& run, const std::optional<Terms>& terms) {
  database_.damage_is(ExitCode::disk);
  std::int64_t number = 0;
  if (terms) join(*terms);
  in_one_transaction([&] {
    number = number_of(run);
    if (shared_) return;
    database_.prepare("UPDATE ledger SET open_run = ?").run(number);
    version_ = database_.version();
  });
  if (shared_) shared_->begin(number);
  return number;
}

// The number of the run with this id; adds the run if it is new.
std::int64_t Ledger::number_of(const Run& given) {
  Run run = cleaned(given);
  Statement known = database_.prepare("SELECT number FROM run WHERE id = ?");
  known.bind(run.id);
  if (known.step()) return known.integer(0);
  Statement last = database_.prepare("SELECT max(number) FROM run");
  run.number = last.step() ? last.integer(0) + 1 : 1;
  database_
      .prepare(
          "INSERT INTO run (number, id, version, manifest, manifest_path, base_url, host, process, "
          "options, started_at, ended_at, checksum, imported) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
          "?, "
          "?, ?, ?)")
      .run(run.number, run.id, run.version, run.manifest, known_text(run.manifest_path),
           run.base_url, run.host, run.process, json_texts(run.options), to_text(run.started_at),
           as_text(run.ended_at), checksum_of(run), run.imported);
  return run.number;
}

void Ledger::join(const Terms& terms) {
  shared_.emplace(database_, terms,
                  [this](std::chrono::milliseconds waited) { return wait_for_others(waited); });
}

void Ledger::end_sending(std::int64_t run, Date at) {
  if (shared_) in_one_transaction([&] { note_end(run, at); });
}

void Ledger::note_end(std::int64_t run, Date at) {
  database_.prepare("UPDATE run SET ended_at = ?2 WHERE number = ?1").run(run, to_text(at));
}

void Ledger::end(std::int64_t run, Date at) {
  in_one_transaction([&] {
    note_end(run, at);
    if (!shared_) database_.execute("UPDATE ledger SET open_run = NULL");
  });
  if (shared_) shared_->release();
}

void Ledger::decide(const std::vector<Decision>& decisions,
                    const std::function<void(const Reader&)>& check) {
  if (decisions.empty()) return;
  new_requests_.clear();
  const Reader reader(database_);
  in_one_transaction([&] {
    if (check) check(reader);
    Statement is_known = database_.prepare(
        "SELECT 1 FROM decision WHERE entry = ? AND word = ? AND decided_at = ? AND row = ? AND "
        "coalesce(task_id, '') = ? AND coalesce(fingerprint, '') = ?");
    Statement add = database_.prepare(
        "INSERT INTO decision (entry, word, task_id, fingerprint, row, decided_by, decided_at, "
        "checksum, manifest, server, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const Decision& given : decisions) {
      const Decision decision = cleaned(given);
      const std::string word(ledger::to_text(decision.word));
      const bool has_request = decision.fingerprint != Fingerprint();
      const std::string fingerprint = has_request ? to_text(decision.fingerprint) : "";
      is_known.bind(decision.entry, word, to_text(decision.at), decision.row, decision.task_id,
                    fingerprint);
      if (is_known.step()) {
        is_known.reset();
        continue;
      }
      add.run(decision.entry, word, known_text(decision.task_id), known_text(fingerprint),
              decision.row, decision.by, to_text(decision.at), checksum_of(decision),
              known_text(decision.manifest), known_text(decision.server), decision.after);
      apply(decision, reader);
    }
  });
}

void Ledger::apply(const Decision& decision, const Reader& reader) {
  if (!settles(decision.word)) return;
  const auto known = reader.find_entry(decision.entry);
  if (!known) return;
  Attempt attempt = reader.stored(known->number).value();
  if (decision.word == Word::created) {
    if (attempt.verdict == Verdict::accepted && !attempt.task_id.empty()) return;
    attempt.status = Status::submitted;
    attempt.task_id = decision.task_id;
    attempt.error.clear();
    attempt.error_class = ErrorClass::none;
  } else {
    if (attempt.status != Status::in_doubt) return;
    attempt.status = Status::failed;
    const std::string evidence = attempt.error.empty() ? std::string() : "; was: " + attempt.error;
    attempt.error = "not created, says " + decision.by + evidence;
  }
  settle(attempt, std::nullopt);
}

void Ledger::claim(const std::vector<Claim>& claims) {
  if (claims.empty()) return;
  new_requests_.clear();
  const Reader reader(database_);
  in_one_transaction([&] {
    Statement change = database_.prepare(
        "UPDATE attempt SET manifest = ?2, row = ?3, absent_since = ?4, checksum = ?5 WHERE number "
        "= ?1");
    for (const Claim& claim : claims) {
      auto attempt = reader.stored(claim.attempt);
      if (!attempt) continue;
      attempt->manifest = cleaned(claim.manifest);
      attempt->row = cleaned(claim.row);
      attempt->absent_since = claim.absent_since;
      change.run(claim.attempt, attempt->manifest, attempt->row, claim.absent_since,
                 checksum_of(*attempt, !database_.is_shared()));
    }
  });
}

Ledger::TakenOver Ledger::take_over(const std::vector<Imported>& imported) {
  TakenOver taken;
  if (imported.empty()) return taken;
  new_requests_.clear();
  const Reader reader(database_);
  using Slot = std::tuple<std::string, Fingerprint, int>;
  std::map<Slot, std::vector<const Imported*>> slots;
  for (const Imported& one : imported)
    slots[{one.attempt.server.text(), one.attempt.fingerprint, one.attempt.copy}].push_back(&one);
  // In the given order, as far as slots allow.
  std::set<Slot> done;
  in_one_transaction([&] {
    done.clear();
    taken = {};
    if (database_.is_shared()) last_attempt_ = reader.attempts();
    for (const Imported& one : imported) {
      const Slot slot{one.attempt.server.text(), one.attempt.fingerprint, one.attempt.copy};
      if (!done.insert(slot).second) continue;
      std::vector<const Imported*>& tries = slots[slot];
      std::stable_sort(tries.begin(), tries.end(), [](const Imported* left, const Imported* right) {
        return left->attempt.attempt < right->attempt.attempt;
      });
      const int copy = copy_for(tries);
      for (const Imported* given : tries) {
        if (reader.find_entry(given->attempt.entry)) {
          const bool is_news = learn(given->attempt.entry, given->attempt, given->reply);
          taken.learned += learn(*given, reader) || is_news;
          continue;
        }
        Attempt attempt = given->attempt;
        clean(attempt);
        Run run = given->run;
        run.imported = true;
        attempt.run = number_of(run);
        attempt.number = ++last_attempt_;
        attempt.copy = copy;
        // The run number of that ledger means nothing here.
        if (attempt.absent_since) attempt.absent_since = attempt.run;
        add({attempt.fingerprint, given->request.prompt, given->request.body});
        add(attempt);
        settle(attempt, given->reply);
        // What cannot be read back must not be committed: it would look like damage forever.
        if (!reader.stored(attempt.number))
          database_.damaged(in_both([&] { return tr("an attempt is not as it was written"); }));
        learn(*given, reader);
        ++taken.added;
      }
    }
  });
  return taken;
}

// All tries of another ledger's slot stay together, in the copy that an earlier import gave to the
// latest of them. They must not come between unrelated tries, nor make a purchase look failed.
// A video that is there beats everything, and an end beats none.
bool Ledger::learn(const Imported& given, const Reader& reader) {
  if (!given.video) return false;
  const auto known = reader.video_of(given.attempt.entry);
  const auto rank = [](const Video& video) {
    if (video.status == VideoStatus::completed) return video.path.empty() ? 2 : 3;
    return has_ended(video.status) ? 1 : 0;
  };
  if (known && rank(*known) >= rank(*given.video)) return false;
  write(Sighting{cleaned(*given.video), given.video_reply});
  return true;
}

int Ledger::copy_for(const std::vector<const Imported*>& slot) const {
  const Reader reader(database_);
  Attempt there = slot.front()->attempt;
  std::set<std::string> given;
  std::set<int> added;
  for (const Imported* one : slot) {
    given.insert(one->attempt.entry);
    if (const auto known = reader.find_entry(one->attempt.entry)) {
      there.copy = known->copy;
    } else {
      added.insert(one->attempt.attempt);
    }
  }
  const std::vector<Attempt> tries = reader.slot_of(there);
  const bool is_in_the_way = std::any_of(tries.begin(), tries.end(), [&](const Attempt& other) {
    // An accepted try is never repeated: what follows it belongs to another purchase.
    const bool is_another = given.count(other.entry) == 0 && other.status == Status::submitted;
    return is_another || added.count(other.attempt) > 0;
  });
  const bool hides_purchase = !tries.empty() && given.count(tries.back().entry) == 0 &&
                              may_be_paid_for(tries.back().status) &&
                              !may_be_paid_for(slot.back()->attempt.status);
  if (added.empty() || !(is_in_the_way || hides_purchase)) return there.copy;
  there.copy = 1;
  while (!reader.slot_of(there).empty())
    ++there.copy;
  return there.copy;
}

bool Ledger::learn(const std::string& entry, const Attempt& given, const std::string& reply) {
  const Reader reader(database_);
  const Attempt known = reader.stored(reader.find_entry(entry)->number).value();
  Attempt attempt = known;
  const bool is_believed = tells_more(given, known);
  if (is_believed) {
    attempt.status = given.status;
    attempt.verdict = given.verdict;
    attempt.error_class = given.error_class;
    attempt.http_status = given.http_status;
    attempt.task_id = given.task_id;
    attempt.named_task = given.named_task;
    attempt.error = given.error;
    attempt.request_id = given.request_id;
    attempt.latency = given.latency;
    attempt.sent_at = given.sent_at;
    attempt.settled_at = given.settled_at;
    attempt.rehearsal = given.rehearsal;
  }
  // Keep every task that was named.
  for (const Attempt* one : {&known, &given}) {
    for (const std::string& task : {one->task_id, one->named_task}) {
      if (!task.empty() && task != attempt.task_id && attempt.named_task.empty())
        attempt.named_task = task;
    }
  }
  if (!is_believed && attempt.named_task == known.named_task) return false;
  clean(attempt);
  settle(attempt, is_believed ? known_text(reply) : std::nullopt);
  return true;
}

void Ledger::persist(const std::function<void()>& read) {
  shared_ ? shared_->persistently(read) : read();
}

void Ledger::note_whereabouts(const Whereabouts& whereabouts) {
  in_one_transaction([&] {
    database_.prepare("UPDATE ledger SET path = ?, host = ?, file = ?")
        .run(whereabouts.path, whereabouts.host, whereabouts.file);
  });
}

void Ledger::note_output(const std::string& path, const std::string& manifest,
                         const std::string& digest) {
  in_one_transaction([&] {
    database_
        .prepare(
            "INSERT INTO output (path, manifest, digest) VALUES (?1, ?2, ?3) ON CONFLICT (path) DO "
            "UPDATE SET previous = output.digest, digest = excluded.digest, manifest = "
            "excluded.manifest WHERE excluded.digest <> '' AND (output.digest <> excluded.digest "
            "OR output.manifest <> "
            "excluded.manifest)")
        .run(path, cleaned(manifest), digest);
  });
}

void Ledger::expect(const Request& request) {
  if (shared_) return;  // one statement writes a request with its intent
  // Requests with the same fingerprint may still differ in detail.
  const Fingerprint exact = fingerprint_of(request.body);
  if (const auto known = expected_.find(request.fingerprint);
      known != expected_.end() && known->second == exact)
    return;
  expected_[request.fingerprint] = exact;
  auto [prompt, body] = text_of(request);
  remembered_.requests.push_back({request.fingerprint, std::move(prompt), std::move(body)});
}

void Ledger::intend(Attempt& attempt, const Request& request, bool knows_task) {
  expect(request);
  expected_.erase(request.fingerprint);
  attempt.number = ++last_attempt_;
  attempt.entry = names_.next();
  Attempt& kept = unanswered_[attempt.number];
  kept = attempt;
  clean(kept);
  auto& intent = remember<Intent>();
  intent.attempt = kept;
  if (shared_) intent.text = text_of(request);
  intent.knows_task = knows_task;
}

Grant Ledger::take_grant(std::int64_t attempt) {
  const auto found = grants_.find(attempt);
  if (found == grants_.end()) return {};
  const Grant grant = found->second;
  grants_.erase(found);
  if (grant.answer != Grant::Answer::granted) unanswered_.erase(attempt);
  return grant;
}

void Ledger::hold(Duration wait) {
  if (shared_) remember<Hold>() = {wait};
}

void Ledger::slow_down(Duration left_ago) {
  if (shared_) remember<PaceNews>() = {left_ago};
}

void Ledger::speed_up() {
  if (shared_) remember<PaceNews>();
}

void Ledger::ask_to_look(const std::string& entry, Duration every) {
  remember<Look>() = {entry, every};
}

std::optional<LookGrant> Ledger::take_look(const std::string& entry) {
  const auto found = looks_.find(entry);
  if (found == looks_.end()) return std::nullopt;
  std::optional<LookGrant> grant = std::move(found->second);
  looks_.erase(found);
  return grant;
}

void Ledger::release_task(const std::string& entry) {
  if (shared_) remember<Release>() = {entry};
}

void Ledger::touch() {
  if (shared_) remember<Touch>();
}

void Ledger::look_at_others(const Attempt& attempt) {
  remember<Survey>() = {cleaned(attempt.server.text()), cleaned(attempt.manifest.text())};
}

// Made where it stays: an attempt is large.
template <typename Known>
Known& Ledger::remember() {
  return std::get<Known>(remembered_.facts.emplace_back(std::in_place_type<Known>));
}

void Ledger::left(std::int64_t number, Date at) {
  const auto found = unanswered_.find(number);
  if (found != unanswered_.end()) found->second.sent_at = at;
}

void Ledger::answer(std::int64_t number, const Outcome& outcome, Status status, Date at) {
  const auto found = unanswered_.find(number);
  if (found == unanswered_.end()) {
    throw Error(ExitCode::disk, in_both([&] {
                  return tr("attempt {} was not sent by this run, or has its answer", number);
                }));
  }
  auto& [attempt, reply, is_moot, is_of_intent] = remember<Answer>();
  attempt = std::move(found->second);
  unanswered_.erase(found);
  attempt.status = status;
  attempt.verdict = outcome.verdict;
  attempt.error_class = outcome.error_class;
  attempt.http_status = outcome.http_status;
  attempt.task_id = outcome.task_id;
  attempt.named_task = outcome.named_task;
  attempt.error = outcome.error;
  attempt.request_id = outcome.provider_request_id;
  attempt.latency = rounded_to_ms(outcome.latency);
  attempt.settled_at = at;
  attempt.rehearsal = outcome.rehearsal;
  reply = outcome.raw_reply;
  clean(attempt);
}

void Ledger::correct(std::int64_t attempt, Status status) {
  remember<Correction>() = {attempt, status};
}

void Ledger::note(const Video& video, std::optional<std::string> reply) {
  remember<Sighting>() = {cleaned(video), std::move(reply)};
}

void Ledger::commit() {
  must_be_sound();
  while (is_committing() || !remembered_.facts.empty()) {
    is_waited_for_ = true;
    if (!is_committing()) begin_commit();
    broken_ = true;
    worker_.finish();
    broken_ = false;
    is_waited_for_ = false;
    land();
  }
}

void Ledger::advance(bool may_begin) {
  must_be_sound();
  broken_ = true;
  // Check again after beginning a commit: if it has already ended, nothing would wake the loop for
  // it.
  for (;;) {
    if (is_committing()) {
      if (!worker_.has_ended()) break;
      land();
    }
    if (remembered_.facts.empty() || !may_begin) break;
    begin_commit();
  }
  broken_ = false;
}

void Ledger::must_be_sound() const {
  if (broken_)
    throw Error(ExitCode::disk,
                in_both([&] { return tr("the ledger failed earlier in this run"); }));
}

void Ledger::begin_commit() {
  std::swap(on_its_way_, remembered_);
  on_its_way_.lead = lead_;
  if (shared_) drop_withdrawn();
  worker_.begin([this] { shared_ ? write_shared_facts() : write_facts(); });
}

// An intent may be withdrawn before it is written, or before it is known that it was not granted.
void Ledger::drop_withdrawn() {
  std::unordered_map<std::int64_t, Intent*> intents;
  for (Fact& fact : on_its_way_.facts) {
    if (auto* intent = std::get_if<Intent>(&fact)) intents.emplace(intent->attempt.number, intent);
    auto* answer = std::get_if<Answer>(&fact);
    if (answer == nullptr) continue;
    const auto asked = intents.find(answer->attempt.number);
    const auto granted = grants_.find(answer->attempt.number);
    const bool is_refused =
        granted != grants_.end() && granted->second.answer != Grant::Answer::granted;
    answer->is_of_intent = asked != intents.end();
    const bool is_withdrawn = answer->is_of_intent && answer->attempt.verdict == Verdict::unsent;
    answer->is_moot = is_withdrawn || is_refused;
    if (is_withdrawn) asked->second->is_moot = true;
  }
}

void Ledger::land() {
  for (Fact& fact : on_its_way_.facts) {
    if (auto* intent = std::get_if<Intent>(&fact)) {
      if (shared_ && !intent->is_moot) grants_.emplace(intent->attempt.number, intent->grant);
      if (intent->is_moot || intent->grant.answer != Grant::Answer::granted) continue;
      durable_attempts_.push_back(std::move(intent->attempt));
    } else if (auto* answer = std::get_if<Answer>(&fact)) {
      Attempt* const known = durable_attempt(answer->attempt.number);
      if (known != nullptr) *known = std::move(answer->attempt);
    } else if (const auto* correction = std::get_if<Correction>(&fact)) {
      Attempt* const known = durable_attempt(correction->attempt);
      if (known != nullptr) known->status = correction->status;
    } else if (auto* look = std::get_if<Look>(&fact)) {
      looks_[look->entry] = std::move(look->grant);
    } else if (auto* survey = std::get_if<Survey>(&fact)) {
      if (!paid_elsewhere_) paid_elsewhere_.emplace();
      paid_elsewhere_->insert(paid_elsewhere_->end(), survey->found.begin(), survey->found.end());
    }
  }
  durable_ += on_its_way_.facts.size();
  on_its_way_.requests = {};
  on_its_way_.facts.clear();  // its memory serves the next ones
  kept_waiting_ = false;
}

// Null if it is not of this process.
Attempt* Ledger::durable_attempt(std::int64_t number) {
  const auto found = std::lower_bound(
      durable_attempts_.begin(), durable_attempts_.end(), number,
      [](const Attempt& attempt, std::int64_t wanted) { return attempt.number < wanted; });
  return found == durable_attempts_.end() || found->number != number ? nullptr : &*found;
}

std::deque<Attempt> Ledger::take_attempts_of_new_requests() {
  if (shared_) durable_attempts_.clear();  // others may have added to them
  std::deque<Attempt> attempts = std::exchange(durable_attempts_, {});
  std::erase_if(attempts, [this](const Attempt& attempt) {
    return new_requests_.count(attempt.fingerprint) == 0;
  });
  return attempts;
}

std::vector<Ledger::Imported> Ledger::take_unrecorded() {
  std::vector<Imported> unrecorded;
  for (Batch* batch : {&on_its_way_, &remembered_}) {
    for (Fact& fact : batch->facts) {
      auto* answer = std::get_if<Answer>(&fact);
      if (answer == nullptr || durable_attempt(answer->attempt.number) == nullptr) continue;
      unrecorded.push_back({std::move(answer->attempt), {}, std::move(answer->reply), {}});
    }
    batch->facts.clear();
  }
  return unrecorded;
}

// One refused fact must not block the others: they are committed first, then the error is thrown.
void Ledger::write_facts() {
  if (check_) check_();  // a commit would hide a truncated log
  std::exception_ptr refused;
  Transaction transaction(database_, Transaction::Kind::write);
  // Another program may have written an older copy. Known facts are still written, but nothing more
  // is sent.
  const bool is_alone = !version_ || database_.version() == version_;
  const auto one_at_a_time = [&](const auto& write_one) {
    try {
      database_.guarded(write_one);
    } catch (const Refusal&) {
      if (!refused) refused = std::current_exception();
    }
  };
  for (const Expected& request : on_its_way_.requests) {
    if (!is_alone) continue;
    one_at_a_time([&] {
      if (const auto number = add(request)) new_requests_.emplace(request.fingerprint, *number);
    });
  }
  for (const Fact& fact : on_its_way_.facts) {
    if (!is_alone && std::holds_alternative<Intent>(fact)) continue;
    one_at_a_time([&] { std::visit([this](const auto& known) { write(known); }, fact); });
  }
  transaction.commit();
  if (refused) std::rethrow_exception(refused);
  if (!is_alone) {
    throw Error(
        ExitCode::disk, in_both([&] {
          return database_.path() +
                 tr(": another program wrote to the ledger while it was in use; nothing more is "
                    "sent");
        }),
        in_both([&] { return tr("if that was an older copy, restore what was there"); }));
  }
  if (check_) check_();
  checkpoint_if_due();
}

// Each statement is a transaction of its own, and may be repeated: nothing stays locked while this
// process or its connection hangs. Answers come first, since claims depend on them.
void Ledger::write_shared_facts() {
  std::vector<SharedRun::Answer> answers = answers_to_settle(false);
  const std::vector<Intent*> intents = intents_to_claim();
  if (intents.empty() || holds_any<Sighting, Hold, PaceNews>(on_its_way_.facts)) {
    settle_together(answers);
    answers.clear();
    write_sightings();
    tell_the_pace();
  }
  if (!intents.empty()) claim_together(answers, intents);
  settle_together(answers_to_settle(true));
  for (Fact& fact : on_its_way_.facts) {
    if (auto* survey = std::get_if<Survey>(&fact))
      survey->found = shared_->paid_elsewhere(survey->server, survey->manifest);
  }
  look_together();
  if (holds_any<Touch>(on_its_way_.facts)) shared_->touch();
}

std::vector<SharedRun::Answer> Ledger::answers_to_settle(bool of_this_batch) {
  std::vector<SharedRun::Answer> answers;
  for (const Fact& fact : on_its_way_.facts) {
    const auto* answer = std::get_if<Answer>(&fact);
    if (answer != nullptr && !answer->is_moot && answer->is_of_intent == of_this_batch)
      answers.push_back({answer->attempt, answer->reply});
    const auto* correction = std::get_if<Correction>(&fact);
    if (correction == nullptr || of_this_batch) continue;
    const auto together =
        std::find_if(answers.begin(), answers.end(), [&](const SharedRun::Answer& other) {
          return other.attempt.number == correction->attempt;
        });
    if (together != answers.end()) {
      together->attempt.status = correction->status;
    } else if (const Attempt* known = durable_attempt(correction->attempt)) {
      answers.push_back({*known, std::nullopt, known->status});
      answers.back().attempt.status = correction->status;
    }
  }
  return answers;
}

void Ledger::look_together() {
  std::vector<std::string> released;
  std::vector<std::string> entries;
  std::vector<Look*> looks;
  for (Fact& fact : on_its_way_.facts) {
    if (const auto* release = std::get_if<Release>(&fact)) released.push_back(release->entry);
    auto* look = std::get_if<Look>(&fact);
    if (look == nullptr) continue;
    entries.push_back(look->entry);
    looks.push_back(look);
  }
  if (!released.empty()) shared_->release_tasks(released);
  if (looks.empty()) return;
  std::vector<LookGrant> grants = shared_->claim_looks(
      entries, on_its_way_.lead, on_its_way_.lead + ahead, looks.front()->every);
  for (std::size_t i = 0; i < looks.size(); ++i)
    looks[i]->grant = std::move(grants[i]);
}

std::vector<Ledger::Intent*> Ledger::intents_to_claim() {
  std::vector<Intent*> intents;
  for (Fact& fact : on_its_way_.facts) {
    auto* intent = std::get_if<Intent>(&fact);
    if (intent != nullptr && !intent->is_moot) intents.push_back(intent);
  }
  return intents;
}

void Ledger::settle_together(const std::vector<SharedRun::Answer>& answers) {
  if (!answers.empty() && shared_->settle(answers) != answers.size()) learn_together(answers);
}

// Somebody has decided about one of them meanwhile: neither the answer nor a task may be lost.
void Ledger::learn_together(const std::vector<SharedRun::Answer>& answers) {
  const Reader reader(database_);
  shared_->in_transaction([&] {
    for (const auto& [attempt, reply, was] : answers) {
      must_have_changed(reader.find_entry(attempt.entry) ? 1 : 0, attempt);
      learn(attempt.entry, attempt, reply.value_or(""));
    }
  });
}

void Ledger::write_sightings() {
  std::map<std::string_view, Sighting> last;
  for (const Fact& fact : on_its_way_.facts) {
    const auto* sighting = std::get_if<Sighting>(&fact);
    if (sighting == nullptr) continue;
    auto& [video, reply] = last[sighting->video.entry];
    video = sighting->video;
    if (sighting->reply) reply = sighting->reply;
  }
  if (last.empty()) return;
  std::vector<Sighting> sightings;
  for (auto& [entry, sighting] : last)
    sightings.push_back(std::move(sighting));
  shared_->note(sightings);
}

void Ledger::tell_the_pace() {
  for (const Fact& fact : on_its_way_.facts) {
    if (const auto* hold = std::get_if<Hold>(&fact)) shared_->hold(hold->wait);
    const auto* news = std::get_if<PaceNews>(&fact);
    if (news == nullptr) continue;
    news->refused ? shared_->slow_down(*news->refused) : shared_->speed_up();
  }
}

void Ledger::claim_together(const std::vector<SharedRun::Answer>& answers,
                            const std::vector<Intent*>& intents) {
  std::vector<SharedRun::Asked> asked;
  for (const Intent* intent : intents)
    asked.push_back(
        {intent->attempt, intent->text->prompt, intent->text->body, intent->knows_task});
  try {
    const auto [grants, settled] =
        shared_->settle_and_claim(answers, asked, on_its_way_.lead, on_its_way_.lead + ahead);
    for (std::size_t i = 0; i < intents.size(); ++i)
      intents[i]->grant = grants[i];
    if (settled != answers.size()) learn_together(answers);
  } catch (const Unreachable&) {
    throw;
  } catch (const Error&) {
    settle_together(answers);  // a claim that fails takes the answers back
    throw;
  }
}

void Ledger::write(const Answer& answer) {
  settle(answer.attempt, answer.reply);
}

void Ledger::write(const Correction& correction) {
  const auto stored = Reader(database_).stored(correction.attempt);
  Attempt attempt = stored.value_or(Attempt());
  attempt.number = correction.attempt;
  attempt.status = correction.status;
  settle(attempt, std::nullopt);
}

void Ledger::write(const Sighting& sighting) {
  const auto& [video, reply] = sighting;
  video_.run(video.entry, to_text(video.status), known_text(video.url), known_text(video.error),
             as_text(video.asked_at), as_text(video.ended_at), known_text(video.host),
             known_text(video.path), video.bytes, known_text(video.sha256), known_text(video.etag),
             reply ? std::optional(Bytes{*reply}) : std::nullopt, checksum_of(video));
}

// Returns the number of a request without an attempt. SQLite makes a table for what a statement
// returns, which takes longer than the rest of it: nearly all requests are new, and do without.
std::optional<std::int64_t> Ledger::add(const Expected& request) {
  const std::string fingerprint = to_text(request.fingerprint);
  const std::int64_t checksum = checksum_of(request.fingerprint, request.prompt, request.body);
  if (add_request_.run(fingerprint, request.prompt, request.body, checksum) == 1)
    return add_request_.added();
  renew_request_.bind(fingerprint, request.prompt, request.body, checksum);
  if (!renew_request_.step()) return std::nullopt;
  const std::int64_t number = renew_request_.integer(0);
  renew_request_.reset();
  return number;
}

void Ledger::add(const Attempt& attempt) {
  const auto known = new_requests_.find(attempt.fingerprint);
  const bool is_known = known != new_requests_.end();
  const std::int64_t added = add_attempt_.run(
      attempt.number, attempt.entry, attempt.run,
      is_known ? std::nullopt : std::optional(to_text(attempt.fingerprint)), attempt.server.text(),
      attempt.copy, attempt.attempt, attempt.manifest, attempt.row, as_decimal(attempt.price),
      attempt.currency, to_text(attempt.sent_at), to_text(attempt.status),
      checksum_of(attempt, !database_.is_shared()), attempt.absent_since,
      is_known ? std::optional(known->second) : std::nullopt);
  must_have_changed(added, attempt);
}

void Ledger::settle(const Attempt& attempt, std::optional<std::string_view> reply) {
  const std::int64_t changed = answer_.run(
      attempt.number, to_text(attempt.status),
      attempt.verdict ? std::optional(to_text(*attempt.verdict)) : std::nullopt,
      to_text(attempt.error_class),
      attempt.http_status == 0 ? std::nullopt : std::optional<std::int64_t>(attempt.http_status),
      known_text(attempt.task_id), known_text(attempt.named_task), known_text(attempt.error),
      known_text(attempt.request_id),
      attempt.latency ? std::optional<std::int64_t>(attempt.latency->count()) : std::nullopt,
      reply ? std::optional(Bytes{*reply}) : std::nullopt, as_text(attempt.settled_at),
      attempt.rehearsal, checksum_of(attempt, !database_.is_shared()), to_text(attempt.sent_at));
  must_have_changed(changed, attempt);
}

void Ledger::must_have_changed(std::int64_t rows, const Attempt& attempt) const {
  if (rows == 1) return;
  throw Refusal(ExitCode::disk, in_both([&] {
                  return tr("{}: another program has changed the ledger: attempt {} ({}) is gone",
                            database_.path(), attempt.number, attempt.entry);
                }),
                in_both([&] {
                  return tr("restore it from a backup, then `shotlist import` the results file");
                }));
}

}  // namespace shotlist::ledger
