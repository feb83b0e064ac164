#include "support/virtual_run.h"

#include <algorithm>

#include "api/request_body.h"
#include "base/error.h"
#include "journal/journal.h"

namespace shotlist::tests {

Request sample_request(const std::string& id, const std::string& prompt) {
  Request request;
  request.id = id;
  request.fields = {{"model", std::string("sora-2-pro")}, {"prompt", prompt}};
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

void RecordingObserver::sent(const Request& request, int attempt) {
  if (!life_.over()) sent_.push_back({request.id, attempt, clock_.now()});
}

void RecordingObserver::settled(const Request& request, int attempt, const Outcome& outcome,
                                bool again) {
  if (!life_.over()) settled_.push_back({request.id, attempt, outcome, again});
}

void RecordingObserver::stopping(std::string_view why) {
  if (!life_.over()) stopping_.emplace_back(why);
}

void RecordingObserver::unrecorded(const Request& request, const Outcome& outcome) {
  if (!life_.over()) unrecorded_.emplace_back(request.id, outcome);
}

Moment RecordingObserver::turn(const submit::Tally& tally) {
  tallies_.push_back(tally);
  const bool known = !waits_.empty() && tally.wait && waits_.back().wait.until == tally.wait->until;
  if (tally.wait && !known) waits_.push_back({tally.now, *tally.wait});
  return Moment::max();
}

RunReport VirtualHouse::run(const Misfortune& misfortune) {
  return live(misfortune, [this](Lifetime& life, RecordingObserver& observer, RunReport& report) {
    submit(life, observer, report);
  });
}

RunReport VirtualHouse::resolve(const std::vector<journal::ResolvedFact>& facts,
                                const Misfortune& misfortune) {
  return live(misfortune, [&](Lifetime&, RecordingObserver&, RunReport& report) {
    journal::Journal book(disk, journal);
    for (const journal::ResolvedFact& fact : facts)
      book.write(fact);
    book.commit();
    report.ledger = book.ledger();
  });
}

RunReport VirtualHouse::live(const Misfortune& misfortune, const Life& do_its_work) {
  RunReport report;
  Lifetime life = misfortune.dies_at_step ? Lifetime(*misfortune.dies_at_step) : Lifetime();
  RecordingObserver observer(clock, life);
  disk.begin(&life);
  disk.last_append = misfortune.last_append;
  if (misfortune.disk_fails_at) {
    disk.fail_at(*misfortune.disk_fails_at, misfortune.disk_fails_for_good);
  }
  try {
    do_its_work(life, observer, report);
  } catch (const Killed&) {
    report.killed = true;
  } catch (const Error& error) {
    report.error = error.exit_code();
  }
  report.steps = life.steps();
  report.operations = disk.operations();
  report.sent = std::move(observer.sent_);
  report.settled = std::move(observer.settled_);
  report.waits = std::move(observer.waits_);
  report.stopping = std::move(observer.stopping_);
  report.unrecorded = std::move(observer.unrecorded_);
  report.tallies = std::move(observer.tallies_);
  disk.begin(nullptr);
  return report;
}

void VirtualHouse::submit(Lifetime& life, RecordingObserver& observer, RunReport& report) {
  VirtualStop stop(clock);
  stop.moments = stops;
  VirtualTransport transport(server, clock, stop, life);
  if (sync_takes) {
    disk.sync_beside(clock, *sync_takes);
    transport.waker = [this] { return disk.sync_ends(); };
  }
  VirtualRandom random(seed);
  api::Endpoint endpoint;
  endpoint.base_url = "https://example.com";
  endpoint.key = Secret("key");
  endpoint.user_agent = "shotlist";
  journal::Journal book(disk, journal);
  book.write(
      journal::OpenedFact{"0.1.0", "0123456789abcdef", "shots", endpoint.base_url, clock.date()});
  book.commit();
  report.plan = submit::make_plan(requests, book.ledger(), selection, consent);
  submit::Submitter submitter(requests, report.plan, book, endpoint, settings,
                              {clock, random, transport, stop}, observer);
  report.end = submitter.run();
  report.most_in_flight = transport.most_in_flight();
  report.ledger = book.ledger();
}

journal::Ledger VirtualHouse::ledger() {
  return journal::read_ledger(disk, journal);
}

Standing VirtualHouse::standing(const std::string& id) {
  const journal::Ledger known = ledger();
  const Standing* standing = known.find(id);
  return standing == nullptr ? Standing() : *standing;
}

Counts VirtualHouse::counts() {
  const journal::Ledger known = ledger();
  Counts counts;
  for (const Request& request : requests.rows) {
    const Standing* standing = known.find(request.id);
    counts.add(standing == nullptr ? Status::not_sent : standing->status);
  }
  return counts;
}

}  // namespace shotlist::tests
