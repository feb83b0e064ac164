#include "support/virtual_run.h"

#include <algorithm>
#include <memory>

#include "api/request_body.h"
#include "base/error.h"
#include "support/test_orders.h"

namespace shotlist::tests {

Request sample_request(const std::string& id, const std::string& prompt,
                       const std::string& option) {
  Request request;
  request.id = id;
  request.fields = {{"model", std::string("sora-2-pro")}, {"prompt", prompt}};
  if (!option.empty()) request.fields.emplace_back("style", option);
  request.body = api::request_body(request.fields);
  request.fingerprint = api::request_fingerprint(request.body);
  return request;
}

Requests sample_requests(std::size_t rows) {
  Requests requests;
  for (std::size_t row = 1; row <= rows; ++row) {
    const std::string number = std::to_string(row);
    requests.rows.push_back(sample_request("row-" + number, "prompt " + number));
  }
  return requests;
}

ScriptedServer::Script always(std::vector<Behaviour> behaviours) {
  return [list = std::move(behaviours)](const std::string&, std::size_t nth) {
    return list[std::min(nth, list.size() - 1)];
  };
}

void RecordingObserver::sent(const submit::Try& tried) {
  if (!life_.over()) sent_.push_back({tried.request.id, tried.attempt, clock_.now()});
}

void RecordingObserver::settled(const submit::Try& tried, const Outcome& outcome, bool again) {
  if (!life_.over()) settled_.push_back({tried.request.id, tried.attempt, outcome, again});
}

void RecordingObserver::stopping(const Sentence& why) {
  if (!life_.over()) stopping_.emplace_back(why.spoken);
}

void RecordingObserver::unrecorded(const submit::Try& tried, const Outcome& outcome) {
  if (!life_.over()) unrecorded_.emplace_back(tried.request.id, outcome);
}

Moment RecordingObserver::turn(const submit::Tally& tally) {
  tallies_.push_back(tally);
  const bool known = !waits_.empty() && tally.wait && waits_.back().wait.until == tally.wait->until;
  if (tally.wait && !known) waits_.push_back({tally.now, *tally.wait});
  return Moment::max();
}

namespace {

const plan::LookElsewhere nowhere = [](const std::vector<Fingerprint>&) {
  return std::vector<plan::Elsewhere>();
};

}  // namespace

/// One process: what it has open, and what it tells.
struct VirtualHouse::Process {
  Process(VirtualHouse& house, const Misfortune& misfortune)
      : life(misfortune.dies_at_step ? Lifetime(*misfortune.dies_at_step) : Lifetime()),
        observer(house.clock, life),
        random(house.seed),
        names(house.seed + 1'000'003 * ++house.processes_),
        disk(house.disk, &life),
        worker(house.commit_takes ? std::make_unique<VirtualWorker>(
                                        house.clock, *house.commit_takes, house.commit_runs, &life)
                                  : std::make_unique<VirtualWorker>(&life)) {
    disk.last_operation = misfortune.last_operation;
    disk.on_sync = house.on_sync;
    disk.on_failure = house.on_disk_failure;
    if (misfortune.disk_fails_at)
      disk.fail_at(*misfortune.disk_fails_at, misfortune.fault, misfortune.disk_fails_for_good);
    worker->on_asked = house.on_commit_asked;
  }

  void open() {
    ledger.emplace(ledger::Database(ledger_path, ledger::Database::Mode::write, disk.name()),
                   *worker, names);
  }

  Lifetime life;
  RecordingObserver observer;
  VirtualRandom random;  // the loop's
  VirtualRandom names;   // of runs and attempts
  DyingVfs disk;
  std::unique_ptr<VirtualWorker> worker;
  std::optional<ledger::Ledger> ledger;
};

RunReport VirtualHouse::run(const Misfortune& misfortune) {
  return live(misfortune, [this](Process& process, RunReport& report) { submit(process, report); });
}

RunReport VirtualHouse::resolve(const std::vector<ledger::Decision>& words,
                                const Misfortune& misfortune) {
  return live(misfortune, [&](Process& process, RunReport& report) {
    process.ledger->decide(words);
    report.recorded = words;
    report.began = true;
  });
}

RunReport VirtualHouse::live(const Misfortune& misfortune, const Life& do_its_work) {
  make_ledger();
  RunReport report;
  Process process(*this, misfortune);
  try {
    process.open();
    do_its_work(process, report);
    report.attempts.emplace();
    ledger::Reader(process.ledger->database()).for_each_attempt({}, [&](const auto& attempt) {
      report.attempts->push_back(attempt);
    });
  } catch (const Killed&) {
    report.killed = true;
  } catch (const Error& error) {
    report.killed = process.life.over();  // nothing can be thrown through SQLite but its errors
    if (!report.killed) {
      report.error = error.exit_code();
      report.why = error.what();
    }
  }
  report.operations = process.disk.operations();
  process.ledger.reset();  // which takes the log over into the database
  if (process.life.over()) report.attempts.reset();
  report.killed = process.life.over();
  report.steps = process.life.steps();
  RecordingObserver& told = process.observer;
  report.sent = std::move(told.sent_);
  report.settled = std::move(told.settled_);
  report.waits = std::move(told.waits_);
  report.stopping = std::move(told.stopping_);
  report.unrecorded = std::move(told.unrecorded_);
  report.tallies = std::move(told.tallies_);
  return report;
}

// As the program makes it: whole, and put in its place at once.
void VirtualHouse::make_ledger() {
  if (!disk.read(ledger_path))
    disk.put(ledger_path, ledger::Database::empty_ledger("0123456789abcdef"));
}

void VirtualHouse::submit(Process& process, RunReport& report) {
  ledger::Ledger& ledger = *process.ledger;
  ledger::Reader reader(ledger.database());
  plan::Consent consents = consent;
  const std::vector<plan::Wanted> rows = wanted();
  const plan::Here at = here(reader);
  std::vector<ledger::Decision> given = words_about(matches(reader, {}), consents);
  for (ledger::Decision& word : given)
    plan::say_where(word, at, reader);
  report.plan = plan::make_plan(rows, matches(reader, given), consents, {selection.limit, {}});
  const std::vector<plan::LeftRow> left = plan::left_rows(reader, at, rows, report.plan);
  TestOrders orders(requests.rows);
  Counts counts;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const plan::Row& row = report.plan.rows[i];
    if (row.selected) counts.add(row.status());
    if (row.selected) report.selected.emplace_back(rows[i].id);
    if (row.action != plan::Action::send) continue;
    orders.add(i, row);
    report.orders.push_back(
        {requests.rows[i].id, requests.rows[i].fingerprint, row.copy, row.reason, row.status()});
    const bool by_option = row.reason == plan::Reason::in_doubt_as_asked ||
                           row.reason == plan::Reason::rejected_as_asked;
    if (!by_option || row.released) continue;
    ledger::Decision retry;
    retry.entry = row.tries.back().entry;
    retry.word = ledger::Word::retry;
    retry.fingerprint = rows[i].fingerprint;
    retry.row = rows[i].id;
    retry.at = clock.date();
    plan::say_where(retry, at, reader);
    given.push_back(retry);
  }
  report.recorded = given;

  ledger::Run run;
  run.id = to_hex(process.names.bits());
  run.version = "0.1.0";
  run.manifest = manifest;
  run.base_url = base_url;
  run.started_at = clock.date();
  const std::int64_t number = ledger.begin(run);
  ledger.claim(plan::claims_of(reader, at, rows, report.plan, left, number));
  ledger.decide(given);
  report.began = true;

  VirtualStop stop(clock);
  stop.moments = stops;
  VirtualTransport transport(server, clock, stop, process.life);
  if (commit_takes) transport.waker = [&] { return process.worker->ends(); };
  api::Endpoint endpoint;
  endpoint.base_url = base_url;
  endpoint.key = Secret("key");
  endpoint.user_agent = "shotlist";
  ledger::Attempt form;
  form.run = number;
  form.server = base_url;
  form.manifest = manifest;
  submit::Submitter submitter(orders, counts, form, ledger, endpoint, settings,
                              {clock, process.random, transport, stop}, process.observer);
  report.end = submitter.run();
  report.most_in_flight = transport.most_in_flight();
  ledger.end(number, clock.date());
}

// As `--held` and a file of decisions are understood.
std::vector<ledger::Decision> VirtualHouse::words_about(const std::vector<plan::Match>& rows,
                                                        plan::Consent& consents) {
  std::vector<ledger::Decision> words;
  const auto record = [&](const ledger::Attempt& about, ledger::Word word, const Request& row) {
    ledger::Decision decision;
    decision.entry = about.entry;
    decision.word = word;
    decision.fingerprint = row.fingerprint;
    decision.row = row.id;
    decision.by = "a person";
    decision.at = clock.date();
    words.push_back(std::move(decision));
  };
  const std::vector<plan::Wanted> all = wanted();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Request& row = requests.rows[i];
    const plan::Match& match = rows[i];
    const auto said = consents.rows.find(row.id);
    const bool is_held = match.status() == Status::held;
    if (is_held && held && all[i].wanted && said == consents.rows.end() &&
        (!held_is_about || held_is_about(row.id))) {
      consents.rows[row.id] = *held;
      for (const plan::Hold& hold : match.holds) {
        const bool keeps = *held == plan::RowWord::keep;
        record(hold.purchase, keeps ? ledger::Word::keep : ledger::Word::resubmit, row);
        if (keeps) break;
      }
    } else if (said != consents.rows.end() && !is_held && !match.tries.empty()) {
      if (said->second == plan::RowWord::retry && match.status() != Status::submitted)
        record(match.tries.back(), ledger::Word::retry, row);
      if (said->second == plan::RowWord::not_created && match.status() == Status::in_doubt)
        record(match.tries.back(), ledger::Word::not_created, row);
    }
  }
  return words;
}

std::vector<plan::Wanted> VirtualHouse::wanted() const {
  std::vector<plan::Wanted> rows;
  plan::Selector selector(selection, requests.variable_names);
  for (const Request& request : requests.rows) {
    plan::Wanted& row = rows.emplace_back();
    row.id = request.id;
    row.fingerprint = request.fingerprint;
    row.price = request.price;
    row.wanted = selector.wants(request.id, [&]() -> const Request& { return request; });
  }
  return rows;
}

plan::Here VirtualHouse::here(const ledger::Reader& reader) const {
  plan::Here here{manifest, base_url, {}};
  for (const ledger::Run& run : reader.runs()) {
    if (run.manifest != manifest && others.count(run.manifest) == 0) here.gone.insert(run.manifest);
  }
  return here;
}

std::vector<plan::Match> VirtualHouse::matches(ledger::Reader& reader,
                                               const std::vector<ledger::Decision>& given) const {
  std::vector<plan::Asked> asked;
  for (const Request& request : requests.rows)
    asked.push_back({request.id, request.fingerprint});
  return plan::match(asked, here(reader), {reader, nowhere, given}, [this](std::size_t row) {
    const Value* prompt = find_field(requests.rows[row].fields, "prompt");
    return prompt == nullptr ? std::string() : to_text(*prompt);
  });
}

void VirtualHouse::ask(const std::function<void(ledger::Reader&)>& question) {
  make_ledger();
  DyingVfs process(disk);
  // A process that died in its first moment leaves a journal that only a writer may roll back.
  const bool is_whole = !disk.read(std::string(ledger_path) + "-journal");
  const ledger::Database database(
      ledger_path, is_whole ? ledger::Database::Mode::read : ledger::Database::Mode::write,
      process.name());
  ledger::Reader reader(database);
  question(reader);
}

std::vector<ledger::Attempt> VirtualHouse::attempts() {
  std::vector<ledger::Attempt> attempts;
  ask([&](const ledger::Reader& reader) {
    reader.for_each_attempt({}, [&](const auto& attempt) { attempts.push_back(attempt); });
  });
  return attempts;
}

std::vector<plan::Match> VirtualHouse::matches() {
  std::vector<plan::Match> rows;
  ask([&](ledger::Reader& reader) { rows = matches(reader, {}); });
  return rows;
}

plan::Match VirtualHouse::match(const std::string& id) {
  const std::vector<plan::Match> rows = matches();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (requests.rows[row].id == id) return rows[row];
  }
  return {};
}

ledger::Attempt VirtualHouse::standing(const std::string& id) {
  const plan::Match row = match(id);
  if (!row.tries.empty()) return row.tries.back();
  ledger::Attempt none;
  none.attempt = 0;
  none.status = Status::not_sent;
  return none;
}

Counts VirtualHouse::counts() {
  Counts counts;
  for (const plan::Match& row : matches())
    counts.add(row.status());
  return counts;
}

}  // namespace shotlist::tests
