#pragma once
// Why rows have no task id, grouped so that a thousand failures of one kind take one line.

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/result.h"

namespace shotlist::show {

/// Rows that failed, were rejected, are in doubt or are held for the same reason.
struct Cause {
  static constexpr std::size_t examples_kept = 5;

  Status status = Status::failed;
  ErrorClass error_class = ErrorClass::none;
  std::string error;  ///< the message of the first row; not disarmed
  std::size_t rows = 0;
  std::vector<std::string> examples;  ///< ids of the first rows
  bool has_left = false;              ///< they are no longer in the manifest, and not counted
};

/// Groups rows, none of which it keeps. All held rows share one cause, since each looks like a
/// different purchase. Rows that left the manifest have a cause only if they are in doubt, separate
/// from the others. Messages that differ only in numbers and in words with digits (ids, times)
/// count as the same.
class Causes {
 public:
  void add(const Result& row);

  /// The most frequent first.
  std::vector<Cause> list() const;

  /// The place in that list of the cause of each of the rows that `of` was given.
  class Places {
   public:
    explicit Places(const Causes& causes);

    /// None if the row needs no cause. It must be one of those that were added.
    std::optional<std::size_t> of(const Result& row) const;

   private:
    const Causes& causes_;
    std::vector<std::size_t> places_;  // by the number of the cause
  };

 private:
  std::vector<std::size_t> order() const;

  std::vector<Cause> causes_;
  std::unordered_map<std::string, std::size_t> known_;
};

}  // namespace shotlist::show
