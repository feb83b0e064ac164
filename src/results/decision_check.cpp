#include "results/decision_check.h"

#include <optional>
#include <string_view>
#include <utility>

#include "api/task_search.h"
#include "base/disarm.h"
#include "base/nearest.h"
#include "base/recorded_text.h"
#include "base/translation.h"
#include "results/spreadsheet_value.h"

namespace shotlist::results {
namespace {

using ledger::Attempt;
using plan::Match;
using plan::RowWord;

std::optional<ledger::Word> recorded_as(RowWord word) {
  switch (word) {
    case RowWord::retry:
      return ledger::Word::retry;
    case RowWord::not_created:
      return ledger::Word::not_created;
    case RowWord::resubmit:
      return ledger::Word::resubmit;
    case RowWord::keep:
      return ledger::Word::keep;
    case RowWord::created:
      return ledger::Word::created;
    case RowWord::skip:
      break;
  }
  return std::nullopt;
}

std::string said(RowWord word) {
  const auto recorded = recorded_as(word);
  return recorded ? std::string(ledger::to_text(*recorded)) : "skip";
}

/// Checks one file against the rows.
class Meaning {
 public:
  Meaning(const DecidedAbout& about, Diagnostics& diagnostics)
      : about_(about), diagnostics_(diagnostics) {
    for (std::size_t row = 0; row < about.rows.size(); ++row) {
      by_id_.emplace(about.rows[row].id, row);
      const Match& match = about.matches[row];
      for (const Attempt& attempt : match.tries)
        by_entry_.emplace(attempt.entry, row);
      if (!match.holds.empty()) by_entry_.emplace(match.holds.front().purchase.entry, row);
    }
    for (const ledger::Decision& decision : about.reader.decisions())
      recorded_.emplace(decision.entry, decision.word);
  }

  void add(const WrittenDecision& written) {
    if (written.entry.empty()) {
      add_by_id(written);
    } else {
      add_by_entry(written);
    }
  }

  MeantDecisions result() { return std::move(meant_); }

 private:
  void mistake(const WrittenDecision& written, std::string what, std::string remedy,
               Code code = Code::bad_decision) {
    diagnostics_.error(code, written.at, std::move(what), std::move(remedy));
  }

  void add_by_id(const WrittenDecision& written) {
    const auto row = by_id_.find(written.id);
    if (!written.word) {
      // A private note, unless it looks like the answer to a doubt.
      if (row == by_id_.end()) return;
      const Match& match = about_.matches[row->second];
      if (!match.tries.empty() && pastes_task(written, match.tries.back()))
        mistake_without_entry(written, tr("a task id"), match.tries.back());
      return;
    }
    if (row == by_id_.end()) {
      std::vector<std::string_view> ids;
      for (const auto& [id, number] : by_id_)
        ids.push_back(id);
      const auto close = nearest(written.id, ids);
      return mistake(written, tr("there is no row {}", written.id),
                     close ? tr("did you mean {}?", *close) : tr("remove the line"),
                     Code::unknown_row);
    }
    const Match& match = about_.matches[row->second];
    const bool is_harmless = *written.word == RowWord::skip ||
                             (*written.word == RowWord::retry && !may_be_paid_for(match.status()) &&
                              match.status() != Status::held);
    if (!match.tries.empty() && !is_harmless) {
      return mistake_without_entry(written, said(*written.word), match.tries.back());
    }
    take(written, row->second, match.holds.empty() ? nullptr : &match.holds.front().purchase);
  }

  void mistake_without_entry(const WrittenDecision& written, std::string_view what,
                             const Attempt& attempt) {
    mistake(written, tr("{} for {}, which was sent as {}", what, written.id, attempt.entry),
            tr("write that into a column entry, so that it counts for this attempt"));
  }

  void add_by_entry(const WrittenDecision& written) {
    const auto row = by_entry_.find(written.entry);
    if (row == by_entry_.end()) return add_beyond_rows(written);
    const Match& match = about_.matches[row->second];
    if (!match.holds.empty()) return take(written, row->second, &match.holds.front().purchase);
    const Attempt& last = match.tries.back();
    if (last.entry == written.entry) return take(written, row->second, &last);
    for (const Attempt& attempt : match.tries) {
      if (attempt.entry != written.entry || !pastes_task(written, attempt)) continue;
      return settle(written, attempt);
    }
    if (written.word && *written.word != RowWord::skip) meant_.older.push_back(name_of(written));
  }

  // An attempt of a row that left the manifest, or of another manifest.
  void add_beyond_rows(const WrittenDecision& written) {
    if (is_recorded(written)) return;
    const auto attempt = about_.reader.find_entry(written.entry);
    if (!attempt) {
      if (!written.word) return;
      return mistake(written, tr("the ledger has no attempt {}", written.entry),
                     tr("take the file of this ledger, or `shotlist import` the other first"),
                     Code::unknown_row);
    }
    const bool is_settled =
        pastes_task(written, *attempt) ||
        (written.word == RowWord::not_created && attempt->status == Status::in_doubt);
    if (is_settled) return settle(written, *attempt);
    if (!written.word || *written.word == RowWord::skip) return;
    mistake(written,
            tr("{} for {}, which is {} and not in the manifest", said(*written.word),
               name_of(written), spoken(attempt->status)),
            tr("there is nothing to send for it: remove the line"));
  }

  // The entry stands in if the file names no row.
  static std::string name_of(const WrittenDecision& written) {
    return written.id.empty() ? written.entry : written.id;
  }

  bool is_recorded(const WrittenDecision& written) const {
    if (!written.word) return false;
    const auto [begin, end] = recorded_.equal_range(written.entry);
    for (auto it = begin; it != end; ++it) {
      if (it->second == recorded_as(*written.word)) return true;
    }
    return false;
  }

  // Before its answer is due nobody can know what becomes of it.
  bool is_too_early(const WrittenDecision& written, const Attempt& attempt) {
    if (!attempt.is_on_its_way()) return false;
    mistake(written,
            tr("{} for {}, which is {}", written.word ? said(*written.word) : tr("a task id"),
               name_of(written), spoken_text(attempt.error)),
            tr("ask again when that is over"));
    return true;
  }

  // The results file itself shows the attempt's task, or one that the answer only named.
  static bool writes_task(const WrittenDecision& written, const Attempt& attempt) {
    return !written.task_id.empty() && written.task_id != disarm(attempt.named_task) &&
           written.task_id != disarm(attempt.task_id);
  }

  static bool pastes_task(const WrittenDecision& written, const Attempt& attempt) {
    return attempt.status == Status::in_doubt && writes_task(written, attempt);
  }

  void take(const WrittenDecision& written, std::size_t row, const Attempt* attempt) {
    const Match& match = about_.matches[row];
    const std::string id(about_.rows[row].id);
    if (attempt != nullptr && writes_task(written, *attempt)) {
      if (attempt->status != Status::in_doubt) {
        return mistake(written,
                       tr("a task id for {}, which is {}{}", id, spoken(attempt->status),
                          attempt->task_id.empty() ? "" : tr(" as ") + attempt->task_id),
                       tr("restore the cell: only a row in doubt is settled with a task id"));
      }
      if (written.word && *written.word != RowWord::skip) {
        return mistake(written, tr("{} has a task id and the word {}", id, said(*written.word)),
                       tr("leave one of them"));
      }
      return settle(written, *attempt);
    }
    if (!written.word) return;
    const RowWord word = *written.word;
    const bool is_about_try = match.holds.empty() && attempt != nullptr && word != RowWord::skip;
    if (is_about_try && is_too_early(written, *attempt)) return;
    if (const std::string wrong = what_is_wrong(word, match); !wrong.empty()) {
      if (!is_recorded(written))
        mistake(written, tr("{} for {}, which {}", said(word), id, wrong),
                remedy_for(match.status()));
      return;
    }
    // The row was edited after the word was written.
    const bool is_about_text = word == RowWord::resubmit || word == RowWord::keep;
    if (is_about_text && written.fingerprint &&
        *written.fingerprint != about_.rows[row].fingerprint) {
      meant_.older.push_back(id);
      return;
    }
    const auto [before, is_first] = meant_.rows.emplace(id, word);
    if (!is_first) {
      if (before->second != word) {
        const std::string other = before->second == RowWord::created
                                      ? tr("which has a task id")
                                      : tr("after ") + said(before->second);
        mistake(written, tr("{} for {}, {}", said(word), id, other), tr("leave one of them"));
      }
      return;
    }
    if (word == RowWord::not_created && match.status() == Status::failed) return;
    if (word == RowWord::resubmit) {
      for (const plan::Hold& hold : match.holds)
        record(hold.purchase, word, row);
    } else if (attempt != nullptr && recorded_as(word)) {
      record(*attempt, word, row);
    }
  }

  static std::string what_is_wrong(RowWord word, const Match& match) {
    const Status status = match.status();
    const bool is_for_held = word == RowWord::resubmit || word == RowWord::keep;
    if (word == RowWord::skip) return {};
    if (is_for_held != (status == Status::held)) return "is " + spoken(status);
    if (status == Status::submitted) return tr("is submitted");
    const bool is_free = status == Status::failed;
    if (word == RowWord::not_created && status != Status::in_doubt && !is_free)
      return "is " + spoken(status);
    return {};
  }

  static std::string remedy_for(Status status) {
    switch (status) {
      case Status::held:
        return tr("write resubmit, keep or skip");
      case Status::in_doubt:
        return tr("write retry, not_created or skip, or its task id into task_id");
      case Status::submitted:
        return tr("leave the cell empty: it has its task");
      default:
        return tr("write retry or skip");
    }
  }

  // A person looked the task up.
  void settle(const WrittenDecision& written, const Attempt& attempt) {
    if (is_too_early(written, attempt)) return;
    ledger::Decision decision;
    decision.entry = attempt.entry;
    decision.row = attempt.row;
    decision.by = about_.by;
    decision.at = about_.now;
    decision.word = ledger::Word::not_created;
    if (pastes_task(written, attempt)) {
      decision.word = ledger::Word::created;
      decision.task_id = written.task_id;
      if (is_shortened_number(written.task_id)) {
        return mistake(written,
                       tr("\"{}\" is what a spreadsheet made of a number", written.task_id),
                       tr("write the task id with a ' in front, or make the column a text"));
      }
      if (!api::may_be_task_id(written.task_id)) {
        return mistake(written, tr("\"{}\" is no task id", written.task_id),
                       tr("copy the id from the provider's console"));
      }
      for (const Attempt& owner : about_.reader.with_task(written.task_id)) {
        if (owner.task_id != written.task_id || owner.entry == attempt.entry) continue;
        return mistake(written,
                       tr("{} is the task of {} ({})", written.task_id, owner.row, owner.entry),
                       tr("one task belongs to one row: look it up once more"));
      }
      const auto [owner, is_first] = pasted_.emplace(written.task_id, attempt.entry);
      if (!is_first && owner->second != attempt.entry) {
        return mistake(written, tr("{} stands beside two rows", written.task_id),
                       tr("one task belongs to one row"));
      }
    }
    const auto [before, is_first] = settled_.emplace(attempt.entry, decision.task_id);
    if (!is_first) {
      if (before->second == decision.task_id) return;
      return mistake(written, tr("two answers for {}", name_of(written)), tr("leave one of them"));
    }
    meant_.to_record.push_back(std::move(decision));
    const auto row = by_entry_.find(attempt.entry);
    if (row == by_entry_.end()) return;
    const std::vector<Attempt>& tries = about_.matches[row->second].tries;
    if (tries.empty() || tries.back().entry != attempt.entry) return;
    const auto [word, is_new] = meant_.rows.emplace(about_.rows[row->second].id, RowWord::created);
    if (!is_new && word->second != RowWord::skip && word->second != RowWord::created) {
      mistake(written, tr("a task id for {}, after {}", word->first, said(word->second)),
              tr("leave one of them"));
    }
  }

  void record(const Attempt& attempt, RowWord word, std::size_t row) {
    ledger::Decision decision;
    decision.entry = attempt.entry;
    decision.word = *recorded_as(word);
    decision.fingerprint = about_.rows[row].fingerprint;
    decision.row = about_.rows[row].id;
    decision.by = about_.by;
    decision.at = about_.now;
    meant_.to_record.push_back(std::move(decision));
  }

  const DecidedAbout& about_;
  Diagnostics& diagnostics_;
  std::unordered_map<std::string_view, std::size_t> by_id_;
  std::unordered_map<std::string, std::size_t> by_entry_;
  std::unordered_multimap<std::string, ledger::Word> recorded_;
  std::unordered_map<std::string, std::string> pasted_;   // entries by task
  std::unordered_map<std::string, std::string> settled_;  // tasks by entry; empty: not created
  MeantDecisions meant_;
};

}  // namespace

MeantDecisions meaning_of(const std::vector<WrittenDecision>& decisions, const DecidedAbout& about,
                          Diagnostics& diagnostics) {
  Meaning meaning(about, diagnostics);
  for (const WrittenDecision& decision : decisions)
    meaning.add(decision);
  return meaning.result();
}

}  // namespace shotlist::results
