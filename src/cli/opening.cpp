#include "cli/opening.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "cli/destination.h"
#include "cli/state.h"
#include "cli/typed_command.h"
#include "report/old_results.h"
#include "system/atomic_file.h"

namespace shotlist::cli {
namespace {

// `2026-03-01T09-30-00-125Z`: a time that every file system takes as a name.
std::string as_name(Date date) {
  std::string text = to_text(date);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ':' || c == '.'; }, '-');
  return text;
}

// The only trace of a task may be in a file that is about to be replaced.
std::string keep_aside(system::Disk& disk, const std::string& results, Date now) {
  const std::string aside = results + ".old-" + as_name(now);
  system::AtomicFile copy(disk, aside);
  copy.append(disk.read(results).value_or(""));
  copy.commit();
  return aside;
}

void tell_kept_decisions(const Replaced& file, std::size_t decided, const std::string& aside,
                         Console& console) {
  const std::string results = disarm(file.results);
  if (is_same_file(file.decisions_from, file.results)) {
    console.say(
        fmt::format("{} is written anew; its decisions are kept in {}\n", results, disarm(aside)));
    return;
  }
  console.complain(fmt::format(
      "{} holds {}, which {} carried out now; it is written anew, and what it said kept; to carry "
      "{} out:\n  {}\n",
      results, counted(decided, "decision"), decided == 1 ? "is not" : "are not",
      decided == 1 ? "it" : "them", command_to_decide(file.run_command, aside)));
}

// Returns what the file is called that is kept aside, if one is.
std::string keep_what_it_says(const Replaced& file, const report::OldResults& old, Date now,
                              system::Disk& disk, Console& console) {
  const std::size_t decided = old.count_decided(file.requests.variable_names);
  if (!old.disagrees() && decided == 0) return {};
  std::string aside = keep_aside(disk, file.results, now);
  if (old.disagrees()) {
    console.complain(
        report::disagreement_text(old, file.results) +
        fmt::format("it is written anew; what it said is kept in {}\n", disarm(aside)));
  }
  if (decided > 0) tell_kept_decisions(file, decided, aside, console);
  return aside;
}

void tell_taken_over(const journal::AdoptedFact& adopted, bool journal_was_empty,
                     Console& console) {
  const std::string rows = counted(adopted.rows.size(), "row");
  console.say(
      journal_was_empty
          ? fmt::format("{} has no journal: {} taken over from it, and not paid for again\n",
                        disarm(adopted.from), rows)
          : fmt::format("{} knows more than its journal: {} taken over from it, and not "
                        "paid for again\n",
                        disarm(adopted.from), rows));
}

}  // namespace

std::string open(journal::Journal& journal, system::Disk& disk, const Opening& opening,
                 Console& console) {
  const journal::Ledger& ledger = journal.ledger();
  const bool was_empty = ledger.empty();
  const auto& [file, fact] = opening;
  report::OldResults old = read_old_results(disk, file.results, ledger, keys_of(file.requests));
  const bool sends = !fact.base_url.empty();
  if (sends) {
    const Roof roof{file.results, destination_of(fact.sandbox, fact.base_url), fact.base_url};
    must_have_one_destination(roof, ledger);
    must_have_one_destination(roof, old.unknown);
  }
  console.say(report::restored_text(old, file.results, console.err_width()));
  std::string aside = keep_what_it_says(file, old, fact.at, disk, console);
  if (sends || was_empty) journal.write(fact);
  const journal::AdoptedFact adopted{file.results, fact.at, std::move(old.unknown)};
  if (!adopted.rows.empty()) journal.write(adopted);
  journal.commit();
  if (!adopted.rows.empty()) tell_taken_over(adopted, was_empty, console);
  return aside;
}

void keep_late_words(const Replaced& file, const journal::Ledger& ledger, Date now,
                     system::Disk& disk, Console& console) {
  const report::OldResults old =
      read_old_results(disk, file.results, ledger, keys_of(file.requests));
  keep_what_it_says(file, old, now, disk, console);
}

}  // namespace shotlist::cli
