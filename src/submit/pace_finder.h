#pragma once
// Finds the rate that a server allows, where nobody told it.

#include <algorithm>
#include <optional>

#include "base/time.h"

namespace shotlist::submit {

/// Additive increase, multiplicative decrease, with a memory of where it was refused. Rates are in
/// requests a second.
///
/// * Until the first refusal the rate doubles each time a request that left at the new rate is
///   accepted. Only what the pace kept waiting can raise it: where the jobs are what limits a run,
///   it says nothing about the rate. Where the user gave a rate there is no search: nothing is kept
///   waiting until the server refuses something at that rate.
/// * A refusal takes a tenth of the rate away, in the search a half. All refusals until something
///   is accepted again are one.
/// * What was accepted since the last time, over the time that took with the wait at its end, is
///   what the server allowed, whichever way it counts. The new rate is not higher.
/// * From there the rate climbs in a straight line, to be back where it was refused after a hundred
///   accepted requests; later where a refusal cost more. Past that it climbs twice as fast, and so
///   on, so that a limit that was raised is found soon.
/// * Where a lower rate is refused as often, the refusals have nothing to do with it: it climbs
///   back the sooner, the longer that goes on.
/// * The user's rate is kept until four of 24 requests were refused. Then a tenth less than what
/// was
///   accepted is tried. A server that counts requests refuses none of those; one that refuses two
///   of them refuses by chance, and the user's rate holds again, at first for 50 requests.
class PaceFinder {
 public:
  /// `most` is the user's rate, which is never exceeded.
  explicit PaceFinder(std::optional<double> most);

  /// The earliest moment for one more request.
  Moment next() const;

  /// One request leaves at `now`. True where the pace was what kept it waiting.
  bool take(Moment now);

  /// Requests a second, just now.
  double rate() const { return rate_; }

  /// "Not now" was said to a request that left at the rate `rate`, after the last time it was said.
  void refused(double rate, Moment now);

  /// A request that left at `sent` was accepted, `paced` as `take` said. `waves` tells how often
  /// "not now" was said before, where this is the first that is accepted after it, else 0.
  void accepted(Moment sent, bool paced, int waves, Moment now);

  /// The time between two requests; none where nothing is kept waiting.
  Duration interval() const;

  /// There is a pace besides the user's.
  bool learning() const { return phase_ != Phase::as_told; }

  /// The search is on, or its first refusal is not over yet.
  bool searching() const { return phase_ == Phase::searching || refused_in_search_; }

  /// What the server allows, once it has refused often enough to tell.
  std::optional<double> learned() const;

 private:
  enum class Phase { as_told, searching, learned };

  void accepted_as_told(int waves, Moment now);
  double measured(Moment now) const;
  bool is_by_chance(int waves, Moment now);
  void return_to_told(Moment now);
  void resume(int waves, Moment now);
  void resume_search(Moment now);
  void judge_refusal(int waves);
  void climb_to(double rate, double answers);
  void climb(Moment now);

  double most_;
  Phase phase_;
  double rate_;
  std::optional<Moment> last_;  ///< when the last request was due; not long ago
  Moment doubled_ = Moment::min();

  bool refused_ = false;  ///< and nothing that left after it was accepted yet
  bool refused_in_search_ = false;
  double refused_rate_ = 0;
  Moment refused_first_;
  Moment refused_last_;
  bool refused_early_ = false;  ///< the rate was not back where it was refused before
  int resumed_searches_ = 0;
  int in_vain_ = 0;        ///< grows with each early refusal, shrinks twice as fast with others
  bool was_lost_ = false;  ///< the last time the rate was far too high

  /// What came of the requests since the first that was refused at the user's rate.
  struct Sample {
    Moment since;
    double accepted = 0;
    double refused = 0;
    int longest = 0;  ///< refused in a row

    void add(int waves) {
      ++accepted;
      refused += waves;
      longest = std::max(longest, waves);
    }
    double all() const { return accepted + refused; }
    double share() const { return refused / all(); }
  };
  std::optional<Sample> sample_;
  double proven_ = 0;         ///< accepted a second, in the last sample
  double share_refused_ = 0;  ///< of it
  double rest_ = 0;           ///< accepted requests until refusals are looked at again
  double next_rest_;

  std::optional<Moment> measured_from_;  ///< since then the rate has not doubled
  double measured_rate_ = 0;             ///< at that time
  double accepted_ = 0;                  ///< since the last time
  double allowed_ = 0;                   ///< as measured the last time; 0 where it never was
  int times_ = 0;

  double step_ = 0;  ///< up, with each answer
  double steps_ = 0;
  double steps_to_double_ = 1;
};

}  // namespace shotlist::submit
