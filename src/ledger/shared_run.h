#pragma once
// A run in a shared ledger, in which other runs are at work as well: the database decides who sends
// what, and when.

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/digest.h"
#include "base/money.h"
#include "base/time.h"
#include "ledger/attempt.h"
#include "ledger/database.h"
#include "model/video.h"
#include "system/system_clock.h"

namespace shotlist::ledger {

/// What all requests of a run have in common.
struct Terms {
  std::string server;
  std::string key;                ///< a digest of the key: runs with the same one share a pace
  Duration interval{};            ///< between two requests of all those runs; zero if unlimited
  std::int64_t burst = 1;         ///< requests that may leave at once all the same
  std::optional<Money> max_cost;  ///< of the manifest, over all runs
  std::chrono::milliseconds patience{600'000};  ///< how long a lost server is waited for
};

/// The answer of a ledger to an intent.
struct Grant {
  enum class Answer : std::uint8_t {
    granted,
    taken,        ///< another run has sent the row since it was planned
    busy,         ///< another run is trying it: ask again later, since that run may die
    cut_off,      ///< the same, but it lost its session with the server, and may be dead
    again,        ///< its last try, `known_try`, failed, and the run of it is dead
    paid,         ///< its last try has a task after all
    too_early,    ///< ask again later: it has to leave after those of other runs
    beyond_cost,  ///< all runs together would pay more than the limit
  };
  Answer answer = Answer::granted;
  Moment at = Moment::min();  ///< when it leaves, or asks again; far back if that is unknown
  int known_try = 0;
};

/// The answer of a ledger to the wish to look at a task: `granted`, `too_early`, or `taken` while
/// another run looks at it or fetches its video.
struct LookGrant {
  Grant::Answer answer = Grant::Answer::granted;
  Moment at = Moment::min();   ///< when the look leaves, or is asked for again
  std::optional<Video> video;  ///< what the ledger knows of it
};

/// Asks for rows and records answers in a run's own session. While the server is away, every call
/// waits for it, up to the patience; what was on its way then is asked or recorded again, which
/// changes nothing if it had arrived.
///
/// The run lives as long as its session holds its lock. A session that was lost is ended on the
/// server, too, before its successor takes the lock.
class SharedRun {
 public:
  /// `database` is borrowed. Until a run begins, nothing may be sent, but tasks may be looked at.
  /// `goes_on` is called about five times a second while the server is away, with the time waited
  /// so far; the call fails if it returns false. Everything throws Error (disk).
  SharedRun(const Database& database, const Terms& terms,
            std::function<bool(std::chrono::milliseconds)> goes_on);

  /// Takes the lock of a run for the session.
  void begin(std::int64_t run);

  struct Answer {
    Attempt attempt;
    std::optional<std::string> reply;  ///< none leaves the reply as it is
    Status was = Status::in_doubt;     ///< the attempt's status before
  };
  /// Records answers; returns how many. Those are left out whose attempt has another status by now,
  /// as by a person's decision, or is gone.
  std::size_t settle(const std::vector<Answer>& answers);

  /// A row that is about to be sent.
  struct Asked {
    Attempt attempt;
    std::string prompt;
    std::string body;
    bool knows_task = false;  ///< an earlier try has a task, and yet this one is wanted
  };
  struct Claimed {
    std::vector<Grant> grants;  ///< in the order of the rows
    std::size_t settled = 0;    ///< as `settle` returns
  };
  /// Records answers, then asks for rows, at once. None leaves before `lead` from now, nor is any
  /// granted that would leave after `ahead`. Where the answer was held up on its way, so that the
  /// time is unknown by more than a tenth of a second, a row is granted for a time long past.
  Claimed settle_and_claim(const std::vector<Answer>& answers, const std::vector<Asked>& rows,
                           Duration lead, Duration ahead);

  /// One video that was paid for.
  struct Paid {
    Fingerprint fingerprint;
    int copy = 1;
    friend auto operator<=>(const Paid&, const Paid&) = default;
  };
  /// What other runs have paid for since this was last asked, at least most of it.
  std::vector<Paid> paid_elsewhere(const std::string& server, const std::string& manifest);

  /// A video, and the answer about it; none leaves the one that is known.
  struct Sighting {
    Video video;
    std::optional<std::string> reply;
  };
  /// Records what became of tasks; no two of them are of one task.
  void note(const std::vector<Sighting>& sightings);

  /// Notices a lost session, and replaces it: without one, a run counts as dead.
  void touch();

  /// Nobody with this key sends for so long.
  void hold(Duration wait);

  /// A request that left so long ago was refused because the rate of all runs is too high.
  void slow_down(Duration left_ago);

  /// The rate was not the cause.
  void speed_up();

  /// Asks to look at the tasks of these attempts, which then nobody else looks at until they are
  /// released, nor for `every` from now. In the same order. As with `claim`, none leaves before
  /// `lead` or after `ahead`.
  std::vector<LookGrant> claim_looks(const std::vector<std::string>& entries, Duration lead,
                                     Duration ahead, Duration every);
  void release_tasks(const std::vector<std::string>& entries);

  /// Does `act`, which may be done twice: again whenever the server was lost meanwhile.
  void persistently(const std::function<void()>& act);
  void in_transaction(const std::function<void()>& write);

  /// Ends the run for the others.
  void release();

 private:
  template <typename Act>
  std::invoke_result_t<const Act&> persist(const Act& act);
  template <typename... T>
  void call(const char* sql, const T&... values);
  void return_to_server();
  void replace_session();
  void take_lock();

  const Database& database_;
  std::optional<std::int64_t> run_;
  Terms terms_;
  std::function<bool(std::chrono::milliseconds)> goes_on_;
  std::string place_;          ///< of the server, when the run began
  system::SystemClock clock_;  // that of the process: the database waits in real time
  Duration fastest_ = std::chrono::hours(1);  ///< that an answer was on its way; fades
  bool is_lost_ = false;                      ///< the connection
  std::int64_t seen_ = 0;  ///< the last attempt that `paid_elsewhere` has told of
};

}  // namespace shotlist::ledger
