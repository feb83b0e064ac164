#include "report/spoilt_ids.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <unordered_set>

#include "base/digest.h"
#include "report/spreadsheet_value.h"
#include "report/task_owners.h"

namespace shotlist::report {
namespace {

/// Finds the rows that the lines of a file are of.
class Restoration {
 public:
  Restoration(Results& file, const std::vector<RequestKey>& requests,
              const journal::Ledger& ledger) {
    std::unordered_set<std::string_view> known(ledger.ids().begin(), ledger.ids().end());
    for (const RequestKey& request : requests)
      known.insert(*request.id);
    for (Result& line : file.rows) {
      if (known.count(line.id) > 0) {
        with_line_.insert(line.id);
      } else {
        lines_.push_back({&line, line.id});
      }
    }
    std::unordered_set<std::string_view> seen;
    const auto miss = [&](const std::string& id, const Fingerprint& fingerprint) {
      if (!is_taken_for_value(id) || with_line_.count(id) > 0 || !seen.insert(id).second) return;
      missing_[fingerprint].push_back(&id);
      const std::string_view number = number_in(id);
      if (!number.empty()) numbers_.emplace(std::pair(fingerprint, number), &id);
    };
    for (const std::string& id : ledger.ids())
      miss(id, ledger.find(id)->fingerprint);
    for (const RequestKey& request : requests)
      miss(*request.id, request.fingerprint);
  }

  void by_task(const journal::Ledger& ledger) {
    TaskOwners owners(ledger);
    for (Line& line : lines_) {
      const std::string* owner = owners.find(line.row->task_id);
      if (owner != nullptr) take(line, *owner);
    }
  }

  // Before any other of the same request: rows that ask for the very same may stand in any order.
  void by_number() {
    for_each_spoilt([this](Line& line, const Fingerprint& fingerprint) {
      const auto found = numbers_.find({fingerprint, number_in(line.spoilt)});
      if (found != numbers_.end()) take(line, *found->second);
    });
  }

  void by_order() {
    for_each_spoilt([this](Line& line, const Fingerprint& fingerprint) {
      const auto found = missing_.find(fingerprint);
      while (!line.is_restored && found != missing_.end() && !found->second.empty()) {
        take(line, *found->second.front());
        found->second.pop_front();
      }
    });
  }

  std::vector<RestoredId> restored() const {
    std::vector<RestoredId> restored;
    for (const Line& line : lines_) {
      if (line.is_restored) restored.emplace_back(line.spoilt, line.row->id);
    }
    return restored;
  }

 private:
  /// A line with an id that nobody knows.
  struct Line {
    Result* row;
    std::string spoilt;  // the id
    bool is_restored = false;
  };

  // Unless another line is the row already.
  void take(Line& line, const std::string& id) {
    if (!with_line_.insert(id).second) return;
    line.row->id = id;
    line.is_restored = true;
  }

  void for_each_spoilt(const std::function<void(Line&, const Fingerprint&)>& visit) {
    for (Line& line : lines_) {
      if (line.is_restored || !may_be_spoilt(line.spoilt)) continue;
      const auto fingerprint = parse_fingerprint(line.row->fingerprint);
      if (fingerprint) visit(line, *fingerprint);
    }
  }

  std::vector<Line> lines_;
  std::unordered_set<std::string> with_line_;  // ids of rows
  // Rows without a line whose ids a spreadsheet changes.
  std::map<Fingerprint, std::deque<const std::string*>> missing_;
  std::map<std::pair<Fingerprint, std::string_view>, const std::string*> numbers_;
};

}  // namespace

bool may_be_spoilt(std::string_view id) {
  return is_taken_for_value(id) ||
         std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view number_in(std::string_view id) {
  if (id.find_first_not_of("0123456789") != std::string_view::npos) return {};
  const auto first = std::min(id.find_first_not_of('0'), id.empty() ? 0 : id.size() - 1);
  return id.substr(first);
}

std::vector<RestoredId> restore_ids(Results& file, const std::vector<RequestKey>& requests,
                                    const journal::Ledger& ledger) {
  const auto is_suspect = [&ledger](const Result& line) {
    return (may_be_spoilt(line.id) || !line.task_id.empty()) && ledger.find(line.id) == nullptr;
  };
  if (std::none_of(file.rows.begin(), file.rows.end(), is_suspect)) return {};
  Restoration restoration(file, requests, ledger);
  restoration.by_task(ledger);
  restoration.by_number();
  restoration.by_order();
  return restoration.restored();
}

}  // namespace shotlist::report
