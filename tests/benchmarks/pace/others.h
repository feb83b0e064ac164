#pragma once
// Other ways to find the pace, that were tried and are worse: see README.md.

#include <memory>

#include "benchmarks/pace/trial.h"

namespace shotlist::tests {

/// No pace: after a refusal everybody waits, first a second, then two, four and so on.
std::unique_ptr<Pacing> only_waiting(const Trial& trial);

/// As TCP did it in 1988: half after a refusal, a little more with each answer, and a wait of one
/// interval that doubles.
std::unique_ptr<Pacing> textbook(const Trial& trial);

/// As CUBIC does it: seven tenths after a refusal, and a curve that is flat where the last one was.
std::unique_ptr<Pacing> cubic(const Trial& trial);

}  // namespace shotlist::tests
