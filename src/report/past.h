#pragma once
// What was really sent for rows that the manifest no longer holds as they were.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "journal/journal.h"
#include "journal/ledger.h"
#include "model/request.h"
#include "model/result.h"
#include "system/disk.h"

namespace shotlist::report {

/// A row that was edited after it was submitted.
struct ChangedRow {
  std::string id;
  std::vector<FieldChange> changes;  ///< empty where what was sent is not known any more
};

/// A row that was never sent, but that asks for the very same as one that may have been paid for
/// and is no longer in the manifest: it was given another id.
struct RenamedRow {
  std::string id;
  std::string before;
  Status status_before = Status::submitted;
};

/// Rows that were edited or renamed after they were submitted, or removed after they were sent.
class Past {
 public:
  /// Reads the journal of the results file `results` once more, and the results file itself, only
  /// where there is such a row. Throws Error as reading them does.
  Past(system::Disk& disk, const std::string& results, const Requests& requests,
       const journal::Ledger& ledger);

  /// The same of requests of which only `keys` are at hand. What changed is not known before every
  /// edited row was compared; `keys` are not needed after this.
  Past(system::Disk& disk, const std::string& results, const std::vector<RequestKey>& keys,
       const journal::Ledger& ledger);

  /// Finds out what changed in the row `id`, if it was edited and now asks for `fields`.
  void compare(const std::string& id, const Fields& fields);

  /// The edited rows in manifest order, each with what changed.
  const std::vector<ChangedRow>& changed() const { return changed_; }

  /// The renamed rows in manifest order.
  const std::vector<RenamedRow>& renamed() const { return renamed_; }

  /// The ids that were sent and are no longer in the manifest, in the order they were first sent.
  const std::vector<std::string>& removed() const { return removed_; }

  /// What was sent in one attempt, if it is known: of rows that are edited, removed, or that may
  /// have been paid for more than once.
  const Fields* sent(const std::string& id, int attempt) const;

  /// Every row of the manifest in its order, then every row that is no longer in it, in the order
  /// in which they were first sent and with an empty source. A line shows what was sent, not what
  /// the manifest says now, where something was submitted or may have been.
  Results join(const Requests& requests, const journal::Ledger& ledger) const;

  /// The same, one line after another, without having all of them at a time.
  void for_each_result(const Requests& requests, const journal::Ledger& ledger,
                       const std::function<void(const Result&)>& take) const;

 private:
  void find_rows(const std::vector<RequestKey>& keys, const journal::Ledger& ledger);
  void find_removed(const std::vector<RequestKey>& keys, const journal::Ledger& ledger);
  void find_renamed(const std::vector<RequestKey>& keys, const journal::Ledger& ledger);
  void read_what_was_sent(system::Disk& disk, const std::string& results,
                          const journal::Ledger& ledger);
  Request as_sent(const std::string& id, const Standing& standing,
                  const std::vector<std::string>& variable_names) const;

  std::vector<ChangedRow> changed_;
  std::vector<RenamedRow> renamed_;
  std::set<std::string> edited_;  // every id of which other things were sent than it says now
  // By id: which of changed_ it is, and the attempt that was submitted.
  std::unordered_map<std::string, std::pair<std::size_t, int>> numbers_of_changed_;
  std::set<journal::AttemptKey> wanted_;  // whose bodies tell what was sent
  std::vector<std::string> removed_;
  std::map<journal::AttemptKey, Fields> sent_;
  std::unordered_map<std::string, Result> lines_;  // of the results file, for what has no body
  std::vector<std::string> line_variables_;
};

/// `market was edited after it was submitted` and each field before and after. At most `width`
/// columns; nothing where nothing changed.
std::string changes_text(const std::vector<ChangedRow>& changed, std::size_t width);

/// Which rows are paid for again, if they are sent, because they were given another id. At most
/// `width` columns; nothing where there is none.
std::string renamed_text(const std::vector<RenamedRow>& renamed, std::size_t width);

/// How many rows are kept in the results that the manifest no longer has; nothing where there is
/// none.
std::string removed_text(const std::vector<std::string>& removed);

}  // namespace shotlist::report
