#pragma once
// Asks a ledger what it knows. Changes nothing.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "ledger/attempt.h"
#include "ledger/database.h"
#include "ledger/run.h"
#include "ledger/slot.h"
#include "model/cost.h"

namespace shotlist::ledger {

/// What the ledger says of itself.
struct Identity {
  std::string id;
  std::string path;  ///< where it was last used; empty: never
  std::string host;
  std::string file;  ///< the device and number of the file there
  std::optional<std::int64_t> open_run;
};

/// What was asked for, as it was first sent.
struct RequestText {
  std::string prompt;
  std::string body;
};

/// Runs, and the servers at which they were a rehearsal.
using Rehearsals = std::set<std::pair<std::int64_t, std::string>>;

/// Whether nothing was paid. Of an attempt without an answer its run tells.
bool is_rehearsal(const Attempt& attempt, const Rehearsals& rehearsals);

/// Questions to one open database. All that is asked while a Transaction of kind `read` is open is
/// about one instant. Everything throws Error as Database does, and where a row is not as it was
/// written (checksum.h): what is returned is the truth. A row that no index finds any more is
/// not noticed here, see Database::must_be_sound.
class Reader {
 public:
  /// `database` is borrowed.
  explicit Reader(const Database& database);

  Identity identity() const;

  /// The number of the last attempt: they are numbered without gaps and never taken back.
  std::int64_t attempts() const;

  /// Every run, oldest first.
  std::vector<Run> runs() const;

  /// Every try of every slot of what is asked for, at all servers and of all manifests: by server,
  /// copy and try.
  std::vector<Attempt> attempts_of(const Fingerprint& fingerprint);

  /// Every try of the slot of `attempt`, oldest first.
  std::vector<Attempt> slot_of(const Attempt& attempt) const;

  /// Every attempt of a manifest, or of all of them, oldest first.
  void for_each_attempt(const std::optional<std::string>& manifest,
                        const std::function<void(const Attempt&)>& take) const;

  /// Hands every slot of which a try is the manifest's to `take`, which may change it.
  void for_each_slot(const std::string& manifest, const std::function<void(Tries&)>& take) const;

  /// Every attempt at a server that has a task, or whose answer named one. Goes through the whole
  /// table, as `with_task` and `for_each_attempt` of all manifests do.
  void for_each_task(const std::string& server,
                     const std::function<void(const Attempt&)>& take) const;

  /// Those tries of a manifest that a slot stands as and that are in doubt, or were asked for by
  /// the run `since` or a later one, but for those that are known, by number; oldest first.
  std::vector<Attempt> others_of(const std::string& manifest, std::int64_t since,
                                 const std::vector<bool>& is_known) const;

  /// What the attempts of a manifest cost that were or may have been paid, at the prices of their
  /// time. What has no price, or one of another currency, is counted as of unknown price.
  Spent spent(const std::string& manifest, const std::string& currency,
              bool with_rehearsals = false) const;

  std::optional<Attempt> find_entry(const std::string& entry) const;

  /// As it is stored: an attempt that nobody answered has no error.
  std::optional<Attempt> stored(std::int64_t number) const;

  /// Every attempt that ever had the task, or whose answer named it.
  std::vector<Attempt> with_task(const std::string& task_id) const;

  std::optional<RequestText> request_of(const Fingerprint& fingerprint);

  /// The answer to an attempt as it came; empty where there was none.
  std::string reply_of(std::int64_t attempt);

  /// Every decision, oldest first.
  std::vector<Decision> decisions() const;

  /// Where a run of this ledger was a rehearsal: all that answered it there, and somebody did, said
  /// so.
  Rehearsals rehearsals() const;

  /// Whether a results file with this digest was the last or the last but one that was written to
  /// its path: what it says is known here.
  bool wrote(const std::string& digest) const;

  /// Whose results were written to `path` last; none where no results were.
  std::optional<std::string> manifest_of_output(const std::string& path) const;

  /// The paths that results of a manifest, or of all of them, were written to.
  std::vector<std::string> outputs_of(const std::optional<std::string>& manifest) const;

 private:
  Tries slot_around(Statement& whole, std::int64_t number) const;

  const Database& database_;
  mutable SharedText server_;  ///< of the last attempt that was read
  Statement by_fingerprint_;
  Statement request_;
  Statement reply_;
};

}  // namespace shotlist::ledger
