#pragma once
// A ledger without a disk, for those who ask one.

#include <string>
#include <utility>

#include "api/request_body.h"
#include "ledger/ledger.h"
#include "ledger/reader.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests {

/// Holds one run of the manifest `shots`. Each call is durable when it returns.
class LedgerInMemory {
 public:
  /// An intent for what `form` says beyond the defaults of a first try at https://api.example.com;
  /// `form.row` is its row, and its prompt is `prompt`.
  ledger::Attempt send(ledger::Attempt form, const std::string& prompt) {
    const Request request = request_for(prompt);
    form.run = run_;
    if (form.server == "") form.server = "https://api.example.com";
    if (form.manifest.empty()) form.manifest = "shots";
    if (form.sent_at == Date()) form.sent_at = sent_at();
    form.fingerprint = request.fingerprint;
    ledger_.intend(form, request);
    ledger_.commit();
    return form;
  }

  /// A first try of `row`.
  ledger::Attempt send(const std::string& row, const std::string& prompt) {
    ledger::Attempt form;
    form.row = row;
    return send(form, prompt);
  }

  /// How it ended, as the ledger knows it from now on.
  ledger::Attempt answer(const ledger::Attempt& attempt, const Outcome& outcome) {
    ledger_.answer(attempt.number, outcome, outcome.status, attempt.sent_at);
    ledger_.commit();
    return now(attempt);
  }

  ledger::Attempt answer(const ledger::Attempt& attempt, Status status, std::string task_id = {}) {
    Outcome outcome;
    outcome.status = status;
    outcome.verdict = status == Status::submitted  ? Verdict::accepted
                      : status == Status::in_doubt ? Verdict::unknown
                                                   : Verdict::refused;
    outcome.task_id = std::move(task_id);
    return answer(attempt, outcome);
  }

  ledger::Attempt now(const ledger::Attempt& attempt) {
    return reader_.find_entry(attempt.entry).value();
  }

  ledger::Ledger& ledger() { return ledger_; }
  ledger::Reader& reader() { return reader_; }

  static Request request_for(const std::string& prompt) {
    Request request;
    request.fields = {{"model", std::string("sora-2-pro")}, {"prompt", prompt}};
    request.body = api::request_body(request.fields);
    request.fingerprint = api::request_fingerprint(request.body);
    return request;
  }

  static Date sent_at() { return *parse_date("2026-03-01T09:30:00.125Z"); }

 private:
  static ledger::Run sample_run() {
    ledger::Run run;
    run.id = "r1";
    run.manifest = "shots";
    run.host = "vm-2";
    run.started_at = sent_at();
    return run;
  }

  VirtualWorker worker_;
  VirtualRandom random_{1};
  ledger::Ledger ledger_{ledger::Database::in_memory("0123456789abcdef"), worker_, random_};
  std::int64_t run_ = ledger_.begin(sample_run());
  ledger::Reader reader_{ledger_.database()};
};

}  // namespace shotlist::tests
