#pragma once
// A manifest and what a ledger knows of it: loaded once for a command, and handed down.

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "cli/console.h"
#include "cli/files.h"
#include "cli/manifest_rows.h"
#include "ledger/reader.h"
#include "ledger/witness.h"
#include "model/cost.h"
#include "model/result.h"
#include "plan/account.h"
#include "plan/plan.h"
#include "show/held.h"

namespace shotlist::cli {

/// What a command wants to know. Everything but `decisions` and `by` is borrowed.
struct Question {
  const ManifestRows& rows;
  const Files& files;
  const std::string& server;
  const ledger::Witnesses& witnesses;
  plan::Consent consent = {};
  std::optional<std::size_t> limit = {};
  std::optional<Money> max_cost = {};
  std::optional<HeldWish> held = {};
  std::string decisions = {};     ///< a file; empty: there is none
  std::string by = {};            ///< who decides
  std::string plan_command = {};  ///< that shows the same rows; empty: of the manifest alone
  Date now = {};
  bool begins_run = false;  ///< it is asked before a run of its own
};

struct Account {
  plan::Here here;
  plan::Plan plan;
  std::vector<plan::LeftRow> left;
  std::unordered_map<std::size_t, Fields>
      kept;                   ///< what was sent for rows that have a kept purchase
  Spent spent;                ///< before; nothing where the manifest has no prices
  bool is_rehearsal = false;  ///< nothing was paid for these rows at this server
  std::vector<ledger::Run> runs;
  std::vector<ledger::Decision> given;  ///< words to be recorded before anything is sent
  std::vector<std::string> older;       ///< rows whose word was about an earlier attempt
  show::HeldRows held;                  ///< what is held of the selected rows, without `command`
  Cost again;                           ///< of rows sent though they may be paid for
  std::size_t sent_again = 0;           ///< how many those are
  std::vector<plan::Elsewhere> kept_elsewhere;  ///< purchases of other ledgers that rows were given
  std::vector<std::string> reused_ids;          ///< of rows to be sent, which other work had before
  std::vector<std::string> new_ids;             ///< of rows that have a purchase of another name
};

/// Throws Error (invalid) where decisions do not fit, where `--held` names another number of rows
/// than are held, or where --max-cost cannot be kept for want of a price.
Account take_account(const Question& question, ledger::Reader& reader, system::Disk& disk,
                     Console& console);

/// Hands every line of the results to `take`: the rows of the manifest, then those that left it.
void for_each_line(const ManifestRows& rows, const Account& account,
                   const std::function<void(const Result&)>& take);

}  // namespace shotlist::cli
