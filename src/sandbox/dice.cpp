#include "sandbox/dice.h"

#include <utility>

#include <fmt/format.h>

#include "base/error.h"

namespace shotlist::sandbox {

Dice::Dice(Faults faults, std::uint64_t seed) : faults_(std::move(faults)), chance_(seed) {
  double sum = 0;
  for (const auto& [fault, probability] : faults_)
    sum += probability;
  constexpr double rounding = 1e-9;
  if (sum > 1 + rounding) {
    throw Error(ExitCode::usage,
                fmt::format("the probabilities of the sandbox's faults add up to {:.4g}", sum),
                "a request meets one fault at most: make them 1 or less together");
  }
}

std::optional<Fault> Dice::draw() {
  double left = chance_.share();
  for (const auto& [fault, probability] : faults_) {
    if (left < probability) return fault;
    left -= probability;
  }
  return std::nullopt;
}

}  // namespace shotlist::sandbox
