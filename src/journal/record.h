#pragma once
// The truth on disk: the facts of a journal, and the line each of them is.
//
// A journal is UTF-8 text. Each line is one fact and is never changed once written:
//
//     journal = *line
//     line    = checksum SP object LF
//     checksum = 16HEXDIG             ; XXH3-64 of `object`, in lower case
//     object  = a JSON object on one line, with "fact" as its first member
//
// For example (shortened):
//
//     5c0e… {"fact":"opened","format":1,"version":"0.1.0","run":"9f2c…","manifest":"harbor",…}
//     81aa… {"fact":"sending","id":"harbor@dawn","fingerprint":"77d0…","attempt":1,"at":"2026-…"}
//     e01b…
//     {"fact":"settled","id":"harbor@dawn","attempt":1,"verdict":"accepted","status":"submitted",…}
//
// Text was chosen over a binary log or a database so that `grep`, `tail` and a person can read what
// was paid for when nothing else works. The price is size: about 700 bytes a row.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/digest.h"
#include "base/time.h"
#include "model/outcome.h"
#include "model/standing.h"

namespace shotlist::journal {

/// The only format so far. A journal of any other is left alone.
inline constexpr int journal_format = 1;

/// A run began, or the journal was made. Written when the journal is made and at every run.
struct OpenedFact {
  std::string version;   ///< of this program
  std::string run_id;    ///< 16 hexadecimal digits
  std::string manifest;  ///< its name
  std::string base_url;  ///< empty where a person's decision opened the journal, and no run
  Date at;
  bool sandbox = false;                       ///< it went to the sandbox inside the program
  std::optional<Fingerprint> decisions = {};  ///< that the run carries out: their digest
};

/// A paid request is about to leave. Synced before its first byte does.
struct SendingFact {
  std::string id;
  Fingerprint fingerprint;
  int attempt = 1;  ///< counted over all runs, from 1
  Date at;
  std::string body;  ///< the exact request, so that it can be looked up and compared later
};

/// How an attempt ended. Synced before anybody acts on it.
struct SettledFact {
  std::string id;
  int attempt = 1;
  Outcome outcome;
  Date at;
};

/// The rows of a results file whose journal is gone: what they say is taken as true. One line, so
/// that it is there whole or not at all.
struct AdoptedFact {
  struct Row {
    std::string id;
    Standing standing;
  };
  std::string from;  ///< the results file
  Date at;
  std::vector<Row> rows;
};

/// A person's word about one row: by `resolve`, `run --decisions` or `run --changed keep`.
struct ResolvedFact {
  enum class Decision {
    created,      ///< there is a task; its id was looked up
    not_created,  ///< there is none; the row may be sent again
    kept,         ///< the row was edited since, and its task is good as it is
  };
  std::string id;
  Decision decision = Decision::not_created;
  std::string task_id;      ///< where `created`
  Fingerprint fingerprint;  ///< where `kept`: of the row as it is written now
  std::string by;           ///< who decided
  Date at;
  std::optional<Fingerprint> decisions = {};  ///< of a run that it is one of: their digest
};

using Fact = std::variant<OpenedFact, SendingFact, SettledFact, AdoptedFact, ResolvedFact>;

/// Adds the whole line of `fact`, with its end, to `lines`. Bytes that are not UTF-8 become U+FFFD.
void append_line(std::string& lines, const Fact& fact);

/// The whole line, with its end.
std::string to_line(const Fact& fact);

/// Reads a line without its end. Nothing where its checksum or its shape is wrong. Throws Error
/// (disk) where the line is sound but of a format or a kind this version does not know.
std::optional<Fact> parse_line(std::string_view line);

}  // namespace shotlist::journal
