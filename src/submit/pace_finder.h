#pragma once
// Finds the rate that a server allows if it is unknown.

#include <algorithm>
#include <optional>

#include "base/time.h"

namespace shotlist::submit {

/// Additive increase, multiplicative decrease, with a memory of where it was refused. Rates are in
/// requests per second.
///
/// * Until the first refusal, the rate doubles each time a request that left at the new rate is
///   accepted. Only requests that the pace delayed can raise it: if the jobs limit a run, an
///   acceptance says nothing about the rate. If the user gave a rate there is no search: nothing is
///   delayed until the server refuses too much at that rate.
/// * A refusal takes a tenth off the rate, or half during the search. All refusals until the next
///   acceptance count as one.
/// * The server's allowance is measured as the requests accepted since the last time, divided by
///   the time that took, including the wait at its end; this holds whichever way the server counts.
///   The new rate is not higher.
/// * From there the rate climbs in a straight line, to be back where it was refused after a hundred
///   accepted requests, or later if a refusal cost more. Beyond that it climbs twice as fast, and
///   so on, so that a raised limit is found soon.
/// * If a lower rate is refused just as often, the rate is not the cause: it climbs back, the
///   sooner the longer that continues.
/// * The user's rate is kept until four of 24 requests were refused. Then a tenth less than what
///   was accepted is tested with up to 24 requests. A server that counts requests refuses none of
///   those; one that does refuses by chance, and the user's rate holds again, at first for 50
///   requests. The more it refused before, the more refusals it takes to believe that.
class PaceFinder {
 public:
  /// `most` is the user's rate, which is never exceeded.
  explicit PaceFinder(std::optional<double> most);

  /// The earliest moment for one more request.
  Moment next() const;

  /// One request leaves at `now`. Returns true if the pace delayed it.
  bool take(Moment now);

  /// The current rate in requests per second.
  double rate() const { return rate_; }

  /// The server said "not now" to a request that left at the rate `rate`, after it last said so.
  void refused(double rate, Moment now);

  /// "Not now" was said to a request that left at the rate `rate`, whether or not others that left
  /// with it heard the same.
  void count_refusal(double rate, Moment now);

  /// A request that left at `sent` was accepted; `paced` is what `take` returned. For the first
  /// acceptance after refusals, `waves` is how often "not now" was said before; otherwise 0.
  void accepted(Moment sent, bool paced, int waves, Moment now);

  /// The time between two requests; zero if nothing is delayed.
  Duration interval() const;

  /// Whether there is a pace other than the user's.
  bool learning() const { return phase_ != Phase::as_told; }

  /// How often the rate became lower because the server refused it, and whether the rate seems to
  /// be the cause.
  int times_lowered() const { return times_lowered_; }
  bool blames_rate() const { return learning() && in_vain_ < usual_in_vain; }

  /// Whether the search is on, or its first refusal is not over yet.
  bool searching() const { return phase_ == Phase::searching || refused_in_search_; }

  /// Whether the server was seen to allow more than this, so a refusal is likely by chance.
  bool is_proven() const { return learning() && sample_ && rate_ < proven_; }

  /// The rate the server allows, once it has refused often enough to tell.
  std::optional<double> learned() const;

 private:
  // A real limit can also cause this many more early refusals than others.
  static constexpr int usual_in_vain = 3;
  static constexpr int most_in_vain = usual_in_vain + 6;

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
  std::optional<Moment> last_;  ///< when the last request was due, but never long ago
  Moment doubled_ = Moment::min();

  int times_lowered_ = 0;
  bool refused_ = false;  ///< and nothing was accepted since
  bool refused_in_search_ = false;
  double refused_rate_ = 0;
  Moment refused_first_;
  Moment refused_last_;
  bool refused_early_ = false;  ///< before the rate was back where it was last refused
  int resumed_searches_ = 0;
  int in_vain_ = 0;        ///< grows with each early refusal, shrinks twice as fast with others
  bool was_lost_ = false;  ///< last time, the rate was far too high

  /// The outcomes of requests since the first refusal at the user's rate.
  struct Sample {
    Moment since;
    double accepted = 0;
    double refused = 0;
    int longest = 0;  ///< most refused in a row

    void accept(int waves) {
      ++accepted;
      longest = std::max(longest, waves);
    }
    double all() const { return accepted + refused; }
    double share() const { return refused / all(); }
  };
  std::optional<Sample> sample_;
  bool testing_ = false;      ///< a rate that is surely allowed, with `sample_`
  int refused_in_test_ = 0;   ///< in a row
  double proven_ = 0;         ///< accepted per second in the last sample
  double share_refused_ = 0;  ///< refused share of the last sample
  double rest_ = 0;           ///< requests until refusals count again
  double next_rest_;

  std::optional<Moment> measured_from_;  ///< the rate has not doubled since
  double measured_rate_ = 0;             ///< the rate at that time
  double accepted_ = 0;                  ///< accepted since the last refusal
  double allowed_ = 0;                   ///< as last measured; 0 if never
  int times_ = 0;

  double step_ = 0;  ///< increase per answer
  double steps_ = 0;
  double steps_to_double_ = 1;
};

}  // namespace shotlist::submit
