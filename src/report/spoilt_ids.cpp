#include "report/spoilt_ids.h"

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_set>

#include "base/digest.h"
#include "report/spreadsheet_value.h"

namespace shotlist {

bool may_be_spoilt(std::string_view id) {
  return is_taken_for_value(id) ||
         std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<RestoredId> restore_ids(Results& file, const std::vector<RequestKey>& requests,
                                    const Ledger& ledger) {
  const auto is_suspect = [&ledger](const Result& line) {
    return may_be_spoilt(line.id) && ledger.find(line.id) == nullptr;
  };
  if (std::none_of(file.rows.begin(), file.rows.end(), is_suspect)) return {};
  std::unordered_set<std::string_view> known(ledger.ids().begin(), ledger.ids().end());
  for (const RequestKey& request : requests)
    known.insert(*request.id);
  std::vector<Result*> spoilt;
  std::unordered_set<std::string_view> present;
  for (Result& line : file.rows) {
    if (known.count(line.id) > 0) {
      present.insert(line.id);
    } else if (may_be_spoilt(line.id)) {
      spoilt.push_back(&line);
    }
  }

  std::map<Fingerprint, std::deque<std::string>> missing;
  const auto miss = [&](const std::string& id, const Fingerprint& fingerprint) {
    if (is_taken_for_value(id) && present.insert(id).second) missing[fingerprint].push_back(id);
  };
  for (const std::string& id : ledger.ids())
    miss(id, ledger.find(id)->fingerprint);
  for (const RequestKey& request : requests)
    miss(*request.id, request.fingerprint);

  std::vector<RestoredId> restored;
  for (Result* line : spoilt) {
    const auto fingerprint = parse_fingerprint(line->fingerprint);
    const auto found = fingerprint ? missing.find(*fingerprint) : missing.end();
    if (found == missing.end() || found->second.empty()) continue;
    restored.emplace_back(line->id, found->second.front());
    line->id = found->second.front();
    found->second.pop_front();
  }
  return restored;
}

}  // namespace shotlist
