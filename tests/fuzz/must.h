#pragma once
// What must hold for every input; where it does not, the fuzzer keeps the input.

#include <cstdlib>

namespace shotlist::tests {

inline void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace shotlist::tests
