#include "ledger/witness.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>

#include "support/catch2.h"
#include "support/temporary_directory.h"

namespace shotlist::tests::witness_test {
namespace {

using ledger::Witness;
using ledger::Witnesses;

constexpr const char* id = "0123456789abcdef";

Witness sample() {
  Witness witness{id, "/home/ann/shotlist.db", 12, false, "bcdfghjklmnp", "run-7", true};
  witness.results = {{"night-market", {"/home/ann/a.csv", "/b.csv"}}};
  return witness;
}

void put(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("A witness is remembered, in a folder that is made for it") {
  TemporaryDirectory folder;
  const Witnesses witnesses(folder.file("state/shotlist"));
  CHECK_FALSE(witnesses.find(id));
  CHECK(witnesses.all().empty());
  CHECK(witnesses.remember(sample()));
  CHECK(witnesses.find(id) == sample());
  Witness later = sample();
  later.attempts = 13;
  CHECK(witnesses.remember(later));
  CHECK(witnesses.all() == std::vector<Witness>{later});
}

TEST_CASE("A witness that cannot be read is none") {
  TemporaryDirectory folder;
  const std::string text =
      GENERATE(as<std::string>(), "", "{", "[]", "null", "{\"ledger\":\"0123456789abcdef\"}",
               "{\"ledger\":\"fedcba9876543210\",\"attempts\":1}", "{\"ledger\":7,\"attempts\":1}",
               "{\"ledger\":\"0123456789abcdef\",\"attempts\":\"1\"}",
               "{\"ledger\":\"0123456789abcdef\",\"attempts\":1.5}", "\xff\xfe");
  put(folder.file(std::string(id) + ".json"), text);
  const Witnesses witnesses(folder.path());
  CHECK_FALSE(witnesses.find(id));
  CHECK(witnesses.all().empty());
  CHECK(witnesses.remember(sample()));
  CHECK(witnesses.find(id) == sample());
}

TEST_CASE("Odd results in a witness are left out") {
  TemporaryDirectory folder;
  const std::string results = GENERATE(as<std::string>(), "7", "[]", "{\"a\":7}", "{\"a\":[7]}");
  put(folder.file(std::string(id) + ".json"),
      "{\"ledger\":\"0123456789abcdef\",\"attempts\":1,\"results\":" + results + "}");
  const auto found = Witnesses(folder.path()).find(id);
  REQUIRE(found);
  CHECK(found->results.empty());
}

TEST_CASE("The id of a ledger names no file elsewhere") {
  TemporaryDirectory folder;
  const std::string hostile = GENERATE(as<std::string>(), "../../x", "", "..", "/etc/passwd",
                                       "0123456789ABCDEF", "0123456789abcde/", "0123456789abcdef0");
  const Witnesses witnesses(folder.file("state"));
  Witness witness = sample();
  witness.ledger = hostile;
  CHECK_FALSE(witnesses.remember(witness));
  CHECK_FALSE(witnesses.find(hostile));
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("Where nothing can be remembered everybody goes on working") {
  TemporaryDirectory folder;
  put(folder.file("state"), "a file");
  for (const std::string& path :
       {std::string(), folder.file("state"), folder.file("state/deeper")}) {
    const Witnesses witnesses(path);
    CHECK_FALSE(witnesses.remember(sample()));
    CHECK_FALSE(witnesses.find(id));
    CHECK(witnesses.all().empty());
  }
}

TEST_CASE("Other files in the folder are left alone") {
  TemporaryDirectory folder;
  put(folder.file("notes.json"), "{}");
  std::filesystem::create_directory(folder.file("fedcba9876543210.json"));
  REQUIRE(::mkfifo(folder.file("fedcba9876543211.json").c_str(), 0600) == 0);
  const Witnesses witnesses(folder.path());
  CHECK(witnesses.remember(sample()));
  CHECK(witnesses.all() == std::vector<Witness>{sample()});
}

}  // namespace shotlist::tests::witness_test
