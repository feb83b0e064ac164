#include "plan/account.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <unordered_set>
#include <utility>

#include "api/request_body.h"

namespace shotlist::plan {
namespace {

Fields fields_of(ledger::Reader& reader, const Fingerprint& fingerprint) {
  const auto request = reader.request_of(fingerprint);
  return request ? api::parse_body(request->body) : Fields();
}

bool is_other_file(const std::string& one, const std::string& other) {
  std::error_code none;
  return std::filesystem::exists(one, none) &&
         !(one == other || std::filesystem::equivalent(one, other, none));
}

std::int64_t last_run_of(const ledger::Reader& reader, const std::string& manifest) {
  std::int64_t last = 0;
  for (const ledger::Run& run : reader.runs()) {
    if (run.manifest == manifest) last = run.number;
  }
  return last;
}

}  // namespace

std::set<std::string> gone_manifests(const std::vector<ledger::Run>& runs,
                                     const std::string& manifest, const std::string& path) {
  std::map<std::string, std::string> paths;  // where each was last
  for (const ledger::Run& run : runs)
    paths[run.manifest] = run.manifest_path;
  std::set<std::string> gone;
  for (const auto& [name, last] : paths) {
    if (name != manifest && !is_other_file(last, path)) gone.insert(name);
  }
  return gone;
}

std::vector<LeftRow> left_rows(ledger::Reader& reader, const Here& here,
                               const std::vector<Wanted>& rows, const Plan& plan, bool begins_run) {
  std::unordered_set<std::int64_t> known;
  for (const Row& row : plan.rows) {
    for (const ledger::Attempt& attempt : row.tries)
      known.insert(attempt.number);
  }
  std::set<Fingerprint> asked;
  for (const Wanted& row : rows)
    asked.insert(row.fingerprint);
  std::vector<LeftRow> left;
  const std::int64_t since =
      std::max<std::int64_t>(last_run_of(reader, here.manifest), 1) + (begins_run ? 1 : 0);
  for (const ledger::Attempt& attempt : reader.others_of(here.manifest, since, known)) {
    if (attempt.server != here.server && asked.count(attempt.fingerprint) > 0) continue;
    LeftRow& row = left.emplace_back(LeftRow{attempt, fields_of(reader, attempt.fingerprint)});
    if (attempt.attempt == 1) continue;
    row.earlier = reader.slot_of(attempt);
    row.earlier.pop_back();
  }
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
  Spent spent = reader.spent(here.manifest, currency, here.is_rehearsal);
  for (const Match& row : rows) {
    for (const ledger::Attempt& attempt : row.tries) {
      // What was kept and is another manifest's was not this one's money.
      if (here.gone.count(attempt.manifest) == 0 || attempt.rehearsal) continue;
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

std::optional<Money> enough_for_all(const Plan& plan, const std::vector<Wanted>& rows,
                                    const Spent& spent) {
  if (plan.beyond_cost == 0) return std::nullopt;
  Money enough = spent.at_most().known;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = plan.rows[i];
    if (row.action == Action::send || row.reason == Reason::beyond_cost)
      enough = enough + rows[i].price.value_or(Money());
  }
  return enough;
}

bool is_rehearsal(const Plan& plan, const std::string& server) {
  if (server == ledger::sandbox_server) return true;
  bool has_rehearsed = false;
  for (const Row& row : plan.rows) {
    for (const ledger::Attempt& attempt : row.tries) {
      if (attempt.server != server || attempt.verdict != Verdict::accepted) continue;
      if (!attempt.rehearsal) return false;
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
      // What was kept of a manifest that is there stays that one's.
      const bool is_others =
          attempt.manifest != here.manifest && here.gone.count(attempt.manifest) == 0;
      if (is_known || is_others) continue;
      claims.push_back({attempt.number, here.manifest, std::string(rows[i].id), std::nullopt});
    }
  }
  for (const LeftRow& row : left) {
    if (row.last.absent_since) continue;
    // All tries of the slot leave together.
    for (const ledger::Attempt& attempt : reader.slot_of(row.last))
      claims.push_back({attempt.number, attempt.manifest, attempt.row, run});
  }
  return claims;
}

}  // namespace shotlist::plan
