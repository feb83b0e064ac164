#include "cli/kept_answers.h"

#include <set>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/files.h"
#include "cli/open_ledger.h"
#include "cli/taken_over.h"
#include "ledger/ledger_file.h"
#include "ledger/postgres_engine.h"
#include "system/system_random.h"

namespace shotlist::cli {
namespace {

using ledger::Attempt;
using ledger::Reader;

// A run is known in both ledgers only if it kept something here.
std::set<std::int64_t> runs_in_both(const Reader& own, const Reader& shared) {
  std::set<std::string> known;
  for (const ledger::Run& run : shared.runs())
    known.insert(run.id);
  std::set<std::int64_t> runs;
  for (const ledger::Run& run : own.runs()) {
    if (known.count(run.id) > 0) runs.insert(run.number);
  }
  return runs;
}

bool is_news(const Attempt& attempt, const Reader& shared) {
  const auto known = shared.find_entry(attempt.entry);
  return !known || !known->verdict || known->task_id != attempt.task_id ||
         known->named_task != attempt.named_task;
}

std::vector<ledger::Ledger::Imported> news_in(const std::string& own, const std::string& ledger) {
  std::vector<ledger::Ledger::Imported> news;
  ledger::read_ledger(ledger, [&](const Reader& shared) {
    std::set<std::int64_t> runs;
    ledger::read_ledger(own, [&](const Reader& reader) { runs = runs_in_both(reader, shared); });
    if (runs.empty()) return;
    news = read_other_ledger(own, [&](const Attempt& attempt) {
             return runs.count(attempt.run) > 0 && is_news(attempt, shared);
           }).attempts;
  });
  return news;
}

}  // namespace

void keep_answers(const std::string& own, const std::vector<ledger::Ledger::Imported>& answers,
                  Console& console) {
  system::SystemRandom random;
  OpenLedger open(own, true, random, console);
  open.ledger().take_over(answers);
  console.complain(
      tr("{} the ledger could not take: {} kept in {}; the next command with that ledger "
         "here hands {} over\n",
         counted(answers.size(), "answer"), answers.size() == 1 ? "it is" : "they are",
         disarm(shown_path(own)), answers.size() == 1 ? "it" : "them"));
}

void hand_over(const std::string& own, const std::string& ledger, Console& console) {
  if (!ledger::is_shared_ledger(ledger) || own.empty()) return;
  try {
    if (!ledger::is_there(own)) return;
    const auto news = news_in(own, ledger);
    if (news.empty()) return;
    system::SystemRandom random;
    OpenLedger open(ledger, false, random, console);
    const auto taken = open.ledger().take_over(news);
    if (taken.added + taken.learned == 0) return;
    console.say(tr("the ledger has {} now that it could not take before, from {}\n",
                   counted(taken.added + taken.learned, "answer"), disarm(shown_path(own))));
  } catch (const ledger::Unreachable&) {
    throw;
  } catch (const Error& error) {
    console.complain(tr("what {} keeps for the ledger was not handed over: {}\n",
                        disarm(shown_path(own)), disarm(error.what())));
  }
}

}  // namespace shotlist::cli
