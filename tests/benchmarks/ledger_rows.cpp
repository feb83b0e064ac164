// What the ledger costs a row: ledger_rows ROWS BATCH FOLDER. Writes an intent and an answer for
// each of ROWS, so many to a transaction, into a ledger in FOLDER, and asks it what a plan asks.
// Times are CPU times: the disk is not what is measured.

#include <chrono>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <sys/resource.h>

#include "base/digest.h"
#include "ledger/ledger.h"
#include "ledger/ledger_file.h"
#include "ledger/reader.h"
#include "system/background_work.h"
#include "system/system_random.h"

namespace {

using namespace shotlist;

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

// The kernel's share: writing and syncing.
double kernel_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return seconds(usage.ru_stime);
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double written_bytes() {
  std::ifstream io("/proc/self/io");
  std::string name;
  double value = 0;
  while (io >> name >> value) {
    if (name == "wchar:") return value;
  }
  return 0;
}

long peak_kib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

Request request_of(int row) {
  Request request;
  request.id = "s-" + to_hex(static_cast<std::uint64_t>(row));
  const std::string prompt = "A rain-soaked night market with lanterns, number " +
                             std::to_string(row) + ", shot on 35mm film, natural light, slow pan " +
                             "over the stalls while people with umbrellas walk by in silence";
  request.fields = {{"prompt", prompt}};
  request.body = R"({"duration":15,"images":[],"model":"sora-2-pro","orientation":"landscape",)"
                 R"("private":true,"prompt":")" +
                 prompt + R"(","size":"large","watermark":false})";
  request.fingerprint = fingerprint_of(request.body);
  return request;
}

void write_rows(ledger::Ledger& ledger, int rows, int batch) {
  ledger::Run run;
  run.id = "benchmark";
  run.manifest = "night-market";
  run.manifest_path =
      std::filesystem::path(ledger.database().path()).replace_filename("night-market.csv");
  std::ofstream(run.manifest_path)
      << "id,prompt\na,A fox\n";  // it is there, so it keeps its purchases
  run.started_at = Date(std::chrono::milliseconds(1'772'355'600'000));
  const std::int64_t number = ledger.begin(run);
  Outcome outcome;
  outcome.verdict = Verdict::accepted;
  outcome.status = Status::submitted;
  outcome.http_status = 200;
  outcome.latency = std::chrono::milliseconds(850);
  const double began = cpu_seconds();
  const double kernel = kernel_seconds();
  const double written = written_bytes();
  std::vector<std::int64_t> on_the_wire;
  double own = 0;  // of making requests, which is no part of it
  for (int row = 0; row < rows; row += batch) {
    const double before = cpu_seconds();
    std::deque<Request> requests;
    for (int i = row; i < std::min(rows, row + batch); ++i)
      requests.push_back(request_of(i));
    own += cpu_seconds() - before;
    for (const std::int64_t sent : on_the_wire) {
      outcome.task_id = "sora-2-pro:task_01k" + to_hex(static_cast<std::uint64_t>(sent) * 77);
      outcome.raw_reply = R"({"id":")" + outcome.task_id +
                          R"(","status":"pending","status_update_time":1762010677123})";
      outcome.provider_request_id = "2026030109300012345" + std::to_string(sent);
      ledger.answer(sent, outcome, Status::submitted, run.started_at);
    }
    on_the_wire.clear();
    for (const Request& request : requests) {
      ledger::Attempt attempt;
      attempt.run = number;
      attempt.server = "https://api.jxincm.cn";
      attempt.fingerprint = request.fingerprint;
      attempt.manifest = "night-market";
      attempt.row = request.id;
      attempt.price = Money::of_millionths(4'800'000);
      attempt.currency = "CNY";
      attempt.sent_at = run.started_at;
      ledger.intend(attempt, request);
      on_the_wire.push_back(attempt.number);
    }
    ledger.commit();
  }
  std::printf(
      "%d rows in batches of %d: %.1f us of CPU, %.1f of them the kernel's, and %.0f bytes written "
      "a row\n",
      rows, batch, (cpu_seconds() - began - own) / rows * 1e6,
      (kernel_seconds() - kernel) / rows * 1e6, (written_bytes() - written) / rows);
  ledger.end(number, run.started_at);
}

template <typename Ask>
void measure(const char* what, const Ask& ask) {
  const double began = cpu_seconds();
  ask();
  std::printf("  %-44s %8.2f ms\n", what, (cpu_seconds() - began) * 1e3);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 2;
  const int rows = std::stoi(arguments[1]);
  const std::string path = std::string(arguments[3]) + "/shotlist.db";
  if (!std::filesystem::exists(path)) {
    system::SystemRandom random;
    ledger::LedgerFile file(path, random);
    system::BackgroundWork work;
    ledger::Ledger ledger(file.open(), work, random, [&] { file.must_be_in_its_place(); });
    write_rows(ledger, rows, std::stoi(arguments[2]));
  }
  std::printf("%.0f bytes of file a row\n",
              static_cast<double>(std::filesystem::file_size(path)) / rows);
  const long before = peak_kib();
  const double began = cpu_seconds();
  ledger::read_ledger(path, [&](ledger::Reader& reader) {
    std::printf("  %-44s %8.2f ms\n", "open", (cpu_seconds() - began) * 1e3);
    measure("attempts()", [&] { reader.attempts(); });
    measure("identity()", [&] { reader.identity(); });
    measure("runs()", [&] { reader.runs(); });
    measure("rehearsals()", [&] { reader.rehearsals(); });
    measure("wrote()", [&] { reader.wrote("none"); });
    std::vector<Fingerprint> fingerprints;
    for (int i = 0; i < 1000; ++i)
      fingerprints.push_back(
          request_of(static_cast<int>(std::int64_t{i} * rows / 1000)).fingerprint);
    measure("attempts_of() of 1000 requests", [&] {
      for (const Fingerprint& fingerprint : fingerprints)
        reader.attempts_of(fingerprint);
    });
    std::printf("  %ld KiB more memory than before\n", peak_kib() - before);
    measure("with_task(), the whole table", [&] { reader.with_task("none"); });
    measure("spent(), of the whole table", [&] { reader.spent("night-market", "CNY"); });
  });
  {
    const ledger::Database database(path, ledger::Database::Mode::untouched);
    measure("integrity check", [&] { database.must_be_sound(); });
  }
  return 0;
}
