#include "cli/taken_over.h"

#include <map>

#include "ledger/ledger_file.h"

namespace shotlist::cli {

OtherLedger read_other_ledger(const std::string& path,
                              const std::function<bool(const ledger::Attempt&)>& wanted) {
  OtherLedger other;
  ledger::read_ledger(path, [&](ledger::Reader& reader) {
    other = {};
    std::map<std::int64_t, ledger::Run> runs;
    for (ledger::Run& run : reader.runs())
      runs[run.number] = run;
    reader.for_each_attempt({}, [&](const ledger::Attempt& attempt) {
      if (!wanted(attempt)) return;
      other.attempts.push_back({attempt, reader.request_of(attempt.fingerprint).value(),
                                reader.reply_of(attempt.number), runs[attempt.run],
                                reader.video_of(attempt.entry),
                                reader.video_reply_of(attempt.entry)});
      if (!attempt.is_on_its_way()) return;
      ++other.on_their_way;
      other.attempts.back().attempt.error.clear();  // it will not be true for long
    });
    other.decisions = reader.decisions();
    for (ledger::Decision& decision : other.decisions)
      decision.after = 0;  // attempts have other numbers here
  });
  return other;
}

}  // namespace shotlist::cli
