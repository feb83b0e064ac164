#include "cli/opening.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "cli/place.h"
#include "cli/state.h"
#include "report/old_results.h"
#include "sandbox/task_ids.h"
#include "system/atomic_file.h"

namespace shotlist {
namespace {

// `2026-03-01T09-30-00-125Z`: a time that every file system takes as a name.
std::string as_name(Date date) {
  std::string text = to_text(date);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ':' || c == '.'; }, '-');
  return text;
}

// The only trace of a task may be in a file that is about to be replaced.
std::string keep_aside(Disk& disk, const std::string& results, Date now) {
  const std::string aside = results + ".old-" + as_name(now);
  AtomicFile copy(disk, aside);
  copy.append(disk.read(results).value_or(""));
  copy.commit();
  return aside;
}

void tell(const AdoptedFact& adopted, bool journal_was_empty, Console& console) {
  const std::string rows = counted(adopted.rows.size(), "row");
  console.say(
      journal_was_empty
          ? fmt::format("{} has no journal: {} taken over from it, and not paid for again\n",
                        disarm(adopted.from), rows)
          : fmt::format("{} knows {} that its journal does not: taken over from it, and "
                        "not paid for again\n",
                        disarm(adopted.from), rows));
}

bool is_of_a_rehearsal(const AdoptedFact& adopted) {
  return std::any_of(adopted.rows.begin(), adopted.rows.end(),
                     [](const auto& row) { return is_rehearsed(row.standing.task_id); });
}

}  // namespace

void open(Journal& journal, Disk& disk, const Opening& opening, Console& console) {
  const Ledger& ledger = journal.ledger();
  const bool was_empty = ledger.empty();
  OldResults old = read_old_results(disk, opening.results, ledger);
  const AdoptedFact adopted{opening.results, opening.fact.at, std::move(old.unknown)};
  OpenedFact opened = opening.fact;
  if (opening.sends) {
    const Roof roof{opening.results, place_of(opened.sandbox, opened.base_url), opened.base_url};
    if (!was_empty && ledger.last_run() != nullptr) must_be_of_one_place(roof, *ledger.last_run());
    must_be_of_one_place(roof, adopted);
  } else {
    opened.sandbox = is_of_a_rehearsal(adopted);
  }
  if (!old.contradicted.empty()) {
    console.complain(
        fmt::format("{} does not agree with its journal; the journal is right, and the file is "
                    "written anew from it:\n{}what it said is kept in {}\n",
                    disarm(opening.results), contradictions_text(old),
                    disarm(keep_aside(disk, opening.results, opened.at))));
  }
  if (opening.sends || ledger.last_run() == nullptr) journal.write(opened);
  if (!adopted.rows.empty()) journal.write(adopted);
  journal.commit();
  if (!adopted.rows.empty()) tell(adopted, was_empty, console);
}

}  // namespace shotlist
