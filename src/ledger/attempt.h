#pragma once
// One attempted payment, in the same form in memory, in the database and in `shotlist log`.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/money.h"
#include "base/shared_text.h"
#include "base/time.h"
#include "model/verdict.h"

namespace shotlist::ledger {

/// An intent and, later, its answer. A slot is one requested video: (server, fingerprint, copy).
/// Its tries are attempts; slot.h defines which of them decides its state.
struct Attempt {
  std::int64_t number = 0;  ///< in this ledger, in sending order, from 1
  std::string entry;        ///< random name, the same in every ledger: twelve consonants
  std::int64_t run = 0;     ///< the run that sent it
  SharedText server;        ///< scheme, host and port; or `sandbox`
  Fingerprint fingerprint;  ///< of the request
  int copy = 1;
  int attempt = 1;             ///< number of the try in its slot
  SharedText manifest;         ///< that owns it now
  std::string row;             ///< the id of its row in that manifest
  std::optional<Money> price;  ///< at the time of sending
  SharedText currency;
  Date sent_at;

  /// The current status, from its answer or the user's decision; in doubt until there is one.
  Status status = Status::in_doubt;

  std::optional<Verdict> verdict;  ///< none if no answer was recorded
  ErrorClass error_class = ErrorClass::none;
  bool rehearsal = false;  ///< a rehearsal server answered: nothing was paid
  int http_status = 0;
  std::string task_id;     ///< the task it created; empty if none, or if in doubt
  std::string named_task;  ///< the task named by its answer, if it is in doubt nevertheless
  std::string error;       ///< from the server or from this program; not disarmed
  std::string request_id;  ///< the provider's
  std::optional<std::chrono::milliseconds> latency;  ///< until the answer arrived or was lost
  std::optional<Date> settled_at;

  /// The first run whose manifest no longer asked for it; none if the last run still did.
  std::optional<std::int64_t> absent_since;

  /// Its run is at work in another process. Not recorded.
  bool is_of_run_at_work = false;

  /// Another process waits for the answer; `error` names the run.
  bool is_on_its_way() const { return is_of_run_at_work && !verdict && status == Status::in_doubt; }
};

/// The server name of a rehearsal inside this program, whatever its port.
inline constexpr const char* sandbox_server = "sandbox";

/// The error of an attempt whose run ended before its answer was recorded.
inline constexpr std::string_view no_answer_recorded =
    "no answer was recorded: the run ended while it was on its way";

/// The user's decision about an attempt.
enum class Word : std::uint8_t {
  created,      ///< a task exists; its id was looked up
  not_created,  ///< no task exists; the row may be sent again
  retry,        ///< send the row again, whatever happened to this attempt
  resubmit,     ///< pay again for a row, although this looks like its purchase
  keep,         ///< this is the purchase of that row
};

struct Decision {
  std::string entry;
  Word word = Word::retry;
  std::string task_id;      ///< for `created`
  std::string row;          ///< the row it was made for
  Fingerprint fingerprint;  ///< for `retry`, `resubmit` and `keep`: the row's request,
  std::string manifest;     ///< its manifest
  std::string server;       ///< and its server

  /// The number of the last attempt at that time: only a later one can be a result of this
  /// decision. 0 if it was made in another ledger.
  std::int64_t after = 0;

  std::string by;  ///< who decided
  Date at;
};

/// Whether a decision is about a row's request, not only about an attempt.
bool is_about_request(Word word);

/// Whether a decision states the outcome of an attempt.
bool settles(Word word);

/// The spelling in decisions files and the database, such as `not_created`.
std::string_view to_text(Word word);
std::optional<Word> parse_word(std::string_view text);

}  // namespace shotlist::ledger
