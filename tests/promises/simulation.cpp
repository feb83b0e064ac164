#include "promises/simulation.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

std::string told(const Misfortune& misfortune) {
  std::string words;
  if (misfortune.dies_at_step) words += fmt::format(", to die at {}", *misfortune.dies_at_step);
  if (misfortune.disk_fails_at) {
    words += fmt::format(", disk to fail at {}{}", *misfortune.disk_fails_at,
                         misfortune.disk_fails_for_good ? " for good" : "");
  }
  return words;
}

std::string told(const RunReport& report) {
  if (report.killed) return fmt::format("killed at {}", report.steps);
  if (report.error) return fmt::format("error {}", static_cast<int>(*report.error));
  return fmt::format("ended with {} {}", static_cast<int>(report.end.code), report.end.why.english);
}

}  // namespace

Events& Events::operator+=(const Events& more) {
  runs += more.runs;
  killed += more.killed;
  power_lost += more.power_lost;
  disk_failed += more.disk_failed;
  interrupted += more.interrupted;
  stopped += more.stopped;
  resolved += more.resolved;
  consents += more.consents;
  held += more.held;
  kept += more.kept;
  renamed += more.renamed;
  moved += more.moved;
  sent += more.sent;
  charged += more.charged;
  return *this;
}

Simulation::Simulation(std::uint64_t seed)
    : chance_(seed),
      calendar_(~seed),
      house_({}, [this](const std::string& body,
                        std::size_t nth) { return provider_.answer(body, nth); }),
      provider_(seed * 7919, house_.clock),
      witness_(house_) {
  house_.seed = seed;
  // A scene is asked for in one way at a time: all of its rows together are its family.
  witness_.family_of = [](const Request& row) { return row.variables.back(); };
  const std::size_t most[] = {4, 60, 300, 600};
  insert_shots(1 + chance_.below(most[chance_.below(std::size(most))]));
  // Wrong by minutes, or by years, and another way at each look.
  const std::size_t error_ms = happens(50) ? 0 : std::size_t{1} << chance_.below(38);
  if (error_ms == 0) return;
  house_.clock.calendar_error = [this, error_ms] {
    const auto off = static_cast<std::int64_t>(calendar_.below(error_ms));
    return std::chrono::milliseconds(off - static_cast<std::int64_t>(error_ms / 2));
  };
}

// Small numbers as often as large ones.
std::size_t Simulation::up_to(std::size_t most) {
  const auto scales = static_cast<std::size_t>(std::bit_width(most));
  return 1 + chance_.below(most >> chance_.below(scales));
}

void Simulation::insert_shots(std::size_t count) {
  for (; count > 0; --count) {
    const auto at = static_cast<std::ptrdiff_t>(chance_.below(shots_.size() + 1));
    shots_.insert(shots_.begin() + at, {++made_, 0, 1, ++names_, chance_.below(3)});
  }
}

void Simulation::edit_manifest() {
  const auto any_shot = [this]() -> Shot& { return shots_[chance_.below(shots_.size())]; };
  if (happens(30)) insert_shots(up_to(20));
  for (std::size_t edits = happens(30) ? up_to(20) : 0; edits > 0; --edits)
    any_shot().options = chance_.below(3);
  if (happens(5)) {  // a default of all
    for (Shot& shot : shots_)
      ++shot.options;
  }
  for (std::size_t edits = happens(20) ? up_to(10) : 0; edits > 0; --edits)
    any_shot().scene = ++made_;
  for (std::size_t edits = happens(20) ? up_to(5) : 0; edits > 0; --edits)
    any_shot().takes = 1 + chance_.below(3);
  for (std::size_t gone = happens(30) ? up_to(10) : 0; gone > 0 && shots_.size() > 1; --gone) {
    const auto at = static_cast<std::ptrdiff_t>(chance_.below(shots_.size()));
    removed_.push_back(shots_[static_cast<std::size_t>(at)]);
    shots_.erase(shots_.begin() + at);
  }
  if (happens(30))
    shots_.insert(shots_.begin(), removed_.begin(), removed_.end()), removed_.clear();
  for (std::size_t moves = happens(30) ? up_to(50) : 0; moves > 0; --moves)
    std::swap(any_shot(), any_shot());
  rename_rows();
}

void Simulation::rename_rows() {
  if (happens(10)) {  // numbered anew
    names_ = 0;
    for (Shot& shot : shots_)
      shot.name = ++names_;
    names_ += 1000 * ++renumbered_;
    for (Shot& shot : removed_)
      shot.name = ++names_;
  }
  for (std::size_t swaps = happens(15) ? up_to(10) : 0; swaps > 0; --swaps) {
    std::swap(shots_[chance_.below(shots_.size())].name, shots_[chance_.below(shots_.size())].name);
  }
}

void Simulation::move_house() {
  if (happens(8)) {
    house_.manifest = fmt::format("shots-{}", chance_.below(3));
    ++events_.renamed;
  }
  if (happens(10)) {
    house_.base_url = fmt::format("https://{}.example.com", chance_.below(2));
    ++events_.moved;
  }
}

// Each prompt has words of its own, as far as words go.
void Simulation::write_manifest() {
  house_.requests = {{"group", "scene"}, {}};
  for (const auto& [scene, options, takes, name, group] : shots_) {
    for (std::size_t take = 1; take <= takes; ++take) {
      const std::string id =
          takes == 1 ? fmt::format("row-{}", name) : fmt::format("row-{}.take-{}", name, take);
      Request& row = house_.requests.rows.emplace_back(sample_request(
          id, fmt::format("scene{0} place{0} person{0} light{0} move{0} sound{0}", scene),
          std::to_string(options)));
      row.variables = {std::to_string(group), std::to_string(scene)};
    }
  }
}

void Simulation::choose_settings() {
  submit::SubmitSettings& settings = house_.settings;
  settings = {};
  settings.jobs = static_cast<std::int64_t>(up_to(16));
  settings.attempts = static_cast<std::int64_t>(up_to(6));
  settings.burst = static_cast<std::int64_t>(up_to(8));
  if (happens(50)) settings.pace.rate = Rate{static_cast<std::int64_t>(up_to(120)), 60s};
  if (happens(20)) settings.stop_after = CountOrShare{static_cast<std::int64_t>(up_to(50)), false};
  if (happens(10)) settings.stop_after = CountOrShare{static_cast<std::int64_t>(up_to(100)), true};
  house_.stops.clear();
  for (std::size_t presses = happens(20) ? 1 + chance_.below(2) : 0; presses > 0; --presses)
    house_.stops.push_back(house_.clock.now() + std::chrono::milliseconds(up_to(1'000'000)));
}

void Simulation::choose_rows() {
  const auto any_row = [this] {
    return house_.requests.rows[chance_.below(house_.requests.rows.size())].id;
  };
  house_.selection = {};
  house_.consent = {};
  for (std::size_t rows = happens(15) ? up_to(shots_.size()) : 0; rows > 0; --rows)
    house_.selection.only.push_back(any_row());
  if (happens(15)) house_.selection.limit = up_to(50);
  if (happens(15)) house_.selection.where = {{"group", std::to_string(chance_.below(3))}};
  house_.consent.fresh = !happens(10);
  house_.consent.rejected = happens(10);
  house_.consent.in_doubt = happens(10);
  for (std::size_t rows = happens(20) ? up_to(shots_.size()) : 0; rows > 0; --rows) {
    house_.consent.rows[any_row()] = happens(60) ? plan::RowWord::retry : plan::RowWord::skip;
  }
  house_.held.reset();
  if (happens(20)) house_.held = happens(50) ? plan::RowWord::resubmit : plan::RowWord::keep;
  // Said of each row or of some of them; a word about a row does not depend on anything else.
  house_.held_is_about = nullptr;
  if (happens(50)) {
    house_.held_is_about = [salt = chance_.bits()](const std::string& id) {
      return (std::hash<std::string>()(id) ^ salt) % 3 == 0;
    };
  }
}

Misfortune Simulation::misfortune() {
  Misfortune misfortune;
  const std::size_t steps = 60 + 20 * shots_.size();
  if (happens(40)) misfortune.dies_at_step = up_to(steps);
  if (happens(15)) misfortune.disk_fails_at = up_to(steps);
  misfortune.disk_fails_for_good = happens(50);
  if (happens(30)) misfortune.fault = DyingVfs::Fault::read_only;
  if (happens(50)) misfortune.last_operation = {chance_.unit(), true};
  return misfortune;
}

// What the person finds at the provider: a task that no attempt has.
std::optional<ledger::Decision> Simulation::decision_on(const ledger::Attempt& doubt) {
  std::optional<ledger::RequestText> request;
  std::set<std::string> known;
  house_.ask([&](ledger::Reader& reader) {
    request = reader.request_of(doubt.fingerprint);
    for (const ledger::Attempt& attempt : reader.attempts_of(doubt.fingerprint))
      known.insert(attempt.task_id);
  });
  ledger::Decision decision;
  decision.entry = doubt.entry;
  decision.row = doubt.row;
  decision.by = "a person";
  decision.at = house_.clock.date();
  decision.word = ledger::Word::not_created;
  for (const std::string& task : house_.server.charged(request->body)) {
    if (known.count(task) > 0 || settled_tasks_.count(task) > 0) continue;
    decision.word = ledger::Word::created;
    decision.task_id = task;
  }
  if (decision.word == ledger::Word::created) settled_tasks_.insert(decision.task_id);
  return decision;
}

// Of a request that several doubts are about, one of which made a task, all must be looked at.
void Simulation::settle_rows() {
  std::vector<ledger::Decision> words;
  for (const ledger::Attempt& attempt : house_.attempts()) {
    if (attempt.status != Status::in_doubt) continue;
    if (attempt.fingerprint.low % 3 != words.size() % 3 && !happens(20)) continue;
    if (auto word = decision_on(attempt)) words.push_back(*std::move(word));
  }
  settled_tasks_.clear();
  const Misfortune fate = happens(30) ? misfortune() : Misfortune();
  const RunReport report = witness_.resolve(words, fate);
  diary_ += fmt::format("  {} doubts settled{}: {}\n", words.size(), told(fate), told(report));
  events_.resolved += report.began ? words.size() : 0;
  power_may_go(report);
  broken_ = witness_.broken_promise();
}

// Once a process is gone, well or not, the machine may go too.
void Simulation::power_may_go(const RunReport& report) {
  if (!happens(report.killed ? 60 : 15)) return;
  const PowerLoss loss{happens(30) ? 0 : happens(20) ? 1 : chance_.unit(), chance_.bits()};
  house_.disk.lose_power(loss);
  ++events_.power_lost;
  diary_ += fmt::format("  power lost, {:.2f} survives\n", loss.chance);
}

std::string Simulation::check(const RunReport& report) {
  if (report.error && report.error != ExitCode::disk) return "the run failed: " + told(report);
  const auto jobs = static_cast<std::size_t>(house_.settings.jobs);
  if (report.most_in_flight > jobs) return "more in flight than --jobs allows";
  const plan::Selection& selection = house_.selection;
  const std::set<std::string> only(selection.only.begin(), selection.only.end());
  std::set<std::string> sent;
  for (const auto& departure : report.sent)
    sent.insert(departure.id);
  for (const std::string& id : sent) {
    if (!only.empty() && only.count(id) == 0) return id + " was sent and not selected";
    const auto decided = house_.consent.rows.find(id);
    if (decided != house_.consent.rows.end() && decided->second == plan::RowWord::skip)
      return id + " was sent and was to be skipped";
  }
  if (selection.limit && sent.size() > *selection.limit) return "more was sent than --limit allows";
  if (!report.attempts || report.end.code != ExitCode::ok) return witness_.broken_promise();
  for (std::size_t row = 0; row < report.plan.rows.size(); ++row) {
    const std::string& id = house_.requests.rows[row].id;
    if (report.plan.rows[row].action == plan::Action::send && sent.count(id) == 0)
      return id + " was not sent, and nothing stopped the run";
  }
  return witness_.broken_promise();
}

void Simulation::run_once() {
  choose_settings();
  choose_rows();
  const Misfortune fate = misfortune();
  diary_ +=
      fmt::format("  {} rows of {} at {}, {} jobs, {} attempts, {} stops{}{}", shots_.size(),
                  house_.manifest, house_.base_url, house_.settings.jobs, house_.settings.attempts,
                  house_.stops.size(), house_.held ? ", a word about held rows" : "", told(fate));
  const RunReport report = witness_.run(fate);
  diary_ += fmt::format(": {} sent, {}\n", report.sent.size(), told(report));
  ++events_.runs;
  events_.killed += report.killed ? 1 : 0;
  events_.disk_failed += report.error ? 1 : 0;
  events_.interrupted += report.end.code == ExitCode::interrupted ? 1 : 0;
  events_.stopped += report.end.code == ExitCode::stopped ? 1 : 0;
  events_.sent += report.sent.size();
  for (const plan::Row& row : report.plan.rows)
    events_.held += row.reason == plan::Reason::held ? 1 : 0;
  for (const ledger::Decision& word : report.recorded)
    events_.kept += word.word == ledger::Word::keep ? 1 : 0;
  power_may_go(report);
  broken_ = check(report);
}

std::string Simulation::last_run() {
  provider_.recover();
  house_.settings = {};
  house_.settings.attempts = 10;
  house_.selection = {};
  house_.consent = {};
  house_.held.reset();
  house_.stops.clear();
  house_.clock.advance(1h);
  const RunReport report = witness_.run();
  diary_ += fmt::format("  all is well: {} sent, {}\n", report.sent.size(), told(report));
  if (report.end.code != ExitCode::ok) return "the last run did not end well: " + told(report);
  std::string broken = check(report);
  if (!broken.empty()) return broken;
  const Counts counts = house_.counts();
  if (counts.not_sent != 0 || counts.failed != 0)
    return "the last run left rows that were safe to send";
  house_.disk.lose_power({0});
  broken = witness_.broken_promise();
  if (!broken.empty()) return broken;
  return witness_.run().sent.empty() ? witness_.broken_promise() : "there was something to send";
}

std::string Simulation::run() {
  for (std::size_t days = 1 + chance_.below(7); days > 0 && broken_.empty(); --days) {
    edit_manifest();
    write_manifest();
    move_house();
    if (happens(20)) settle_rows();
    if (broken_.empty()) run_once();
  }
  if (broken_.empty()) broken_ = last_run();
  events_.consents = witness_.consents();
  events_.charged = house_.server.told().size();
  return broken_;
}

}  // namespace shotlist::tests
