#include "ledger/reader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json_object.h"
#include "base/translation.h"
#include "ledger/checksum.h"
#include "system/host.h"

namespace shotlist::ledger {
namespace {

// In the order that `read_attempt` expects.
constexpr std::string_view columns =
    "a.number, a.entry, a.run, a.server, r.fingerprint, a.copy, a.try, a.manifest, a.row, a.price, "
    "a.currency, a.sent_at, a.status, a.verdict, a.error_class, a.http_status, a.task_id, "
    "a.named_task, a.error, a.request_id, a.latency_ms, a.settled_at, a.rehearsal, a.absent_since, "
    "a.checksum";
constexpr std::string_view tables = "attempt a JOIN request r ON r.number = a.request";

// Selects all tries of the slot of an attempt, by its number.
constexpr std::string_view slot_of_number =
    "WHERE (a.request, a.server, a.copy) = (SELECT request, server, copy FROM attempt WHERE number "
    "= ?) ORDER BY a.try";

std::string select_attempts(std::string_view rest) {
  return fmt::format("SELECT {} FROM {} {}", columns, tables, rest);
}

// `of` names the row, so that the user can find it; called only if there is something to say.
template <typename T, typename Name>
T must(const Database& database, const Name& of, std::string_view what, std::optional<T> value) {
  if (!value) database.damaged(in_both([&] { return tr("{} has no readable {}", of(), what); }));
  return *std::move(value);
}

template <typename Name>
void must_match(const Database& database, const Name& of, std::int64_t checksum,
                std::int64_t stored) {
  if (checksum == stored) return;
  database.damaged(
      in_both([&] { return tr("{} is not as it was written, by damage or by hand", of()); }));
}

// Amounts up to a billion with six decimals are exact in a double.
Money price_in(const Statement& row, int column) {
  return Money::of_millionths(std::llround(row.real(column) * 1e6));
}

// `last` are those of the attempt before.
Attempt read_attempt(const Database& database, const Statement& row, CommonTexts& last) {
  Attempt attempt;
  last.server.take(row.text(3));
  last.manifest.take(row.text(7));
  last.currency.take(row.text(10));
  attempt.server = last.server;
  attempt.manifest = last.manifest;
  attempt.currency = last.currency;
  attempt.number = row.integer(0);
  attempt.entry = row.text(1);
  const auto name = [&] { return tr("attempt {} ({})", attempt.number, attempt.entry); };
  const auto date = [&](int column, std::string_view what) {
    return must(database, name, what, parse_date(row.text(column)));
  };
  const auto count = [&](int column, std::string_view what) {
    const std::int64_t value = row.integer(column);
    const bool fits = value >= 0 && value <= std::numeric_limits<int>::max();
    return static_cast<int>(must(database, name, what, fits ? std::optional(value) : std::nullopt));
  };
  attempt.run = row.integer(2);
  attempt.fingerprint = must(database, name, "fingerprint", parse_fingerprint(row.text(4)));
  attempt.copy = count(5, "copy");
  attempt.attempt = count(6, "try");
  attempt.row = row.text(8);
  if (!row.is_null(9)) attempt.price = price_in(row, 9);
  attempt.sent_at = date(11, "time");
  attempt.status = must(database, name, "status", parse_status(row.text(12)));
  if (!row.is_null(13))
    attempt.verdict = must(database, name, "verdict", parse_verdict(row.text(13)));
  attempt.error_class = must(database, name, tr("error class"), parse_error_class(row.text(14)));
  attempt.http_status = count(15, tr("HTTP status"));
  attempt.task_id = row.text(16);
  attempt.named_task = row.text(17);
  attempt.error = row.text(18);
  attempt.request_id = row.text(19);
  if (!row.is_null(20)) attempt.latency = std::chrono::milliseconds(row.integer(20));
  if (!row.is_null(21)) attempt.settled_at = date(21, tr("time of its answer"));
  attempt.rehearsal = row.integer(22) != 0;
  if (!row.is_null(23)) attempt.absent_since = row.integer(23);
  must_match(database, name, checksum_of(attempt, !database.is_shared()), row.integer(24));
  return attempt;
}

constexpr std::string_view select_videos =
    "SELECT entry, status, url, error, asked_at, ended_at, host, path, bytes, sha256, etag, "
    "checksum FROM video ";

Video read_video(const Database& database, const Statement& row) {
  Video video;
  video.entry = row.text(0);
  const auto name = [&] { return tr("the video of ") + video.entry; };
  const auto date = [&](int column) -> std::optional<Date> {
    if (row.is_null(column)) return std::nullopt;
    return must(database, name, "time", parse_date(row.text(column)));
  };
  video.status = must(database, name, "status", parse_video_status(row.text(1)));
  video.url = row.text(2);
  video.error = row.text(3);
  video.asked_at = date(4);
  video.ended_at = date(5);
  video.host = row.text(6);
  video.path = row.text(7);
  video.bytes = row.integer(8);
  video.sha256 = row.text(9);
  video.etag = row.text(10);
  must_match(database, name, checksum_of(video), row.integer(11));
  return video;
}

// Adds the error that the user sees for an attempt without an answer.
void add_untold_error(Attempt& attempt) {
  if (!attempt.verdict && attempt.status == Status::in_doubt && attempt.error.empty()) {
    attempt.error = no_answer_recorded;
    attempt.error_class = ErrorClass::dropped;
  }
}

auto place_of(const Attempt& attempt) {
  return std::tie(attempt.fingerprint, attempt.server.text(), attempt.copy, attempt.attempt);
}

}  // namespace

bool is_rehearsal(const Attempt& attempt, const Rehearsals& rehearsals) {
  if (attempt.rehearsal || attempt.server == sandbox_server) return true;
  return attempt.status != Status::submitted &&
         rehearsals.count({attempt.run, attempt.server.text()}) > 0;
}

Reader::Reader(const Database& database, std::function<bool()> is_held)
    : database_(database),
      is_held_(std::move(is_held)),
      by_fingerprints_(database.prepare(select_attempts(
          fmt::format("WHERE r.fingerprint IN (SELECT value FROM {})", database.list_of_texts())))),
      request_(
          database.prepare("SELECT prompt, body, checksum FROM request WHERE fingerprint = ?")),
      reply_(database.prepare("SELECT reply FROM attempt WHERE number = ?")) {}

void Reader::look_who_is_at_work() const {
  at_work_.emplace();
  const bool is_shared = database_.is_shared();
  if (!is_shared && !(is_held_ && is_held_())) return;
  Statement row = database_.prepare(
      is_shared ? "SELECT number, host FROM run JOIN at_work ON at_work.run = run.number WHERE pid "
                  "IS DISTINCT FROM pg_backend_pid()"
                : "SELECT number, host, process FROM run WHERE number = (SELECT open_run FROM "
                  "ledger)");
  while (row.step()) {
    const std::string host(row.text(1));
    // Whoever holds the file now need not be the last run, which may have died.
    const bool has_died =
        !is_shared && host == system::host_name() && !system::is_running(row.integer(2));
    if (!has_died) at_work_->emplace(row.integer(0), host);
  }
}

bool Reader::is_at_work(std::int64_t run) const {
  if (!at_work_) look_who_is_at_work();
  return at_work_->count(run) > 0;
}

Attempt Reader::tell_attempt(const Statement& row) const {
  Attempt attempt = read_attempt(database_, row, common_);
  add_untold_error(attempt);
  attempt.is_of_run_at_work = is_at_work(attempt.run);
  if (!attempt.is_on_its_way()) return attempt;
  attempt.error_class = ErrorClass::none;
  attempt.error = fmt::format("under way in run {} on {}", attempt.run, at_work_->at(attempt.run));
  return attempt;
}

Identity Reader::identity() const {
  Statement row = database_.prepare("SELECT id, path, host, file, open_run FROM ledger");
  Identity identity;
  if (!row.step()) database_.damaged(in_both([&] { return tr("it has no name"); }));
  identity.id = row.text(0);
  identity.path = row.text(1);
  identity.host = row.text(2);
  identity.file = row.text(3);
  if (!row.is_null(4)) identity.open_run = row.integer(4);
  return identity;
}

std::size_t Reader::runs_at_work() const {
  Statement count = database_.prepare("SELECT count(*) FROM at_work");
  return count.step() ? static_cast<std::size_t>(count.integer(0)) : 0;
}

std::string Reader::place() const {
  if (!database_.is_shared()) return {};
  Statement place = database_.prepare("SELECT place()");
  return place.step() ? std::string(place.text(0)) : std::string();
}

std::int64_t Reader::attempts() const {
  // Attempts are numbered without gaps, and numbers are never reused. A corrupt number must not
  // become the size of anything.
  Statement row =
      database_.prepare(select_attempts("WHERE a.number = (SELECT max(number) FROM attempt)"));
  return row.step() ? read_attempt(database_, row, common_).number : 0;
}

std::vector<Run> Reader::runs() const {
  std::vector<Run> runs;
  Statement row = database_.prepare(
      "SELECT number, id, version, manifest, manifest_path, base_url, host, process, options, "
      "started_at, ended_at, checksum, imported FROM run ORDER BY number");
  while (row.step()) {
    Run& run = runs.emplace_back();
    run.number = row.integer(0);
    run.id = row.text(1);
    run.version = row.text(2);
    run.manifest = row.text(3);
    run.manifest_path = row.text(4);
    run.base_url = row.text(5);
    run.host = row.text(6);
    run.process = row.integer(7);
    const auto name = [&] { return tr("run {}", run.number); };
    const auto options = nlohmann::json::parse(row.text(8), nullptr, false);
    for (const auto& option : options) {
      if (option.is_string()) run.options.push_back(option.get<std::string>());
    }
    run.started_at = must(database_, name, "start", parse_date(row.text(9)));
    if (!row.is_null(10)) run.ended_at = must(database_, name, "end", parse_date(row.text(10)));
    run.imported = row.integer(12) != 0;
    run.is_at_work = is_at_work(run.number);
    must_match(database_, name, checksum_of(run), row.integer(11));
  }
  return runs;
}

RunTally Reader::tally_of(const Run& run) const {
  // What could not leave was not sent.
  constexpr std::string_view sent = "run = ? AND coalesce(verdict, '') <> 'unsent'";
  RunTally tally;
  Statement counts = database_.prepare(fmt::format(
      "SELECT count(*), max(sent_at), sum(CASE status WHEN 'submitted' THEN 1 ELSE 0 END), "
      "sum(CASE status WHEN 'rejected' THEN 1 ELSE 0 END), "
      "sum(CASE status WHEN 'in_doubt' THEN 1 ELSE 0 END), "
      "sum(CASE WHEN status = 'in_doubt' AND verdict IS NULL THEN 1 ELSE 0 END) "
      "FROM attempt WHERE {}",
      sent));
  counts.bind(run.number);
  counts.step();
  tally.sent = counts.integer(0);
  if (tally.sent == 0) return tally;
  const std::string last(counts.text(1));
  tally.last_sent = parse_date(last);
  tally.submitted = counts.integer(2);
  tally.rejected = counts.integer(3);
  tally.in_doubt = counts.integer(4);
  tally.failed = tally.sent - tally.submitted - tally.rejected - tally.in_doubt;
  if (run.is_at_work) tally.on_its_way = counts.integer(5);
  tally.in_doubt -= tally.on_its_way;
  if (!tally.last_sent) return tally;
  Statement lately = database_.prepare(
      fmt::format("SELECT count(*), min(sent_at) FROM attempt WHERE {} AND sent_at > ?", sent));
  lately.bind(run.number, shotlist::to_text(*tally.last_sent - std::chrono::minutes(1)));
  lately.step();
  const auto first = parse_date(lately.text(1));
  if (!first) return tally;
  const std::chrono::duration<double, std::ratio<60>> passed = *tally.last_sent - *first;
  // A few that left together tell no pace.
  if (passed < std::chrono::seconds(1)) return tally;
  tally.per_minute = static_cast<double>(lately.integer(0) - 1) / passed.count();
  return tally;
}

void Reader::remember(std::deque<Attempt> attempts) {
  remembered_ = std::move(attempts);
  handed_over_ = 0;
  where_is_it_.clear();
  where_is_it_.reserve(remembered_.size());
  for (Attempt& attempt : remembered_) {
    add_untold_error(attempt);
    where_is_it_.push_back({attempt.fingerprint, where_is_it_.size()});
  }
  std::sort(where_is_it_.begin(), where_is_it_.end(),
            [](const Remembered& one, const Remembered& other) {
              return one.fingerprint < other.fingerprint;
            });
}

// Returns whether there are any.
bool Reader::recall(const Fingerprint& fingerprint, std::vector<Attempt>& attempts) {
  const auto first = std::partition_point(
      where_is_it_.begin(), where_is_it_.end(),
      [&](const Remembered& known) { return known.fingerprint < fingerprint; });
  const auto last = std::find_if(first, where_is_it_.end(), [&](const Remembered& known) {
    return known.fingerprint != fingerprint;
  });
  const auto is_gone = [](const Attempt& attempt) { return attempt.entry.empty(); };
  const bool are_there = std::all_of(first, last, [&](const Remembered& known) {
    return known.at >= handed_over_ && !is_gone(remembered_[known.at - handed_over_]);
  });
  if (first == last || !are_there) return false;
  std::for_each(first, last, [&](const Remembered& known) {
    attempts.push_back(std::move(remembered_[known.at - handed_over_]));
    remembered_[known.at - handed_over_].entry.clear();
  });
  for (; !remembered_.empty() && is_gone(remembered_.front()); ++handed_over_)
    remembered_.pop_front();
  return true;
}

std::vector<Attempt> Reader::attempts_of(std::span<const Fingerprint> fingerprints) {
  std::vector<Fingerprint> wanted(fingerprints.begin(), fingerprints.end());
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  std::vector<Attempt> attempts;
  std::vector<std::string> texts;
  for (const Fingerprint& fingerprint : wanted) {
    if (!recall(fingerprint, attempts)) texts.push_back(shotlist::to_text(fingerprint));
  }
  if (!texts.empty()) by_fingerprints_.bind(json_texts(texts));
  while (!texts.empty() && by_fingerprints_.step())
    attempts.push_back(tell_attempt(by_fingerprints_));
  const auto comes_before = [](const Attempt& one, const Attempt& other) {
    return place_of(one) < place_of(other);
  };
  // They are likely to have been read in this order.
  if (!std::is_sorted(attempts.begin(), attempts.end(), comes_before))
    std::sort(attempts.begin(), attempts.end(), comes_before);
  return attempts;
}

std::vector<Attempt> Reader::slot_of(const Attempt& attempt) const {
  std::vector<Attempt> tries;
  Statement row = database_.prepare(
      select_attempts("WHERE r.fingerprint = ? AND a.server = ? AND a.copy = ? ORDER BY a.try"));
  row.bind(shotlist::to_text(attempt.fingerprint), attempt.server.text(), attempt.copy);
  while (row.step())
    tries.push_back(tell_attempt(row));
  return tries;
}

void Reader::for_each_attempt(const std::optional<std::string>& manifest,
                              const std::function<void(const Attempt&)>& take) const {
  Statement row = database_.prepare_scan(
      select_attempts(manifest ? "WHERE a.manifest = ? ORDER BY a.number" : "ORDER BY a.number"));
  if (manifest) row.bind(*manifest);
  while (row.step())
    take(tell_attempt(row));
}

void Reader::for_each_slot(const std::string& manifest,
                           const std::function<void(Tries&)>& take) const {
  // Do not filter by status in SQL: it is only reliable after the checksum was verified.
  Statement numbers =
      database_.prepare_scan("SELECT number FROM attempt WHERE manifest = ? ORDER BY number");
  Statement whole = database_.prepare(select_attempts(slot_of_number));
  numbers.bind(manifest);
  while (numbers.step()) {
    const std::int64_t number = numbers.integer(0);
    Tries slot = slot_around(whole, number);
    const bool was_told = std::any_of(slot.begin(), slot.end(), [&](const Attempt& attempt) {
      return attempt.manifest == manifest && attempt.number < number;
    });
    if (!was_told) take(slot);
  }
}

Tries Reader::slot_around(Statement& whole, std::int64_t number) const {
  whole.bind(number);
  Tries slot;
  while (whole.step())
    slot.push_back(tell_attempt(whole));
  if (slot.empty())
    database_.damaged(in_both([&] { return tr("attempt {} has no slot", number); }));
  return slot;
}

void Reader::for_each_task(const std::string& server,
                           const std::function<void(const Attempt&)>& take) const {
  Statement row = database_.prepare_scan(select_attempts(
      "WHERE a.server = ? AND (a.task_id IS NOT NULL OR a.named_task IS NOT NULL) ORDER BY "
      "a.number"));
  row.bind(server);
  while (row.step())
    take(tell_attempt(row));
}

bool Reader::is_any_tried_elsewhere(const std::string& manifest) const {
  if (!database_.is_shared()) return false;
  Statement asked = database_.prepare(
      "SELECT 1 FROM attempt a JOIN run u ON u.number = a.run JOIN at_work w ON w.run = a.run "
      "WHERE a.manifest = ? AND ((a.status = 'in_doubt' AND a.verdict IS NULL) OR a.status IN "
      "('failed', 'not_sent')) AND u.ended_at IS NULL AND w.pid IS DISTINCT FROM pg_backend_pid() "
      "AND NOT EXISTS "
      "(SELECT 1 FROM attempt later WHERE later.request = a.request AND later.server = a.server "
      "AND "
      "later.copy = a.copy AND later.try > a.try) LIMIT 1");
  asked.bind(manifest);
  return asked.step();
}

std::vector<Attempt> Reader::others_of(const std::string& manifest, std::int64_t since,
                                       const std::vector<bool>& is_known) const {
  // Most are known: no more than the index is read for those.
  Statement numbers =
      database_.prepare_scan("SELECT number FROM attempt WHERE manifest = ? ORDER BY number");
  Statement asked_for = database_.prepare(
      "SELECT 1 FROM attempt WHERE number = ? AND (status = 'in_doubt' OR absent_since IS NULL OR "
      "absent_since >= ?)");
  Statement whole = database_.prepare(select_attempts(slot_of_number));
  std::vector<Attempt> others;
  numbers.bind(manifest);
  while (numbers.step()) {
    const std::int64_t number = numbers.integer(0);
    const auto at = static_cast<std::size_t>(number);
    if (at < is_known.size() && is_known[at]) continue;
    asked_for.bind(number, since);
    if (!asked_for.step()) continue;
    asked_for.reset();
    const Tries slot = slot_around(whole, number);
    if (const Attempt& attempt = deciding(slot); attempt.number == number)
      others.push_back(attempt);
  }
  return others;
}

Spent Reader::spent(const std::string& manifest, const std::string& currency,
                    bool with_rehearsals) const {
  Spent spent;
  for_each_attempt(manifest, [&](const Attempt& attempt) {
    const bool is_free = attempt.rehearsal && !with_rehearsals;
    if (is_free || !may_be_paid_for(attempt.status)) return;
    const bool is_certain = attempt.status == Status::submitted;
    const bool is_known = attempt.currency == currency;
    (is_certain ? spent.certain : spent.possible)
        .add(is_known ? attempt.price : std::optional<Money>());
  });
  return spent;
}

std::optional<Attempt> Reader::find_entry(const std::string& entry) const {
  Statement row = database_.prepare(select_attempts("WHERE a.entry = ?"));
  row.bind(entry);
  if (!row.step()) return std::nullopt;
  return tell_attempt(row);
}

std::optional<Attempt> Reader::stored(std::int64_t number) const {
  Statement row = database_.prepare(select_attempts("WHERE a.number = ?"));
  row.bind(number);
  if (!row.step()) return std::nullopt;
  return read_attempt(database_, row, common_);
}

std::vector<Attempt> Reader::with_task(const std::string& task_id) const {
  std::vector<Attempt> attempts;
  Statement row = database_.prepare(
      select_attempts("WHERE a.task_id = ?1 OR a.named_task = ?1 ORDER BY a.number"));
  row.bind(task_id);
  while (row.step())
    attempts.push_back(tell_attempt(row));
  return attempts;
}

std::optional<RequestText> Reader::request_of(const Fingerprint& fingerprint) {
  request_.bind(shotlist::to_text(fingerprint));
  if (!request_.step()) return std::nullopt;
  RequestText text{std::string(request_.text(0)), std::string(request_.text(1))};
  must_match(
      database_, [&] { return tr("request ") + shotlist::to_text(fingerprint); },
      checksum_of(fingerprint, text.prompt, text.body), request_.integer(2));
  request_.reset();
  return text;
}

std::string Reader::reply_of(std::int64_t attempt) {
  reply_.bind(attempt);
  if (!reply_.step()) return {};
  std::string reply(reply_.text(0));
  reply_.reset();
  return reply;
}

// A ledger of version 1 is only read, not changed.
bool Reader::has_videos() const {
  return database_.is_shared() ||
         database_.prepare("SELECT 1 FROM sqlite_master WHERE name = 'video'").step();
}

std::optional<Video> Reader::video_of(const std::string& entry) const {
  if (!video_) {
    if (!has_videos()) return std::nullopt;
    video_ = database_.prepare(fmt::format("{} WHERE entry = ?", select_videos));
  }
  video_->bind(entry);
  std::optional<Video> video;
  if (video_->step()) video = read_video(database_, *video_);
  video_->reset();
  return video;
}

std::vector<Video> Reader::videos() const {
  std::vector<Video> videos;
  if (!has_videos()) return videos;
  Statement row = database_.prepare_scan(fmt::format("{} ORDER BY entry", select_videos));
  while (row.step())
    videos.push_back(read_video(database_, row));
  return videos;
}

std::string Reader::video_reply_of(const std::string& entry) const {
  if (!has_videos()) return {};
  Statement row = database_.prepare("SELECT reply FROM video WHERE entry = ?");
  row.bind(entry);
  return row.step() ? std::string(row.text(0)) : std::string();
}

void Reader::for_each_duration(
    const std::function<void(const std::string& body, Duration took)>& take) const {
  if (!has_videos()) return;
  Statement row = database_.prepare_scan(
      "SELECT r.body, a.sent_at, v.ended_at FROM video v JOIN attempt a ON a.entry = v.entry JOIN "
      "request r ON r.number = a.request WHERE v.status = 'completed' AND v.ended_at IS NOT NULL "
      "ORDER BY a.number");
  while (row.step()) {
    const auto sent = parse_date(row.text(1));
    const auto ended = parse_date(row.text(2));
    if (sent && ended && *ended > *sent) take(std::string(row.text(0)), *ended - *sent);
  }
}

std::vector<Decision> Reader::decisions() const {
  std::vector<Decision> decisions;
  Statement row = database_.prepare(
      "SELECT number, entry, word, task_id, fingerprint, row, decided_by, decided_at, checksum, "
      "manifest, server, after FROM decision ORDER BY number");
  while (row.step()) {
    const auto name = [&] { return tr("decision {}", row.integer(0)); };
    Decision& decision = decisions.emplace_back();
    decision.entry = row.text(1);
    decision.word = must(database_, name, "word", parse_word(row.text(2)));
    decision.task_id = row.text(3);
    if (!row.is_null(4)) {
      decision.fingerprint = must(database_, name, "fingerprint", parse_fingerprint(row.text(4)));
    }
    decision.row = row.text(5);
    decision.by = row.text(6);
    decision.at = must(database_, name, "time", parse_date(row.text(7)));
    decision.manifest = row.text(9);
    decision.server = row.text(10);
    decision.after = row.integer(11);
    must_match(database_, name, checksum_of(decision), row.integer(8));
  }
  return decisions;
}

Rehearsals Reader::rehearsals() const {
  Rehearsals rehearsals;
  Statement any = database_.prepare("SELECT 1 FROM attempt WHERE rehearsal = 1");
  if (!any.step()) return rehearsals;
  Statement row = database_.prepare("SELECT run, server FROM rehearsal");
  while (row.step())
    rehearsals.emplace(row.integer(0), row.text(1));
  return rehearsals;
}

bool Reader::wrote(const std::string& digest) const {
  Statement row = database_.prepare("SELECT 1 FROM output WHERE digest = ?1 OR previous = ?1");
  row.bind(digest);
  return row.step();
}

std::optional<std::string> Reader::manifest_of_output(const std::string& path) const {
  Statement row = database_.prepare("SELECT manifest FROM output WHERE path = ?");
  row.bind(path);
  if (!row.step()) return std::nullopt;
  return std::string(row.text(0));
}

std::vector<std::string> Reader::outputs_of(const std::optional<std::string>& manifest) const {
  std::vector<std::string> paths;
  Statement row = database_.prepare(
      "SELECT path FROM output WHERE manifest = coalesce(?, manifest) ORDER BY path");
  row.bind(manifest);
  while (row.step())
    paths.emplace_back(row.text(0));
  return paths;
}

}  // namespace shotlist::ledger
