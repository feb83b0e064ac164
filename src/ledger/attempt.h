#pragma once
// One payment that was tried: the same in memory, in the database and in `shotlist log`.

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

/// An intent and, later, its answer. A slot is one video that somebody asked for: (server,
/// fingerprint, copy). Its tries are its attempts; slot.h says which of them it stands as.
struct Attempt {
  std::int64_t number = 0;  ///< in this ledger, in the order of sending, from 1
  std::string entry;        ///< its random name in every ledger: twelve consonants
  std::int64_t run = 0;     ///< that sent it
  SharedText server;        ///< scheme, host and port; or `sandbox`
  Fingerprint fingerprint;  ///< of what was asked for
  int copy = 1;
  int attempt = 1;             ///< which try of its slot
  std::string manifest;        ///< whose it is now,
  std::string row;             ///< and the id of the row there
  std::optional<Money> price;  ///< when it was sent
  std::string currency;
  Date sent_at;

  /// What it is now, by its answer or by a person's word; in doubt until there is either.
  Status status = Status::in_doubt;

  std::optional<Verdict> verdict;  ///< none: no answer was recorded
  ErrorClass error_class = ErrorClass::none;
  bool rehearsal = false;  ///< a rehearsal server answered: nothing was paid
  int http_status = 0;
  std::string task_id;     ///< of the task that it made; empty: it made none, or is in doubt
  std::string named_task;  ///< of the task that its answer named, where it is in doubt all the same
  std::string error;       ///< the server's words or ours; not disarmed
  std::string request_id;  ///< the provider's
  std::optional<std::chrono::milliseconds> latency;  ///< until the answer, or its loss
  std::optional<Date> settled_at;

  /// The first run whose manifest no longer asked for it; none: the last one did.
  std::optional<std::int64_t> absent_since;
};

/// What a rehearsal inside this program calls its server, whatever its port is.
inline constexpr const char* sandbox_server = "sandbox";

/// The error of an attempt whose run ended before its answer was written down.
inline constexpr std::string_view no_answer_recorded =
    "no answer was recorded: the run ended while it was on its way";

/// What a person says about an attempt.
enum class Word : std::uint8_t {
  created,      ///< there is a task; its id was looked up
  not_created,  ///< there is none; the row may be sent again
  retry,        ///< send the row again, whatever became of this
  resubmit,     ///< pay again for a row that this looks like the purchase of
  keep,         ///< it is the purchase of that row
};

struct Decision {
  std::string entry;
  Word word = Word::retry;
  std::string task_id;      ///< of `created`
  std::string row;          ///< for which it was given
  Fingerprint fingerprint;  ///< of `retry`, `resubmit` and `keep`: what that row asks for,
  std::string manifest;     ///< in which manifest
  std::string server;       ///< and at which server

  /// The number of the last attempt when it was said: only a later one can have been made on the
  /// strength of it. 0: it was said in another ledger.
  std::int64_t after = 0;

  std::string by;  ///< who decided
  Date at;
};

/// Whether a word is about what a row asks for, and not only about an attempt.
bool is_about_request(Word word);

/// Whether a word says what became of an attempt.
bool settles(Word word);

/// As decisions files and the database have it: `not_created`.
std::string_view to_text(Word word);
std::optional<Word> parse_word(std::string_view text);

}  // namespace shotlist::ledger
