#include "plan/account.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "api/request_body.h"

namespace shotlist::plan {
namespace {

Fields fields_of(ledger::Reader& reader, const Fingerprint& fingerprint) {
  const auto request = reader.request_of(fingerprint);
  return request ? api::parse_body(request->body) : Fields();
}

bool is_same_file(const std::string& one, const std::string& other) {
  std::error_code none;
  return one == other || std::filesystem::equivalent(one, other, none);
}

// The last path of each manifest. An imported run says nothing about files here.
std::map<std::string, std::string> paths_of(const std::vector<ledger::Run>& runs) {
  std::map<std::string, std::string> paths;
  for (const ledger::Run& run : runs) {
    if (!run.imported) paths[run.manifest] = run.manifest_path;
  }
  for (const ledger::Run& run : runs) {
    if (run.manifest_path.empty()) paths.emplace(run.manifest, run.manifest_path);
  }
  return paths;
}

// This manifest and the earlier names of its file.
std::set<std::string> names_of(const Here& here) {
  std::set<std::string> names = here.former;
  names.insert(here.manifest);
  return names;
}

std::int64_t last_run_of(const ledger::Reader& reader, const std::set<std::string>& names) {
  std::int64_t last = 0;
  for (const ledger::Run& run : reader.runs()) {
    if (!run.imported && names.count(run.manifest) > 0) last = run.number;
  }
  return last;
}

}  // namespace

std::set<std::string> gone_manifests(const std::vector<ledger::Run>& runs,
                                     const std::string& manifest, const std::string& path) {
  std::set<std::string> gone = former_names(runs, manifest, path);
  std::error_code none;
  for (const auto& [name, last] : paths_of(runs)) {
    if (name != manifest && !std::filesystem::exists(last, none)) gone.insert(name);
  }
  return gone;
}

std::set<std::string> former_names(const std::vector<ledger::Run>& runs,
                                   const std::string& manifest, const std::string& path) {
  std::set<std::string> names;
  for (const auto& [name, last] : paths_of(runs)) {
    if (name != manifest && !last.empty() && is_same_file(last, path)) names.insert(name);
  }
  return names;
}

void say_where(ledger::Decision& word, const Here& here, const ledger::Reader& reader) {
  word.manifest = here.manifest;
  word.server = here.server;
  word.after = reader.attempts();
}

std::vector<LeftRow> left_rows(ledger::Reader& reader, const Here& here,
                               const std::vector<Wanted>& rows, const Plan& plan, bool begins_run) {
  std::vector<bool> is_known(static_cast<std::size_t>(reader.attempts()) + 1);  // by number
  for (const Row& row : plan.rows) {
    for (const ledger::Attempt& attempt : row.tries)
      is_known[static_cast<std::size_t>(attempt.number)] = true;
  }
  std::vector<Fingerprint> asked;
  const auto is_asked_for = [&](const Fingerprint& fingerprint) {
    if (asked.empty()) {
      for (const Wanted& row : rows)
        asked.push_back(row.fingerprint);
      std::sort(asked.begin(), asked.end());
    }
    return std::binary_search(asked.begin(), asked.end(), fingerprint);
  };
  std::vector<LeftRow> left;
  const std::set<std::string> names = names_of(here);
  const std::int64_t since =
      std::max<std::int64_t>(last_run_of(reader, names), 1) + (begins_run ? 1 : 0);
  for (const std::string& name : names) {
    for (const ledger::Attempt& attempt : reader.others_of(name, since, is_known)) {
      if (attempt.server != here.server && is_asked_for(attempt.fingerprint)) continue;
      LeftRow& row = left.emplace_back(LeftRow{attempt, fields_of(reader, attempt.fingerprint)});
      for (ledger::Attempt& other : reader.slot_of(attempt)) {
        if (other.number != attempt.number) row.earlier.push_back(std::move(other));
      }
    }
  }
  std::sort(left.begin(), left.end(), [](const LeftRow& one, const LeftRow& other) {
    return one.last.number < other.last.number;
  });
  return left;
}

std::unordered_map<std::size_t, Fields> kept_fields(ledger::Reader& reader,
                                                    const std::vector<Wanted>& rows,
                                                    const Plan& plan) {
  std::unordered_map<std::size_t, Fields> kept;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (plan.rows[i].tries.empty()) continue;
    const Fingerprint& sent = plan.rows[i].tries.back().fingerprint;
    if (sent != rows[i].fingerprint) kept.emplace(i, fields_of(reader, sent));
  }
  return kept;
}

Spent spent_on(const ledger::Reader& reader, const Here& here, const std::vector<Match>& rows,
               const std::string& currency) {
  Spent spent;
  for (const std::string& name : names_of(here)) {
    const Spent under_name = reader.spent(name, currency, here.is_rehearsal);
    spent.certain += under_name.certain;
    spent.possible += under_name.possible;
  }
  for (const Match& row : rows) {
    for (const ledger::Attempt& attempt : row.tries) {
      // A kept purchase of another manifest was not this one's money.
      if (here.gone.count(attempt.manifest.text()) == 0 || attempt.rehearsal) continue;
      if (here.former.count(attempt.manifest.text()) > 0) continue;  // counted above
      if (!may_be_paid_for(attempt.status)) continue;
      const bool is_certain = attempt.status == Status::submitted;
      const bool is_known = attempt.price && attempt.currency == currency;
      (is_certain ? spent.certain : spent.possible)
          .add(is_known ? attempt.price : std::optional<Money>());
    }
  }
  return spent;
}

std::vector<FieldChange> changes_since(ledger::Reader& reader, const Hold& hold,
                                       const Fields& fields) {
  if (hold.by != HeldBy::near) return {};
  return changes_between(fields_of(reader, hold.purchase.fingerprint), fields);
}

std::optional<Money> enough_for_all(Money cap, const Plan& plan, const std::vector<Wanted>& rows,
                                    const Spent& spent, const std::optional<Money>& otherwise) {
  const Cost before = spent.at_most();
  Money enough =
      before.known + otherwise.value_or(Money()).times(static_cast<std::int64_t>(before.unpriced));
  bool is_first = true;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = plan.rows[i];
    if (row.action != Action::send && row.reason != Reason::beyond_cost) continue;
    enough = enough + rows[i].price.value_or(Money());
    if (std::exchange(is_first, false) && enough <= cap) return std::nullopt;
  }
  return is_first ? std::nullopt : std::optional(enough);
}

std::size_t asked_again(const Plan& plan) {
  return static_cast<std::size_t>(
      std::count_if(plan.rows.begin(), plan.rows.end(), [](const Row& row) {
        return row.status() == Status::in_doubt && (row.is_retried || row.released);
      }));
}

bool is_rehearsal(const Plan& plan, const std::string& server,
                  const ledger::Rehearsals& rehearsals) {
  if (server == ledger::sandbox_server) return true;
  bool has_rehearsed = false;
  for (const Row& row : plan.rows) {
    for (const ledger::Attempt& attempt : row.tries) {
      if (attempt.server != server || !may_be_paid_for(attempt.status)) continue;
      if (!ledger::is_rehearsal(attempt, rehearsals)) return false;
      has_rehearsed = true;
    }
  }
  return has_rehearsed;
}

std::vector<ledger::Ledger::Claim> claims_of(const ledger::Reader& reader, const Here& here,
                                             const std::vector<Wanted>& rows, const Plan& plan,
                                             const std::vector<LeftRow>& left, std::int64_t run) {
  std::vector<ledger::Ledger::Claim> claims;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const ledger::Attempt& attempt : plan.rows[i].tries) {
      const bool is_known =
          attempt.manifest == here.manifest && attempt.row == rows[i].id && !attempt.absent_since;
      // A kept purchase of an existing manifest stays with that manifest.
      if (is_known || !here.owns(attempt.manifest.text())) continue;
      claims.push_back({attempt.number, here.manifest, std::string(rows[i].id), std::nullopt});
    }
  }
  for (const LeftRow& row : left) {
    const bool is_renamed = here.former.count(row.last.manifest.text()) > 0;
    if (row.last.absent_since && !is_renamed) continue;
    // All tries of a slot leave together.
    for (const ledger::Attempt& attempt : reader.slot_of(row.last)) {
      claims.push_back({attempt.number, is_renamed ? here.manifest : attempt.manifest.text(),
                        attempt.row, row.last.absent_since.value_or(run)});
    }
  }
  return claims;
}

}  // namespace shotlist::plan
