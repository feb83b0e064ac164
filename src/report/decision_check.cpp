#include "report/decision_check.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/nearest.h"
#include "report/spoilt_ids.h"
#include "report/spreadsheet_value.h"
#include "report/wording.h"

namespace shotlist::report {
namespace {

// What the row is, to say after its id: `submitted as sora-2:task_1`, `in doubt after attempt 2`.
std::string in_words(const Standing& known) {
  const std::string status = spoken(known.status);
  if (!known.task_id.empty()) return fmt::format("{} as {}", status, known.task_id);
  return fmt::format("{} after attempt {}", status, known.attempts);
}

// The same, of what the file says.
std::string in_words(const WrittenDecision& said) {
  const std::string status = said.status ? spoken(*said.status) : "sent";
  if (!said.task_id.empty()) return fmt::format("{} as {}", status, said.task_id);
  if (!said.attempts) return status;
  return fmt::format("{} after attempt {}", status, *said.attempts);
}

// Whether the file knows of an attempt that the results do not: then it is of other results, or
// their journal is an older copy. The row may have been paid for, and here it looks as if not.
bool knows_more(const WrittenDecision& said, const Standing* known) {
  if (said.attempts.value_or(0) > (known == nullptr ? 0 : known->attempts)) return true;
  const bool surely_has_no_task =
      known == nullptr || known->status == Status::not_sent || known->status == Status::failed;
  if (!surely_has_no_task) return false;
  if (said.status == Status::submitted || !said.task_id.empty()) return true;
  return known == nullptr && said.status && *said.status != Status::not_sent;
}

// Whether the person who decided saw another state of the row. Without a count of attempts in the
// file, what is known only since it was saved can not have been seen.
bool moved_on(const WrittenDecision& decision, const Standing& known, std::optional<Date> saved) {
  if (decision.status && *decision.status != known.status) return true;
  if (decision.attempts && *decision.attempts != known.attempts) return true;
  if (decision.fingerprint && *decision.fingerprint != known.fingerprint) return true;
  const bool both_have_tasks = !decision.task_id.empty() && !known.task_id.empty();
  if (both_have_tasks && decision.task_id != disarm(known.task_id)) return true;
  return !decision.attempts && saved && *saved < known.changed_at;
}

/// Checks one decision after another.
class Check {
 public:
  Check(const DecidedAbout& about, Diagnostics& diagnostics)
      : about_(about), diagnostics_(diagnostics) {
    for (const RequestKey& request : about.requests)
      fingerprints_.emplace(*request.id, request.fingerprint);
    // Words that a run was given before are no newer than that run, however new their file looks.
    const auto given = about.digest ? about.ledger.first_given(*about.digest) : std::nullopt;
    written_ = about.saved && given ? std::min(*about.saved, *given) : about.saved;
  }

  void check(const WrittenDecision& decision) {
    if (!agrees_with_earlier(decision)) return;
    const auto written = fingerprints_.find(decision.id);
    const Standing* known = about_.ledger.find(decision.id);
    if (written == fingerprints_.end() && known == nullptr) return report_unknown(decision);
    if (decision.word == submit::RowDecision::skip) return;
    if (is_carried_out(decision, about_.ledger, about_.digest)) return;
    if (knows_more(decision, known)) {
      diagnostics_.error(
          Code::stale_decision, decision.at,
          fmt::format("{} was {} when the file was saved, and these results know nothing of it",
                      decision.id, in_words(decision)),
          "name the results that the file is of with -o FILE, or restore them and their journal");
    } else if (known != nullptr && known->status != Status::failed &&
               known->status != Status::not_sent && moved_on(decision, *known, written_)) {
      const bool is_repeated = written_ != about_.saved;
      diagnostics_.error(
          Code::stale_decision, decision.at,
          fmt::format("{} has changed since {}: it is now {}", decision.id,
                      is_repeated ? "the same was first decided" : "the file was saved",
                      in_words(*known)),
          is_repeated ? "look at it as it is now, and remove the decision or decide in its results"
                      : "look at it as it is now, and remove the decision or decide anew");
    } else if (decision.word == submit::RowDecision::not_created) {
      check_not_created(decision, known);
    } else if (written == fingerprints_.end()) {
      report(decision, "is no longer in the manifest: there is nothing to send",
             "put the row back, or remove the decision");
    } else if (known != nullptr && known->status == Status::submitted &&
               known->fingerprint == written->second) {
      report(decision, fmt::format("is {}: to send it again pays for it again", in_words(*known)),
             "remove the decision; for another video of it raise `takes` or edit the row");
    }
  }

 private:
  // Two ids of the file may have been found to be of one row.
  bool agrees_with_earlier(const WrittenDecision& decision) {
    const auto [earlier, is_first] = seen_.emplace(decision.id, &decision);
    if (is_first || earlier->second->word == decision.word) return true;
    diagnostics_.error(
        Code::bad_decision, decision.at,
        fmt::format("{} for {}, after {} on line {}", to_text(decision.word), decision.id,
                    to_text(earlier->second->word), earlier->second->at.line),
        "remove one of them");
    return false;
  }

  void check_not_created(const WrittenDecision& decision, const Standing* known) {
    if (known == nullptr || known->status == Status::not_sent) {
      report(decision, "was never sent: there is nothing to settle", "remove the decision");
    } else if (known->status != Status::in_doubt && known->status != Status::failed) {
      report(decision, fmt::format("is {}, not in doubt", in_words(*known)), "remove the decision");
    }
  }

  void report(const WrittenDecision& decision, const std::string& what, std::string remedy) {
    diagnostics_.error(Code::bad_decision, decision.at, decision.id + ' ' + what,
                       std::move(remedy));
  }

  void report_unknown(const WrittenDecision& decision) {
    std::string remedy = "write the id as the results file has it";
    // To look for a close one takes long, and only the first mistakes are shown.
    if (++unknown_ <= Diagnostics::shown_at_most) {
      std::vector<std::string_view> ids(about_.ledger.ids().begin(), about_.ledger.ids().end());
      for (const auto& [id, fingerprint] : fingerprints_)
        ids.push_back(id);
      const auto spoilt = std::find_if(ids.begin(), ids.end(), [&](std::string_view id) {
        return !number_in(id).empty() && number_in(id) == decision.id;
      });
      if (spoilt != ids.end()) {
        remedy = fmt::format(
            "a spreadsheet has made it of {0}, it seems: write '{0}, or make the column a text",
            *spoilt);
      } else if (const auto close = nearest(decision.id, ids)) {
        remedy = fmt::format("did you mean {}?", *close);
      }
    }
    diagnostics_.error(Code::unknown_row, decision.at,
                       fmt::format("there is no row \"{}\"", decision.id), std::move(remedy));
  }

  const DecidedAbout& about_;
  Diagnostics& diagnostics_;
  std::unordered_map<std::string_view, Fingerprint> fingerprints_;  // of the manifest, by id
  std::unordered_map<std::string_view, const WrittenDecision*> seen_;
  std::optional<Date> written_;
  std::size_t unknown_ = 0;
};

}  // namespace

std::optional<Fingerprint> digest_of(const std::vector<WrittenDecision>& decisions) {
  if (decisions.empty()) return std::nullopt;
  std::vector<std::string> lines;
  for (const WrittenDecision& decision : decisions) {
    lines.push_back(fmt::format("{}\n{}\n{}\n", decision.id, to_text(decision.word),
                                decision.attempts ? std::to_string(*decision.attempts) : ""));
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines)
    all += line;
  return fingerprint_of(all);
}

bool is_carried_out(const WrittenDecision& decision, const journal::Ledger& ledger,
                    const std::optional<Fingerprint>& digest) {
  if (decision.word == submit::RowDecision::skip || !digest) return false;
  const Standing* known = ledger.find(decision.id);
  return known != nullptr && known->decided_by == *digest;
}

namespace {

// Of rows that ask for the same: the one of the same number, or the only one.
std::string_view meant_by(std::string_view spoilt, const std::set<std::string_view>& ids) {
  std::vector<std::string_view> same;
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(same), [spoilt](std::string_view id) {
    return !number_in(spoilt).empty() && number_in(id) == number_in(spoilt);
  });
  if (same.size() == 1) return same.front();
  return ids.size() == 1 ? *ids.begin() : std::string_view();
}

// The same word about the same row, whose id was written in two ways, is one decision.
void drop_repeated(std::vector<WrittenDecision>& decisions) {
  std::set<std::pair<std::string, submit::RowDecision>> seen;
  const auto is_repeated = [&seen](const WrittenDecision& decision) {
    return !seen.emplace(decision.id, decision.word).second;
  };
  decisions.erase(std::remove_if(decisions.begin(), decisions.end(), is_repeated), decisions.end());
}

}  // namespace

void restore_ids(std::vector<WrittenDecision>& decisions, const DecidedAbout& about) {
  std::map<Fingerprint, std::set<std::string_view>> rows;
  std::unordered_set<std::string_view> known(about.ledger.ids().begin(), about.ledger.ids().end());
  const auto add = [&rows](const std::string& id, const Fingerprint& fingerprint) {
    if (is_taken_for_value(id)) rows[fingerprint].insert(id);
  };
  for (const std::string& id : about.ledger.ids())
    add(id, about.ledger.find(id)->fingerprint);
  for (const RequestKey& request : about.requests) {
    if (known.insert(*request.id).second) add(*request.id, request.fingerprint);
  }
  for (WrittenDecision& decision : decisions) {
    if (known.count(decision.id) > 0 || !decision.fingerprint || !may_be_spoilt(decision.id)) {
      continue;
    }
    const auto found = rows.find(*decision.fingerprint);
    if (found == rows.end()) continue;
    if (const std::string_view id = meant_by(decision.id, found->second); !id.empty()) {
      decision.id = id;
    }
  }
  drop_repeated(decisions);
}

void check_decisions(const std::vector<WrittenDecision>& decisions, const DecidedAbout& about,
                     Diagnostics& diagnostics) {
  if (decisions.empty()) return;
  Check check(about, diagnostics);
  for (const WrittenDecision& decision : decisions)
    check.check(decision);
}

}  // namespace shotlist::report
