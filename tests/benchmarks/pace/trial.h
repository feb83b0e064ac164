#pragma once
// A run in a virtual world: only its departures and answers, against one limit.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "base/time.h"
#include "submit/pacer.h"
#include "support/limits.h"

namespace shotlist::tests {

/// What may stand in Pacer's place, to be compared with it.
class Pacing {
 public:
  virtual ~Pacing() = default;
  virtual Moment next() const = 0;
  virtual submit::Permit take(Moment now) = 0;
  virtual bool settled(const Outcome& outcome, const api::RateAdvice& advice,
                       const submit::Permit& pass, Moment now, double chance) = 0;
  virtual bool fresh_rows_first() const { return false; }
  virtual Duration shortest_row_wait() const { return std::chrono::seconds(1); }
};

/// What the server tells about its limit.
enum class Telling {
  nothing,
  retry_after,  ///< with a refusal, in whole seconds
  headers,      ///< what is left and for how long, with every answer
};

struct Trial {
  std::string name;
  std::shared_ptr<const Limit> limit;
  std::size_t rows = 900;
  std::size_t jobs = 8;
  Duration latency = std::chrono::milliseconds(1);  ///< of what is let in
  Duration way = std::chrono::milliseconds(1);      ///< there and back: so soon a refusal is known
  double spread = 0;  ///< the part of the latency that is exponentially distributed
  Pace pace;          ///< the user's
  std::int64_t burst = 1;
  int attempts = 5;
  Telling telling = Telling::nothing;
};

/// What came of it.
struct Finding {
  Duration took{};
  std::size_t tries = 0;
  std::size_t refused = 0;
  std::size_t most_in_a_row = 0;  ///< refusals
  std::size_t failed = 0;         ///< rows that had no tries left
  std::vector<Moment> departures;
  Moment last_accepted;
};

using MakePacing = std::function<std::unique_ptr<Pacing>(const Trial&)>;

/// Lives through the trial as the submitter would, with the same line and the same rules for
/// retries. Throws std::logic_error where nothing would ever happen again.
Finding live_through(const Trial& trial, const MakePacing& make, std::uint64_t seed);

/// The shortest time in which anybody could do it who knows the server's mind.
Duration ideal_time(const Trial& trial);

/// Pacer itself.
std::unique_ptr<Pacing> our_pacing(const Trial& trial);

}  // namespace shotlist::tests
