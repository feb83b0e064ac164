#include "ledger/entry_names.h"

#include <set>
#include <string>
#include <unordered_set>

#include "support/catch2.h"
#include "support/virtual_time.h"

namespace shotlist::tests::entry_names_test {

TEST_CASE("An entry is twelve consonants") {
  VirtualRandom random(1);
  ledger::EntryNames names(random);
  for (int i = 0; i < 10000; ++i) {
    const std::string name = names.next();
    CHECK(ledger::is_entry(name));
    REQUIRE(name.size() == 12);
  }
  for (const char* other : {"", "bcdfghjklmn", "bcdfghjklmnpq", "acdfghjklmnp", "Bcdfghjklmnp",
                            "bcdfghjklmn ", "bcdfghjklm1p"})
    CHECK_FALSE(ledger::is_entry(other));
}

TEST_CASE("No two of a million entries are equal") {
  VirtualRandom random(2);
  ledger::EntryNames names(random);
  std::unordered_set<std::string> seen;
  for (int i = 0; i < 1'000'000; ++i)
    seen.insert(names.next());
  CHECK(seen.size() == 1'000'000);
}

TEST_CASE("Entries of one run begin alike, a thousand at a time") {
  VirtualRandom random(3);
  ledger::EntryNames names(random);
  std::set<std::string> prefixes;
  for (int i = 0; i < 20'000; ++i)
    prefixes.insert(names.next().substr(0, 5));
  CHECK(prefixes.size() <= 20);
  CHECK(prefixes.size() >= 19);
}

TEST_CASE("Two ledgers that begin at once have no entry in common") {
  std::unordered_set<std::string> seen;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    VirtualRandom random(seed);
    ledger::EntryNames names(random);
    for (int i = 0; i < 1000; ++i)
      seen.insert(names.next());
  }
  CHECK(seen.size() == 100'000);
}

}  // namespace shotlist::tests::entry_names_test
