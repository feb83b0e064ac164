#include "ledger/attempts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/digest.h"
#include "base/time.h"
#include "ledger/reader.h"

namespace shotlist::tests {

Request sample_request(const std::string& id, const std::string& prompt) {
  Request request;
  request.id = id;
  request.fields = {{"model", std::string("sora-2-pro")}, {"prompt", prompt}};
  request.body = R"({"model":"sora-2-pro","prompt":")" + prompt + "\"}";
  request.fingerprint = fingerprint_of(request.body);
  return request;
}

ledger::Run sample_run(const std::string& id) {
  ledger::Run run;
  run.id = id;
  run.version = "0.1.0";
  run.manifest = sample_manifest;
  run.manifest_path = "/home/ann/night-market.yaml";
  run.base_url = sample_server;
  run.host = "laptop";
  run.process = 4711;
  run.options = {"--max-cost", "10"};
  run.started_at = Date(std::chrono::milliseconds(1'772'355'600'125));
  return run;
}

ledger::Attempt intent_for(const Request& request, std::int64_t run, int copy, int attempt) {
  ledger::Attempt intent;
  intent.run = run;
  intent.server = sample_server;
  intent.fingerprint = request.fingerprint;
  intent.copy = copy;
  intent.attempt = attempt;
  intent.manifest = sample_manifest;
  intent.row = request.id;
  intent.price = Money::of_millionths(4'800'000);
  intent.currency = "CNY";
  intent.sent_at = Date(std::chrono::milliseconds(1'772'355'601'000));
  return intent;
}

Outcome accepted(const std::string& task) {
  Outcome outcome;
  outcome.verdict = Verdict::accepted;
  outcome.status = Status::submitted;
  outcome.http_status = 200;
  outcome.task_id = task;
  outcome.raw_reply = R"({"id":")" + task + "\"}";
  outcome.provider_request_id = "req-" + task;
  outcome.latency = std::chrono::milliseconds(850);
  return outcome;
}

Outcome lost() {
  Outcome outcome;
  outcome.verdict = Verdict::unknown;
  outcome.error_class = ErrorClass::timeout;
  outcome.error = "silence for 120 s";
  return outcome;
}

std::string in_words(const ledger::Attempt& attempt) {
  return fmt::format(
      "{} {} run {} {} {} copy {} try {} {}/{} {} {} {} {} {} {} {} task '{}' named '{}' '{}' '{}' "
      "{} {} {} {}",
      attempt.number, attempt.entry, attempt.run, attempt.server.text(),
      to_text(attempt.fingerprint), attempt.copy, attempt.attempt, attempt.manifest.text(),
      attempt.row, attempt.price ? to_text(*attempt.price) : "-", attempt.currency.text(),
      to_text(attempt.sent_at), to_text(attempt.status),
      attempt.verdict ? to_text(*attempt.verdict) : "-", to_text(attempt.error_class),
      attempt.http_status, attempt.task_id, attempt.named_task, attempt.error, attempt.request_id,
      attempt.latency ? attempt.latency->count() : -1,
      attempt.settled_at ? to_text(*attempt.settled_at) : "-", attempt.rehearsal,
      attempt.absent_since.value_or(-1));
}

std::vector<std::string> in_words(const std::vector<ledger::Attempt>& attempts) {
  std::vector<std::string> words;
  for (const ledger::Attempt& attempt : attempts)
    words.push_back(in_words(attempt));
  return words;
}

std::vector<ledger::Attempt> attempts_in(const ledger::Database& database) {
  std::vector<ledger::Attempt> attempts;
  ledger::Reader(database).for_each_attempt(
      {}, [&](const ledger::Attempt& attempt) { attempts.push_back(attempt); });
  return attempts;
}

std::string everything(const ledger::Database& database) {
  ledger::Reader reader(database);
  std::string all = reader.identity().id + '\n';
  for (const ledger::Run& run : reader.runs()) {
    all += fmt::format("run {} {} {} {} {} {} {} {} {} {}\n", run.number, run.id, run.version,
                       run.manifest, run.manifest_path, run.base_url, run.host, run.process,
                       fmt::join(run.options, " "), to_text(run.started_at));
  }
  for (const ledger::Attempt& attempt : attempts_in(database)) {
    all += in_words(attempt) + '\n';
    const auto request = reader.request_of(attempt.fingerprint);
    all += request ? request->prompt + ' ' + request->body + '\n' : "no request\n";
    for (const ledger::Attempt& same : reader.attempts_of(attempt.fingerprint))
      all += fmt::format("  {}\n", same.number);
    for (const ledger::Attempt& same : reader.slot_of(attempt))
      all += fmt::format("  {}\n", same.number);
    const auto found = reader.find_entry(attempt.entry);
    all += found ? fmt::format("  {}\n", found->number) : "  not found\n";
  }
  reader.for_each_attempt(std::string(sample_manifest), [&](const ledger::Attempt& attempt) {
    all += fmt::format("of the manifest {}\n", attempt.number);
  });
  reader.for_each_slot(sample_manifest, [&](const ledger::Tries& slot) {
    all += fmt::format("a slot stands as {}\n", ledger::deciding(slot).number);
  });
  for (const ledger::Decision& decision : reader.decisions()) {
    all += fmt::format("{} {} {} {} {} {} {}\n", decision.entry, to_text(decision.word),
                       decision.task_id, to_text(decision.fingerprint), decision.row, decision.by,
                       to_text(decision.at));
  }
  const Spent spent = reader.spent(sample_manifest, "CNY");
  return all + to_text(spent, "CNY") + '\n';
}

void put_ledger(DyingDisk& disk) {
  disk.put(disk_path, ledger::Database::empty_ledger("0123456789abcdef"));
}

}  // namespace shotlist::tests
