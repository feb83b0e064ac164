// What claims and answers take in a shared ledger: claims ADDRESS ROWS BATCH. Claims ROWS rows with
// prompts of 800 bytes, so many at a time, and records their answers. Prints the medians of both in
// milliseconds, from the call to its return.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/digest.h"
#include "ledger/database.h"
#include "ledger/entry_names.h"
#include "ledger/postgres_engine.h"
#include "ledger/shared_run.h"
#include "system/system_random.h"

namespace {

using namespace shotlist;

std::int64_t add_run(const ledger::Database& database, const std::string& id) {
  ledger::Statement add = database.prepare(
      "INSERT INTO run (number, id, version, manifest, base_url, host, process, options, imported, "
      "started_at, checksum) VALUES ((SELECT coalesce(max(number), 0) + 1 FROM run), ?, '', "
      "'night-market', '', 'here', 1, '[]', 0, '', 0) RETURNING number");
  add.bind(id);
  add.step();
  return add.integer(0);
}

ledger::SharedRun::Asked asked(const std::string& name) {
  ledger::SharedRun::Asked asked;
  asked.prompt = "A rain-soaked night market, " + name + ": ";
  asked.prompt.resize(800, '.');
  asked.body = fmt::format(R"({{"duration":15,"images":[],"model":"sora-2-pro","orientation":)"
                           R"("landscape","private":true,"prompt":"{}","size":"large",)"
                           R"("watermark":false}})",
                           asked.prompt);
  asked.attempt.entry = name;
  asked.attempt.fingerprint = fingerprint_of(asked.body);
  asked.attempt.server = "https://api.jxincm.cn";
  asked.attempt.manifest = "night-market";
  asked.attempt.row = "shot-" + name;
  asked.attempt.price = Money::of_millionths(4'800'000);
  asked.attempt.currency = "CNY";
  asked.attempt.sent_at = Date(std::chrono::milliseconds(1'772'355'600'000));
  return asked;
}

ledger::SharedRun::Answer answer_to(const ledger::SharedRun::Asked& asked) {
  ledger::SharedRun::Answer answer{asked.attempt, {}};
  ledger::Attempt& attempt = answer.attempt;
  attempt.status = Status::submitted;
  attempt.verdict = Verdict::accepted;
  attempt.http_status = 200;
  attempt.task_id = "sora-2-pro:task_01k" + attempt.entry;
  attempt.request_id = "2026030109300012345" + attempt.entry;
  attempt.latency = std::chrono::milliseconds(850);
  attempt.settled_at = attempt.sent_at;
  answer.reply = fmt::format(
      R"({{"id":"{}","status":"pending","status_update_time":1762010677123}})", attempt.task_id);
  return answer;
}

/// Milliseconds that calls took.
class Times {
 public:
  template <typename Call>
  void add(const Call& call) {
    const auto began = std::chrono::steady_clock::now();
    call();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    times_.push_back(took.count());
  }

  double median() {
    const auto middle = times_.begin() + static_cast<std::ptrdiff_t>(times_.size() / 2);
    std::nth_element(times_.begin(), middle, times_.end());
    return *middle;
  }

 private:
  std::vector<double> times_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 2;
  const int rows = std::stoi(arguments[2]);
  const int batch = std::stoi(arguments[3]);
  const ledger::Database database(ledger::open_postgres(arguments[1], true));
  system::SystemRandom random;
  ledger::EntryNames names(random);
  ledger::SharedRun run(database, {}, [](std::chrono::milliseconds) { return false; });
  run.begin(add_run(database, names.next()));
  Times claims;
  Times answers;
  for (int row = 0; row < rows; row += batch) {
    std::vector<ledger::SharedRun::Asked> wanted;
    std::vector<ledger::SharedRun::Answer> known;
    for (int i = 0; i < batch; ++i) {
      wanted.push_back(asked(names.next()));
      known.push_back(answer_to(wanted.back()));
    }
    claims.add([&] {
      for (const ledger::Grant& grant :
           run.settle_and_claim({}, wanted, {}, std::chrono::seconds(1)).grants) {
        if (grant.answer != ledger::Grant::Answer::granted) std::exit(1);
      }
    });
    answers.add([&] { run.settle(known); });
  }
  std::printf("%.3f %.3f\n", claims.median(), answers.median());
  run.release();
  return 0;
}
