#include "book.h"

#include "api/request_body.h"
#include "base/digest.h"
#include "plan/account.h"

namespace shotlist::tests {

Request asks(const std::string& id, const std::string& prompt, const std::string& option) {
  Request request;
  request.id = id;
  request.fields = {{"duration", option}, {"prompt", prompt}};
  request.body = api::request_body(request.fields);
  request.fingerprint = api::request_fingerprint(request.body);
  return request;
}

Book::Book(std::uint64_t seed)
    : random_(seed),
      ledger_(ledger::Database::in_memory("here"), worker_, random_),
      reader_(ledger_.database()) {
  run_ = begin_run("shots");
}

std::int64_t Book::begin_run(const std::string& manifest, const std::string& path) {
  ledger::Run run;
  run.id = to_hex(random_.bits());
  run.manifest = manifest;
  run.manifest_path = path;
  run_ = ledger_.begin(run);
  return run_;
}

ledger::Attempt Book::note(const Request& request, Status status, const Sent& sent, bool answered) {
  ledger::Attempt attempt;
  attempt.run = run_;
  attempt.server = sent.server;
  attempt.fingerprint = request.fingerprint;
  attempt.copy = sent.copy;
  attempt.attempt = sent.attempt;
  attempt.manifest = sent.manifest;
  attempt.row = request.id;
  attempt.price = sent.price;
  attempt.currency = sent.currency;
  ledger_.intend(attempt, request);
  if (answered) {
    Outcome outcome;
    outcome.status = status;
    if (status != Status::in_doubt && status != Status::not_sent) outcome.http_status = 200;
    outcome.rehearsal = sent.rehearsal;
    outcome.verdict = Verdict::refused;
    if (status == Status::in_doubt) outcome.verdict = Verdict::unknown;
    if (status == Status::submitted) {
      outcome.verdict = Verdict::accepted;
      outcome.task_id = "T" + std::to_string(++tasks_);
    }
    ledger_.answer(attempt.number, outcome, status, {});
  }
  ledger_.commit();
  const int times = ++times_[request.id];
  names_[attempt.entry] = request.id + (times == 1 ? "" : " " + std::to_string(times));
  return *reader_.find_entry(attempt.entry);
}

ledger::Decision Book::decision(const ledger::Attempt& about, ledger::Word word, const Request& row,
                                const std::string& task_id) const {
  ledger::Decision decision;
  decision.entry = about.entry;
  decision.word = word;
  decision.task_id = task_id;
  decision.fingerprint = row.fingerprint;
  decision.row = row.id;
  decision.by = "a person";
  plan::say_where(decision, here, reader_);
  return decision;
}

void Book::say(const ledger::Attempt& about, ledger::Word word, const Request& row,
               const std::string& task_id) {
  ledger::Decision said = decision(about, word, row, task_id);
  said.at = Date(std::chrono::milliseconds(++words_));  // the same word at another time is another
  ledger_.decide({said});
}

void Book::give(const ledger::Attempt& about, ledger::Word word, const Request& row,
                const std::string& task_id) {
  given_.push_back(decision(about, word, row, task_id));
}

std::vector<plan::Match> Book::match(const std::vector<Request>& rows) {
  std::vector<plan::Asked> asked;
  for (const Request& row : rows)
    asked.push_back({row.id, row.fingerprint});
  const plan::LookElsewhere look = [this](const std::vector<Fingerprint>& wanted) {
    ++asked_elsewhere;
    std::vector<plan::Elsewhere> found;
    for (const Fingerprint& fingerprint : wanted) {
      for (const plan::Elsewhere& known : elsewhere) {
        if (known.purchase.fingerprint == fingerprint) found.push_back(known);
      }
    }
    return found;
  };
  return plan::match(asked, here, {reader_, look, given_}, [&](std::size_t row) {
    return to_text(*find_field(rows[row].fields, "prompt"));
  });
}

plan::Plan Book::plan(const std::vector<Request>& rows, const plan::Consent& consent,
                      const plan::Limits& limits, const std::set<std::string>& only) {
  std::vector<plan::Wanted> wanted;
  for (const Request& row : rows) {
    plan::Wanted& each = wanted.emplace_back();
    each.id = row.id;
    each.fingerprint = row.fingerprint;
    each.price = row.price;
    each.wanted = only.empty() || only.count(row.id) > 0;
  }
  return plan::make_plan(wanted, match(rows), consent, limits);
}

std::string Book::told(const plan::Match& match) const {
  const auto name = [this](const ledger::Attempt& attempt) {
    const auto found = names_.find(attempt.entry);
    return found == names_.end() ? attempt.entry : found->second;
  };
  if (!match.holds.empty()) {
    const char* by[] = {"other manifest", "other server", "other ledger", "near"};
    std::string text = "held";
    for (const plan::Hold& hold : match.holds)
      text += std::string(" ") + by[static_cast<int>(hold.by)] + " " + name(hold.purchase);
    return text;
  }
  if (!match.tries.empty())
    return std::string(to_text(match.status())) + " " + name(match.tries.back());
  return match.copy == 1 ? "new" : "new copy " + std::to_string(match.copy);
}

std::vector<std::string> Book::told(const std::vector<Request>& rows) {
  std::vector<std::string> lines;
  for (const plan::Match& match : this->match(rows))
    lines.push_back(told(match));
  return lines;
}

}  // namespace shotlist::tests
