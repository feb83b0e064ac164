#pragma once
// Queries a ledger. Changes nothing.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "ledger/attempt.h"
#include "ledger/database.h"
#include "ledger/run.h"
#include "ledger/slot.h"
#include "model/cost.h"
#include "model/video.h"

namespace shotlist::ledger {

/// The ledger's own record of itself.
struct Identity {
  std::string id;
  std::string path;  ///< where it was last used; empty if never
  std::string host;
  std::string file;  ///< the device and inode number of that file, or the place of the server
  std::optional<std::int64_t> open_run;
};

/// The request as it was first sent.
struct RequestText {
  std::string prompt;
  std::string body;
};

/// What most attempts have in common.
struct CommonTexts {
  SharedText server;
  SharedText manifest;
  SharedText currency;
};

/// Runs, with the servers at which they were rehearsals.
using Rehearsals = std::set<std::pair<std::int64_t, std::string>>;

/// Whether nothing was paid. For an attempt without an answer, its run decides.
bool is_rehearsal(const Attempt& attempt, const Rehearsals& rehearsals);

/// Queries one open database. Everything read during a Transaction of kind `read` reflects one
/// instant. Everything throws Error as Database does, and also if a row is not as it was written
/// (checksum.h): what is returned is correct. A row missing from an index goes unnoticed here, see
/// Database::must_be_sound.
class Reader {
 public:
  /// `database` is borrowed. `is_held` tells whether another process holds its file; without it,
  /// none does. On a shared ledger it is not asked.
  explicit Reader(const Database& database, std::function<bool()> is_held = {});

  /// Looks which runs are at work elsewhere. Done by itself when it is first needed. Call it before
  /// a Transaction: what a run has on its way, and answers during the transaction, is then told as
  /// on its way, and not as lost. Call it again before the ledger is read anew.
  void look_who_is_at_work() const;

  Identity identity() const;

  /// Which server this is, and which line of its history: another one after a failover, a restored
  /// backup or a move. Empty for a file, or if it cannot be asked for.
  std::string place() const;

  /// The number of the last attempt. Numbers have no gaps and are never reused.
  std::int64_t attempts() const;

  /// Every run, oldest first.
  std::vector<Run> runs() const;

  /// How many runs of a shared ledger live.
  std::size_t runs_at_work() const;

  RunTally tally_of(const Run& run) const;

  /// Every try of every slot of these requests, at all servers and for all manifests, by
  /// fingerprint, server, copy and try. Asking for many at once takes half the time of asking for
  /// each.
  std::vector<Attempt> attempts_of(std::span<const Fingerprint> fingerprints);
  std::vector<Attempt> attempts_of(const Fingerprint& fingerprint) {
    return attempts_of(std::span(&fingerprint, 1));
  }

  /// Lets `attempts_of` answer from memory, once: `attempts`, by number, are all that there are of
  /// their requests, as the database has them now and for as long as this reader is used. What was
  /// asked for is handed over, so that a large ledger is not in memory twice.
  void remember(std::deque<Attempt> attempts);

  /// Every try of the slot of `attempt`, oldest first.
  std::vector<Attempt> slot_of(const Attempt& attempt) const;

  /// Calls `take` with every attempt of a manifest, or of all manifests, oldest first.
  void for_each_attempt(const std::optional<std::string>& manifest,
                        const std::function<void(const Attempt&)>& take) const;

  /// Calls `take` with every slot that has a try of the manifest; `take` may change it.
  void for_each_slot(const std::string& manifest, const std::function<void(Tries&)>& take) const;

  /// Calls `take` with every attempt at a server that has a task or whose answer named one. Scans
  /// the whole table, as do `with_task`, and `for_each_attempt` for all manifests.
  void for_each_task(const std::string& server,
                     const std::function<void(const Attempt&)>& take) const;

  /// The tries of a manifest that decide their slots and that are in doubt, or that no run before
  /// `since` found absent, oldest first. Leaves out those in `is_known`, by number.
  std::vector<Attempt> others_of(const std::string& manifest, std::int64_t since,
                                 const std::vector<bool>& is_known) const;

  /// Whether another run, which still sends, waits for an answer to a request of this manifest, or
  /// has a row to try again.
  bool is_any_tried_elsewhere(const std::string& manifest) const;

  /// The cost of a manifest's attempts that were or may have been paid, at the prices of their
  /// time. An attempt without a price, or with one in another currency, counts as of unknown price.
  Spent spent(const std::string& manifest, const std::string& currency,
              bool with_rehearsals = false) const;

  std::optional<Attempt> find_entry(const std::string& entry) const;

  /// The attempt as stored: one without an answer has no error.
  std::optional<Attempt> stored(std::int64_t number) const;

  /// Every attempt that has the task, or whose answer named it.
  std::vector<Attempt> with_task(const std::string& task_id) const;

  std::optional<RequestText> request_of(const Fingerprint& fingerprint);

  /// The unchanged answer to an attempt; empty if there was none.
  std::string reply_of(std::int64_t attempt);

  /// What is known of the video of an attempt; none if its task was never asked for.
  std::optional<Video> video_of(const std::string& entry) const;

  /// Every video, by entry.
  std::vector<Video> videos() const;

  /// The last answer about a task, as it was received; empty if none was kept.
  std::string video_reply_of(const std::string& entry) const;

  /// Calls `take` with every request that has a video, and the time from sending it to its end.
  void for_each_duration(
      const std::function<void(const std::string& body, Duration took)>& take) const;

  /// Every decision, oldest first.
  std::vector<Decision> decisions() const;

  /// The runs of this ledger that were rehearsals, with their servers: at least one answer came,
  /// and every answer said so.
  Rehearsals rehearsals() const;

  /// Whether a results file with this digest was the last or the last but one written to its path:
  /// its contents are known here.
  bool wrote(const std::string& digest) const;

  /// The manifest whose results were last written to `path`; none if there were none.
  std::optional<std::string> manifest_of_output(const std::string& path) const;

  /// The paths that results of a manifest, or of all manifests, were written to.
  std::vector<std::string> outputs_of(const std::optional<std::string>& manifest) const;

 private:
  /// The place of an attempt in `remembered_`, counted from the first that there ever was.
  struct Remembered {
    Fingerprint fingerprint;
    std::size_t at = 0;
  };

  bool recall(const Fingerprint& fingerprint, std::vector<Attempt>& attempts);
  Tries slot_around(Statement& whole, std::int64_t number) const;

  bool has_videos() const;

  bool is_at_work(std::int64_t run) const;
  Attempt tell_attempt(const Statement& row) const;

  const Database& database_;
  std::function<bool()> is_held_;
  mutable std::optional<std::map<std::int64_t, std::string>> at_work_;  ///< hosts of runs elsewhere
  mutable CommonTexts common_;  ///< of the last attempt read
  std::deque<Attempt> remembered_;
  std::size_t handed_over_ = 0;          ///< from the front of `remembered_`
  std::vector<Remembered> where_is_it_;  ///< by fingerprint
  Statement by_fingerprints_;
  Statement request_;
  Statement reply_;
  mutable std::optional<Statement> video_;  ///< once it is known that there are videos
};

}  // namespace shotlist::ledger
