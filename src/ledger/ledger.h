#pragma once
// The record of all payments: each intent before it is sent, each answer before it is acted on.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "base/digest.h"
#include "base/time.h"
#include "ledger/attempt.h"
#include "ledger/database.h"
#include "ledger/entry_names.h"
#include "ledger/reader.h"
#include "ledger/run.h"
#include "ledger/shared_run.h"
#include "model/outcome.h"
#include "model/request.h"
#include "system/background_work.h"
#include "system/random.h"

namespace shotlist::ledger {

/// The location of a ledger file: distinguishes a copy from the original.
struct Whereabouts {
  std::string path;
  std::string host;
  std::string file;  ///< its device and inode number; of a shared ledger the place of its server
};

/// The request as it is kept.
RequestText text_of(const Request& request);

/// Writes to a ledger that this process holds exclusively, or that other runs write to as well: a
/// shared one. There the numbers of this run's attempts are its own, not those of the database, and
/// an intent may leave only as its Grant says.
///
/// Intents and answers are queued until `advance` or `commit`, then written in one transaction on
/// the worker's thread, in order. After a failure nothing is retried, because it is unknown what
/// reached the disk: every call throws. A fact that the database refuses does not prevent the
/// others of its transaction from becoming durable. Once a run has begun, a write by another
/// program is a failure, too: it may have put an older copy here.
class Ledger {
 public:
  /// Called on the committing thread after each commit, before each batch of facts, and at the
  /// close: throws if the file is no longer in its place.
  using Check = std::function<void()>;

  /// `worker` and `random` are borrowed. Throws Error, as everything here does on failure: disk, or
  /// invalid if the ledger is damaged and no run has begun yet.
  Ledger(Database database, system::Worker& worker, system::Random& random, Check check = {});
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;
  ~Ledger();

  // ---- Outside the loop. Each call is durable when it returns; none may be made during a commit.

  /// Records the start of a run and returns its number. With terms, which need a database that is
  /// shared, other runs are expected beside this one.
  std::int64_t begin(const Run& run, const std::optional<Terms>& terms = {});
  void end(std::int64_t run, Date at);

  /// Tells the other runs of a shared ledger that this one, which is still there, sends no more.
  void end_sending(std::int64_t run, Date at);

  /// Expects other runs beside this process, which sends nothing.
  void join(const Terms& terms);

  /// Records the user's decisions and applies them to their attempts, except to what is certain: a
  /// task that an answer named is never removed, and only an attempt in doubt becomes
  /// `not_created`. A known decision, or one about an unknown entry, changes nothing.
  ///
  /// All of it is one transaction. `check` is called in it, before anything is recorded: if it
  /// throws, nothing is. On a shared ledger others may have decided since the caller looked.
  void decide(const std::vector<Decision>& decisions,
              const std::function<void(const Reader&)>& check = {});

  /// An attempt that moves to another row, or that is asked for again or no longer.
  struct Claim {
    std::int64_t attempt = 0;
    std::string manifest;
    std::string row;
    std::optional<std::int64_t> absent_since;
  };
  void claim(const std::vector<Claim>& claims);

  /// An attempt known to another ledger or a results file.
  struct Imported {
    Attempt attempt;
    RequestText request;
    std::string reply;
    Run run;
    std::optional<Video> video = {};
    std::string video_reply = {};
  };

  /// Adds unknown attempts, by entry; known ones get an answer that is new or that settles a doubt.
  /// Tries of a slot that collide with others here move to another copy, together, so that all
  /// payments stay visible. The order does not matter.
  struct TakenOver {
    std::size_t added = 0;
    std::size_t learned = 0;  ///< known attempts with new information
  };
  TakenOver take_over(const std::vector<Imported>& imported);

  /// Does `read`, which may be done twice: again whenever the server of a shared ledger was lost
  /// meanwhile.
  void persist(const std::function<void()>& read);

  void note_whereabouts(const Whereabouts& whereabouts);

  /// Records the digest of a results file that is about to be written to `path`. If the digest is
  /// empty, it is not known yet, and only a new path is recorded.
  void note_output(const std::string& path, const std::string& manifest, const std::string& digest);

  /// `told` is called on the committing thread, until this ledger is closed, before the write-ahead
  /// log is written back into the database: `last` is the last attempt at that time.
  void before_checkpoint(std::function<void(const Attempt& last)> told) {
    before_checkpoint_ = std::move(told);
  }

  /// May only be read while no commit is under way.
  const Database& database() const { return database_; }

  // ---- For the loop.

  /// Queues a request that is likely to be sent soon, so that many are written at once: writing
  /// each with its intent takes three times as long.
  void expect(const Request& request);

  /// Queues the intent to send `request` as `attempt`, and fills in the attempt's number and entry.
  /// A shared ledger grants none for a video that has a task, unless the user `knows_task`.
  void intend(Attempt& attempt, const Request& request, bool knows_task = false);

  /// Whether other runs are at work beside this one.
  bool is_shared() const { return shared_.has_value(); }

  /// What a shared ledger said to an intent that is durable; may be taken once. The attempt of an
  /// intent that was not granted is unknown from then on.
  Grant take_grant(std::int64_t attempt);

  /// No intent is granted for less than this from now: the time until the grant is known.
  void set_lead(Duration lead) { lead_ = lead; }

  /// Tells the other runs of a shared ledger that nothing may be sent for so long.
  void hold(Duration wait);

  /// Tells them that a request which left so long ago was refused because all send too fast, or
  /// that this was not the cause.
  void slow_down(Duration left_ago);
  void speed_up();

  /// Asks a shared ledger whether the task of `entry` may be looked at, which nobody else does for
  /// `every` from now, nor until it is released.
  void ask_to_look(const std::string& entry, Duration every);

  /// Its answer, once it is known; may be taken once.
  std::optional<LookGrant> take_look(const std::string& entry);

  /// Other runs may look at the task again. Changes nothing if it is not held.
  void release_task(const std::string& entry);

  /// Queues a sign of life, for the other runs of a shared ledger. Without it, it would be noticed
  /// only at the next fact that the connection was lost.
  void touch();

  /// Queues a look at what other runs of a shared ledger have paid for since the last look, for the
  /// manifest of this attempt and at its server.
  void look_at_others(const Attempt& attempt);

  /// What looks that have ended have found; none if none has ended.
  std::optional<std::vector<SharedRun::Paid>> take_paid_elsewhere() {
    return std::exchange(paid_elsewhere_, std::nullopt);
  }

  /// Sets the sending time of an attempt, which is recorded with its answer: the attempt may have
  /// waited since its intent was written.
  void left(std::int64_t attempt, Date at);

  /// Queues the outcome of an attempt; `status` is its status from now on. Texts are kept as UTF-8
  /// without NUL; the reply is kept unchanged.
  void answer(std::int64_t attempt, const Outcome& outcome, Status status, Date at);

  /// Queues a new status for an attempt that has its answer.
  void correct(std::int64_t attempt, Status status);

  /// Queues what is known of a task's video from now on. With `reply`, that answer is kept as well.
  void note(const Video& video, std::optional<std::string> reply = {});

  /// Answers of this run that a shared ledger did not take before it failed, without their requests
  /// and run. Takes them out.
  std::vector<Imported> take_unrecorded();

  /// The number of intents, answers and other facts queued so far, and of those that are durable.
  std::uint64_t written() const {
    return durable_ + on_its_way_.facts.size() + remembered_.facts.size();
  }
  std::uint64_t durable() const { return durable_; }

  /// The last attempt known to this process to be durable; its number is 0 if there is none.
  Attempt last() const { return durable_attempts_.empty() ? Attempt() : durable_attempts_.back(); }

  /// Takes out the durable attempts of this process whose requests it was the first to record, by
  /// number: all that there are of these requests, and as the database has them. A decision, a
  /// claim or an import may change them: only requests recorded since then count. Call it after
  /// `commit`.
  std::deque<Attempt> take_attempts_of_new_requests();

  bool is_committing() const { return !on_its_way_.facts.empty(); }

  /// Completes a finished commit, and begins the next if anything is queued and it `may_begin`: who
  /// has more to write at once may want it in the same commit. Does not wait.
  void advance(bool may_begin = true);

  /// Waits until everything is durable.
  void commit();

  /// Becomes readable when `advance` has something to do.
  int descriptor() const { return worker_.descriptor(); }

  /// The user wants to end: from now on a shared ledger that is away is waited for no longer than
  /// five seconds.
  void stop_waiting() { stops_waiting_ = true; }

  /// Whether another program has kept the database locked for more than five seconds.
  bool is_kept_waiting() const { return kept_waiting_; }

  /// `told` is called when such a wait begins outside the loop; the loop learns of it from the
  /// descriptor.
  void when_kept_waiting(std::function<void()> told) { told_ = std::move(told); }

 private:
  struct Expected {
    Fingerprint fingerprint;
    std::string prompt;
    std::string body;
  };
  struct Intent {
    Attempt attempt;
    std::optional<RequestText> text = {};  ///< for a shared ledger
    bool knows_task = false;
    Grant grant = {};
    bool is_moot = false;  ///< withdrawn before it was written
  };
  struct Answer {
    Attempt attempt;
    std::string reply;
    bool is_moot = false;       ///< there is no such attempt: its intent was not granted
    bool is_of_intent = false;  ///< its intent is in the same batch
  };
  struct Hold {
    Duration wait{};
  };
  struct PaceNews {
    std::optional<Duration> refused;  ///< how long ago it left; none if the pace is not the cause
  };
  struct Look {
    std::string entry;
    Duration every{};
    LookGrant grant = {};
  };
  struct Release {
    std::string entry;
  };
  struct Touch {};
  struct Survey {
    std::string server;
    std::string manifest;
    std::vector<SharedRun::Paid> found = {};
  };
  struct Correction {
    std::int64_t attempt = 0;
    Status status = Status::failed;
  };
  using Sighting = SharedRun::Sighting;
  using Fact = std::variant<Intent, Answer, Correction, Sighting, Hold, PaceNews, Look, Release,
                            Touch, Survey>;

  /// The contents of one transaction.
  struct Batch {
    std::vector<Expected> requests;
    std::vector<Fact> facts;
    Duration lead{};
  };

  template <typename Known>
  Known& remember();
  void must_be_sound() const;
  void begin_commit();
  void land();
  void write_facts();
  void write_shared_facts();
  void look_together();
  std::vector<SharedRun::Answer> answers_to_settle(bool of_this_batch);
  std::vector<Intent*> intents_to_claim();
  void settle_together(const std::vector<SharedRun::Answer>& answers);
  void learn_together(const std::vector<SharedRun::Answer>& answers);
  void write_sightings();
  void tell_the_pace();
  void claim_together(const std::vector<SharedRun::Answer>& answers,
                      const std::vector<Intent*>& intents);
  void drop_withdrawn();
  std::int64_t number_of(const Run& run);
  void note_end(std::int64_t run, Date at);
  std::optional<std::int64_t> add(const Expected& request);
  void add(const Attempt& attempt);
  Attempt* durable_attempt(std::int64_t number);
  void settle(const Attempt& attempt, std::optional<std::string_view> reply);
  void apply(const Decision& decision, const Reader& reader);
  bool learn(const std::string& entry, const Attempt& given, const std::string& reply);
  bool learn(const Imported& given, const Reader& reader);
  int copy_for(const std::vector<const Imported*>& slot) const;
  void write(const Intent& intent) { add(intent.attempt); }
  void write(const Answer& answer);
  void write(const Correction& correction);
  void write(const Sighting& sighting);
  void write(const Hold&) {}  // these are for shared ledgers
  void write(const PaceNews&) {}
  void write(const Look&) {}
  void write(const Release&) {}
  void write(const Touch&) {}
  void write(const Survey&) {}
  void must_have_changed(std::int64_t rows, const Attempt& attempt) const;
  bool wait_for_others(std::chrono::milliseconds waited);
  void checkpoint_if_due() const;

  template <typename Body>
  void in_one_transaction(const Body& body);

  std::atomic<bool> kept_waiting_ = false;  // used by the database until it is closed
  std::atomic<bool> gives_up_ = false;
  std::atomic<bool> stops_waiting_ = false;
  std::function<void()> told_;
  std::function<void(const Attempt&)> before_checkpoint_;
  std::atomic<bool> is_waited_for_ = false;  // the owner is blocked and cannot report
  Database database_;
  system::Worker& worker_;
  Check check_;
  Statement add_request_;
  Statement renew_request_;
  Statement add_attempt_;
  Statement answer_;
  Statement video_;
  EntryNames names_;
  std::int64_t last_attempt_ = 0;
  std::optional<SharedRun> shared_;
  Duration lead_{};
  std::unordered_map<std::int64_t, Grant> grants_;    ///< by attempt; not taken yet
  std::unordered_map<std::string, LookGrant> looks_;  ///< by entry; not taken yet
  std::optional<std::vector<SharedRun::Paid>> paid_elsewhere_;
  std::optional<std::int64_t> version_;                   ///< of the database since the run began
  std::unordered_map<std::int64_t, Attempt> unanswered_;  ///< of this process
  /// Requests without an intent yet, with digests of their exact bodies.
  std::unordered_map<Fingerprint, Fingerprint, FingerprintHash> expected_;
  /// The numbers of requests that this process was the first to record, and whose attempts are as
  /// they were sent and answered. Belongs to the worker during a commit.
  std::unordered_map<Fingerprint, std::int64_t, FingerprintHash> new_requests_;
  std::deque<Attempt> durable_attempts_;  ///< of this process, by number
  Batch remembered_;
  Batch on_its_way_;
  std::uint64_t durable_ = 0;
  bool broken_ = false;
};

}  // namespace shotlist::ledger
