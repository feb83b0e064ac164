#pragma once
// A ledger in memory, written by hand, and a manifest that is matched with it.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/ledger.h"
#include "model/request.h"
#include "plan/match.h"
#include "plan/plan.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests {

/// A row that asks for this, in a manifest or when it was paid for. `option` stands for whatever
/// else shapes the body.
Request asks(const std::string& id, const std::string& prompt, const std::string& option = "15");

/// What is known of an attempt besides its request and how it ended.
struct Sent {
  std::string manifest = "shots";
  std::string server = "https://one.example";
  int copy = 1;
  int attempt = 1;
  bool rehearsal = false;
  std::optional<Money> price = {};
  std::string currency = {};
};

class Book {
 public:
  /// `seed` decides the names of attempts.
  explicit Book(std::uint64_t seed = 1);

  /// Notes an attempt that ended so; in doubt without an answer where `answered` is false.
  ledger::Attempt note(const Request& request, Status status, const Sent& sent = {},
                       bool answered = true);

  /// Records a person's word.
  void say(const ledger::Attempt& about, ledger::Word word, const Request& row,
           const std::string& task_id = {});

  /// A word that is only given, and not recorded yet.
  void give(const ledger::Attempt& about, ledger::Word word, const Request& row,
            const std::string& task_id = {});

  std::vector<plan::Match> match(const std::vector<Request>& rows);

  /// As a run does that carries all of it out.
  plan::Plan plan(const std::vector<Request>& rows, const plan::Consent& consent = {},
                  const plan::Limits& limits = {}, const std::set<std::string>& only = {});

  /// What a row is, for tables: `new`, `new copy 2`, `submitted <row>`, `failed <row>`,
  /// `held near <row>`. `<row>` is the id that the purchase was noted with, and its number where
  /// there are several.
  std::vector<std::string> told(const std::vector<Request>& rows);
  std::string told(const plan::Match& match) const;

  ledger::Ledger& ledger() { return ledger_; }
  ledger::Reader& reader() { return reader_; }
  std::int64_t begin_run(const std::string& manifest, const std::string& path = {});

  plan::Here here{"shots", "https://one.example", {}};
  std::vector<plan::Elsewhere> elsewhere;
  std::size_t asked_elsewhere = 0;

 private:
  ledger::Decision decision(const ledger::Attempt& about, ledger::Word word, const Request& row,
                            const std::string& task_id) const;

  VirtualWorker worker_;
  VirtualRandom random_;
  ledger::Ledger ledger_;
  ledger::Reader reader_;
  std::vector<ledger::Decision> given_;
  std::map<std::string, std::string> names_;  ///< of attempts, by entry
  std::map<std::string, int> times_;          ///< that a name was noted
  std::int64_t words_ = 0;
  std::int64_t run_ = 0;
  int tasks_ = 0;
};

}  // namespace shotlist::tests
