#include "report/old_results.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/disarm.h"
#include "report/paragraph.h"
#include "report/task_owners.h"
#include "report/wording.h"
#include "submit/row_decision.h"

namespace shotlist::report {
namespace {

constexpr std::size_t rows_told = 10;

// The file knows of an attempt that may have been paid for, and the journal, an older copy, does
// not. A task that the journal has is not given up for a mere doubt.
bool knows_more(const Result& line, const Standing* known) {
  if (known == nullptr) return line.status != Status::not_sent;
  if (line.attempts <= known->attempts || !may_be_paid_for(line.status)) return false;
  return line.status == Status::submitted || known->status != Status::submitted;
}

// Facts since the file was written make it old, not wrong: further attempts, and a person's word
// about a row in doubt.
bool contradicts(const Result& line, const Standing& known) {
  if (line.attempts != known.attempts) return line.attempts > known.attempts;
  if (line.status == Status::in_doubt) return false;
  return line.status != known.status || line.task_id != disarm(known.task_id);
}

std::string in_words(Status status, const std::string& task_id) {
  return task_id.empty() ? spoken(status) : spoken(status) + " as " + task_id;
}

}  // namespace

OldResults compare(const Results& file, const journal::Ledger& ledger) {
  OldResults old;
  TaskOwners owners(ledger);
  old.decision_columns = file.decision_columns;
  for (const Result& line : file.rows) {
    if (!line.decision.empty()) ++old.decided;
    const Standing* known = ledger.find(line.id);
    const bool is_more = knows_more(line, known);
    // One task is not two: it was counted, and will be asked for, as that of its row.
    const std::string* owner = is_more ? owners.find(line.task_id) : nullptr;
    if (owner != nullptr && *owner != line.id) {
      old.contradicted.push_back({line.id, in_words(line.status, line.task_id),
                                  fmt::format("knows it as the task of {}", *owner)});
    } else if (is_more) {
      old.unknown.push_back({line.id, standing_of(line)});
    } else if (known != nullptr && contradicts(line, *known)) {
      old.contradicted.push_back(
          {line.id, in_words(line.status, line.task_id), in_words(known->status, known->task_id)});
    }
  }
  return old;
}

std::size_t OldResults::count_decided(const std::vector<std::string>& variable_names) const {
  return decision_columns > submit::count_decision_variables(variable_names) ? decided : 0;
}

std::string restored_text(const OldResults& old, const std::string& name, std::size_t width) {
  if (old.restored.empty()) return {};
  const std::size_t told = std::min(old.restored.size(), rows_told);
  std::string ids;
  for (std::size_t i = 0; i < told; ++i) {
    const auto& [spoilt, id] = old.restored[i];
    ids += fmt::format("{}{} is {}", i == 0 ? "" : ", ", disarm(spoilt), disarm(id));
  }
  if (told < old.restored.size()) ids += fmt::format(" and {} more", old.restored.size() - told);
  std::vector<std::string> words;
  add_words(words, ids);
  return paragraph(fmt::format("a spreadsheet has changed ids in {}:", disarm(name)), words, width,
                   2);
}

std::string disagreement_text(const OldResults& old, const std::string& name) {
  if (!old.unreadable.empty()) {
    return fmt::format("{} can not be read, and its journal is right: {}\n", disarm(name),
                       disarm(old.unreadable));
  }
  if (old.contradicted.empty()) return {};
  std::string text =
      fmt::format("{} does not agree with its journal, which is right:\n", disarm(name));
  const std::size_t told = std::min(old.contradicted.size(), rows_told);
  for (std::size_t i = 0; i < told; ++i) {
    const auto& [id, said, known] = old.contradicted[i];
    text += fmt::format("  {}: the file says {}, the journal {}\n", disarm(id), disarm(said),
                        disarm(known));
  }
  if (told < old.contradicted.size()) {
    text += fmt::format("  … and {} more\n", old.contradicted.size() - told);
  }
  return text;
}

}  // namespace shotlist::report
