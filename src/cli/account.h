#pragma once
// A manifest and what a ledger knows about it, loaded once per command and handed down.

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "cli/console.h"
#include "cli/files.h"
#include "cli/manifest_rows.h"
#include "cli/past_results.h"
#include "ledger/reader.h"
#include "ledger/witness.h"
#include "model/cost.h"
#include "model/result.h"
#include "model/video.h"
#include "plan/account.h"
#include "plan/plan.h"
#include "show/held.h"

namespace shotlist::cli {

/// What a command needs to find out. Everything except `decisions` and `by` is borrowed.
struct Question {
  const ManifestRows& rows;
  const Files& files;
  const std::string& server;
  const ledger::Witnesses& witnesses;
  PastResults& past;
  plan::Consent consent = {};
  std::optional<std::size_t> limit = {};
  std::optional<Money> max_cost = {};
  std::optional<HeldWish> held = {};
  std::string decisions = {};     ///< a file; empty if none
  std::string by = {};            ///< who decides
  std::string plan_command = {};  ///< shows the same rows; if empty, that of the manifest alone
  Date now = {};
  bool begins_run = false;     ///< the caller is about to start a run
  bool failed_videos = false;  ///< rows whose task failed are to be paid for again
};

struct Account {
  plan::Here here;
  plan::Plan plan;
  std::vector<plan::LeftRow> left;
  std::unordered_map<std::size_t, Fields>
      kept;                   ///< what was sent for rows that have a kept purchase
  Spent spent;                ///< before; zero if the manifest has no prices
  bool is_rehearsal = false;  ///< nothing was paid for these rows at this server
  std::vector<ledger::Run> runs;
  std::vector<ledger::Decision> given;  ///< words to record before anything is sent
  std::vector<std::string> older;       ///< rows that were sent or edited since their word
  show::HeldRows held;                  ///< the held rows of the selection, without `command`
  Cost again;                           ///< of rows sent although they may be paid for
  std::size_t sent_again = 0;           ///< the number of those rows
  std::vector<plan::Elsewhere> kept_elsewhere;  ///< purchases in other ledgers that rows were given
  std::vector<std::string> reused_ids;          ///< of rows to be sent, used by other work before
  std::vector<std::string> new_ids;             ///< of rows whose purchase has another name
  std::unordered_map<std::string, Video> videos;  ///< what is known of them, by entry
  std::string results_folder;                     ///< symbolic links resolved
};

/// Throws Error (invalid) if decisions do not fit, if `--held` gives a different number of rows
/// than are held, or if --max-cost cannot be kept because a price is missing.
Account take_account(const Question& question, ledger::Reader& reader, system::Disk& disk,
                     Console& console);

/// Passes every line of the results to `take`: the rows of the manifest, then those that left it.
void for_each_line(const ManifestRows& rows, const Account& account,
                   const std::function<void(const Result&)>& take);

}  // namespace shotlist::cli
