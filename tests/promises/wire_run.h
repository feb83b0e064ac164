#pragma once
// Whole runs over real sockets in virtual time: the loop and libcurl, against a server that does to
// each request what a test wrote down.
//
//     WireHouse house(3);
//     const WireReport report = house.run([](const Asked& asked) {
//       return Deed{http_answer(200, "{\"id\":\"" + asked.task + "\"}"), /*charges=*/true};
//     });
//     CHECK(report.rows[0].task == WireHouse::task_of(1));

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/exit_code.h"
#include "base/quantity.h"
#include "ledger/ledger.h"
#include "model/counts.h"
#include "model/request.h"
#include "model/verdict.h"
#include "plan/match.h"
#include "support/raw_server.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests {

/// A request as the server meets it.
struct Asked {
  std::size_t row = 0;    ///< from 1
  std::size_t times = 0;  ///< how often this row asked before
  std::size_t all = 0;    ///< how many requests came before
  std::string task;       ///< the id of the task that this row gets, if the server makes one
};

/// What the server does with a request. Its times are virtual.
struct Deed {
  /// What the client hears last of its own request.
  enum class Ends {
    with_bytes,  ///< `bytes`, or the end of the connection with them
    with_last,   ///< the last of `later`
    never,       ///< nothing: it waits until its deadline
  };
  std::string bytes;
  bool charges = false;  ///< it made a task, or may have
  RawAnswer::Then then = RawAnswer::Then::keep;
  std::vector<RawAnswer::Later> later = {};
  Ends ends = Ends::with_bytes;
  std::string task = {};  ///< the id that the bytes give, whole or in part; empty: none
};

using WireScript = std::function<Deed(const Asked&)>;

/// The manifest, the options and the address of a run.
struct WireSettings {
  std::size_t rows = 2;
  std::int64_t jobs = 1;
  std::optional<Rate> rate = {};
  std::optional<std::size_t> second_model_from = {};  ///< this row and all after it ask for another
  Duration latency = std::chrono::milliseconds(10);   ///< of each answer
  std::string greeting = {};                          ///< what the server says before it is asked
  bool nobody_listens = false;
};

/// A row after a run, as the ledger has it.
struct WireRow {
  Status status = Status::not_sent;
  ErrorClass error_class = ErrorClass::none;
  std::string task;
  std::string named_task;
  std::string error;
};

struct WireReport {
  std::vector<WireRow> rows;
  ExitCode exit_code = ExitCode::ok;
  std::string why;                    ///< it stopped, for people
  std::vector<std::size_t> requests;  ///< that the server read in this run, by row
  std::vector<std::string> given;     ///< the last id that the server gave in this run, by row
  std::size_t strangers = 0;          ///< requests that are none of the manifest
  Counts counts;                      ///< of all rows, as the ledger has them

  std::size_t all_requests() const;
};

/// A manifest and a ledger in memory, with which runs follow one another. Each run has a new
/// server, which has the same name in the ledger.
///
/// Time is virtual: it stands still while bytes move, and jumps to whatever is next, which is what
/// the loop waits for, what the server does, or a deadline. So a run takes as long as its bytes,
/// and what happens in it does not depend on the machine.
class WireHouse {
 public:
  static constexpr Duration timeout = std::chrono::minutes(1);

  explicit WireHouse(WireSettings settings);

  /// The id of the task that a script may give a row, from 1; all are of one length.
  static std::string task_of(std::size_t row);

  WireReport run(const WireScript& script);

  /// A run on which a server is there that gives each row its task.
  WireReport run_well();

  /// How often the server charged for each row, over all runs.
  const std::vector<std::size_t>& charges() const { return charges_; }

 private:
  WireReport run(const WireScript& script, const std::string& greeting, bool anybody_listens);
  std::vector<plan::Match> matches();

  WireSettings settings_;
  Requests requests_;
  VirtualClock clock_;
  VirtualWorker worker_;
  VirtualRandom names_{2};
  ledger::Ledger ledger_;
  std::vector<std::size_t> charges_;
};

}  // namespace shotlist::tests
