#pragma once
// How a download goes on where it stopped, without joining halves of two files.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "http/message.h"

namespace shotlist::collect {

/// What distinguishes one state of a file from another; empty where the server says nothing that
/// can be relied on.
struct Validators {
  std::string etag;           ///< strong, with its quotes
  std::string last_modified;  ///< as sent; only if it was 60 s older than its answer

  friend bool operator==(const Validators&, const Validators&) = default;
};

/// The part of a file that is on the disk.
struct Held {
  std::uint64_t bytes = 0;
  std::optional<std::uint64_t> total;  ///< of the whole file, as announced
  Validators validators;
};

/// Whether the part can be continued: there is something to recognise the file by.
bool can_resume(const Held& held);

/// What to ask with: `Accept-Encoding: identity`, and to continue, `Range` and `If-Range`.
std::vector<std::string> range_headers(const Held& held);

/// What to do with an answer, told from its head.
struct Step {
  enum class Kind : std::uint8_t {
    append,    ///< the body continues the part
    rewrite,   ///< the body is the file from its first byte: empty the part, then take it
    complete,  ///< the part is the whole file already; there is no body to take
    ask_anew,  ///< the body does not fit: empty the part, and ask without a range
    fail,      ///< there is no file in this answer
  };

  Kind kind = Kind::fail;
  std::optional<std::uint64_t> total;  ///< of the whole file, if announced
  std::optional<std::uint64_t> ends;   ///< where in the file the body ends, if announced
  Validators validators;               ///< to hold from now on
  std::string why;                     ///< of `ask_anew` and `fail`; follows "the server"
};

/// Judges the head of an answer to a request with `range_headers(held)`.
Step next_step(const Held& held, const http::Reply& head);

/// Ends a try whose starts get nowhere: three in a row that did not pass the best mark. A start is
/// one answer whose body was taken, until it broke off.
class Starts {
 public:
  /// A start ended with `bytes` of the file on the disk, `elapsed` after it began.
  void ended(std::uint64_t bytes, Duration elapsed);

  bool are_stuck() const { return failed_ >= most_failed; }

  /// The likely cause, from what the last starts have in common: `the server cuts after 60s`; empty
  /// if nothing.
  std::string cause() const;

 private:
  static constexpr std::size_t most_failed = 3;

  struct Start {
    std::uint64_t bytes;
    Duration elapsed;
  };

  std::uint64_t best_ = 0;
  std::size_t failed_ = 0;   ///< starts in a row that did not pass `best_`
  std::vector<Start> last_;  ///< of those, and the one that set the mark
};

}  // namespace shotlist::collect
