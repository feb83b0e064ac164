#include "system/system_random.h"

namespace shotlist::system {
namespace {

std::mt19937_64 seeded_generator() {
  std::random_device device;
  std::seed_seq seed{device(), device(), device(), device()};
  return std::mt19937_64(seed);
}

}  // namespace

SystemRandom::SystemRandom() : generator_(seeded_generator()) {}

}  // namespace shotlist::system
