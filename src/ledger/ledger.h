#pragma once
// The truth about money: every intent before it leaves, every answer before anybody acts on it.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/digest.h"
#include "base/time.h"
#include "ledger/attempt.h"
#include "ledger/database.h"
#include "ledger/entry_names.h"
#include "ledger/reader.h"
#include "ledger/run.h"
#include "model/outcome.h"
#include "model/request.h"
#include "system/background_work.h"
#include "system/random.h"

namespace shotlist::ledger {

/// Where a ledger file is: what tells a copy from the original.
struct Whereabouts {
  std::string path;
  std::string host;
  std::string file;  ///< its device and number
};

/// Writes to a ledger that this process alone holds.
///
/// Intents and answers are remembered until `advance` or `commit`, and then written in one
/// transaction on the worker's thread: what was remembered first is durable first. After a failure
/// nothing is tried again, because nobody knows what reached the disk: every call throws. A fact
/// that the database refuses does not keep the others of its transaction from being durable. Once a
/// run has begun, what another program writes is a failure, too: it may have put an older copy
/// here.
class Ledger {
 public:
  /// Called on the worker's thread after each commit: throws where the file is no longer in its
  /// place.
  using Check = std::function<void()>;

  /// `worker` and `random` are borrowed. Throws Error, as everything here does on failure: disk,
  /// but invalid for a damaged ledger before the first run began.
  Ledger(Database database, system::Worker& worker, system::Random& random, Check check = {});
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;
  ~Ledger();

  // ---- Outside the loop: each is durable when it returns, and none may be called while a commit
  // is under way.

  /// Notes that a run has begun, and gives it its number.
  std::int64_t begin(const Run& run);
  void end(std::int64_t run, Date at);

  /// A person's words. What they say of an attempt is so from now on, but for what is known for
  /// certain: a task that an answer named is never taken away, and only what is in doubt becomes
  /// `not_created`. A word that is known already, or about an entry that is not, changes nothing.
  void decide(const std::vector<Decision>& decisions);

  /// One attempt whose owner is another row, or that is asked for again, or no longer.
  struct Claim {
    std::int64_t attempt = 0;
    std::string manifest;
    std::string row;
    std::optional<std::int64_t> absent_since;
  };
  void claim(const std::vector<Claim>& claims);

  /// An attempt that another ledger, or a results file, knows.
  struct Imported {
    Attempt attempt;
    RequestText request;
    std::string reply;
    Run run;
  };

  /// Adds what is not known yet, by entry; of what is known, an answer that is new or that ends a
  /// doubt. Tries of a slot that stand in the way of others here get another copy, together, so
  /// that all payments stay visible. The order does not matter.
  struct TakenOver {
    std::size_t added = 0;
    std::size_t learned = 0;  ///< attempts known before, of which something new is known now
  };
  TakenOver take_over(const std::vector<Imported>& imported);

  void note_whereabouts(const Whereabouts& whereabouts);

  /// Notes the digest of a results file that is about to be put at `path`; empty: it is not known
  /// yet, and only the path is noted, should it be new.
  void note_output(const std::string& path, const std::string& manifest, const std::string& digest);

  /// `told` is called on the thread that commits, until this ledger is closed, when the database is
  /// about to take in what its write-ahead log holds: `last` is the last attempt in it then.
  void before_checkpoint(std::function<void(const Attempt& last)> told) {
    before_checkpoint_ = std::move(told);
  }

  /// To be read while no commit is under way.
  const Database& database() const { return database_; }

  // ---- For the loop.

  /// Remembers what is to be asked for soon, so that many requests are written down at once: it
  /// takes three times as long to write each of them down with its intent.
  void expect(const Request& request);

  /// Remembers that `attempt`, at `request`, is about to be sent: its number and entry are filled
  /// in.
  void intend(Attempt& attempt, const Request& request);

  /// The attempt of that number leaves at this moment, which is recorded with its answer: it may
  /// have been kept waiting since its intent was written down.
  void left(std::int64_t attempt, Date at);

  /// Remembers how the attempt of that number ended: `status` is what it is from now on. Texts are
  /// kept as UTF-8 without NUL; the reply is kept as it came.
  void answer(std::int64_t attempt, const Outcome& outcome, Status status, Date at);

  /// Remembers that an attempt whose answer is known has this status from now on.
  void correct(std::int64_t attempt, Status status);

  /// How many intents, answers and corrections were remembered so far, and how many of those are
  /// durable.
  std::uint64_t written() const {
    return durable_ + on_its_way_.facts.size() + remembered_.facts.size();
  }
  std::uint64_t durable() const { return durable_; }

  /// The last attempt that this process knows to be durable; number 0 where there is none.
  const Attempt& last() const { return last_; }

  bool is_committing() const { return !on_its_way_.facts.empty(); }

  /// Notices the end of a commit, and begins the next where something is remembered. Does not wait.
  void advance();

  /// Waits until everything is durable.
  void commit();

  /// Readable when `advance` has something to notice.
  int descriptor() const { return worker_.descriptor(); }

  /// Whether another program has kept the database locked for more than five seconds.
  bool is_kept_waiting() const { return kept_waiting_; }

  /// `told` is called when that begins outside the loop, which hears of it by the descriptor.
  void when_kept_waiting(std::function<void()> told) { told_ = std::move(told); }

 private:
  struct Expected {
    Fingerprint fingerprint;
    std::string prompt;
    std::string body;
  };
  struct Intent {
    Attempt attempt;
  };
  struct Answer {
    Attempt attempt;
    std::string reply;
  };
  struct Correction {
    std::int64_t attempt = 0;
    Status status = Status::failed;
  };
  using Fact = std::variant<Intent, Answer, Correction>;

  /// What is written in one transaction.
  struct Batch {
    std::vector<Expected> requests;
    std::vector<Fact> facts;
  };

  void must_be_sound() const;
  void begin_commit();
  void land();
  void write_facts();
  std::int64_t number_of(const Run& run);
  void add(const Expected& request);
  void add(const Attempt& attempt);
  void settle(const Attempt& attempt, const std::optional<std::string>& reply);
  void apply(const Decision& decision, const Reader& reader);
  bool learn(const std::string& entry, const Attempt& given, const std::string& reply);
  int copy_for(const std::vector<const Imported*>& slot) const;
  void write(const Intent& intent) { add(intent.attempt); }
  void write(const Answer& answer);
  void write(const Correction& correction);
  void must_have_changed(std::int64_t rows, const Attempt& attempt) const;
  bool wait_for_others(std::chrono::milliseconds waited);
  void checkpoint_if_due() const;

  template <typename Body>
  void in_one_transaction(const Body& body);

  std::atomic<bool> kept_waiting_ = false;  // asked by the database until it is closed
  std::atomic<bool> gives_up_ = false;
  std::function<void()> told_;
  std::function<void(const Attempt&)> before_checkpoint_;
  std::atomic<bool> is_waited_for_ =
      false;  // by this object's owner, who can say nothing meanwhile
  Database database_;
  system::Worker& worker_;
  Check check_;
  Statement add_request_;
  Statement add_attempt_;
  Statement answer_;
  EntryNames names_;
  std::int64_t last_attempt_ = 0;
  Attempt last_;
  std::optional<std::int64_t> version_;                   ///< of the database since the run began
  std::unordered_map<std::int64_t, Attempt> unanswered_;  ///< of this process
  /// Requests that were not intended yet, with digests of what they are exactly.
  std::map<Fingerprint, Fingerprint> expected_;
  Batch remembered_;
  Batch on_its_way_;
  std::uint64_t durable_ = 0;
  bool broken_ = false;
};

}  // namespace shotlist::ledger
