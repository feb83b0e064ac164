#pragma once
// The decisions that `--decisions FILE` gives to `run` and `plan`.

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/diagnostics.h"
#include "base/digest.h"
#include "base/time.h"
#include "cli/console.h"
#include "journal/journal.h"
#include "journal/ledger.h"
#include "manifest/source_text.h"
#include "model/request.h"
#include "report/decided.h"
#include "report/decision_file.h"
#include "submit/plan.h"
#include "system/disk.h"

namespace shotlist::cli {

/// The decisions of one file, from reading it to carrying them out. Without a file there are none.
class GivenDecisions {
 public:
  /// Reads the file at `path`, if that is not empty. `variable_names` are the manifest's. Throws
  /// Error (invalid) where it can not be read; mistakes in it are told by `must_fit`.
  GivenDecisions(system::Disk& disk, const std::string& path,
                 const std::vector<std::string>& variable_names, Date now);
  GivenDecisions(const GivenDecisions&) = delete;  // places point into its text
  GivenDecisions& operator=(const GivenDecisions&) = delete;

  bool given() const { return !path_.empty(); }

  /// Shows every mistake at once, and throws Error (invalid) where there is one: in the file, or
  /// with what is known of the rows it is about.
  void must_fit(const std::vector<RequestKey>& requests, const journal::Ledger& ledger,
                Console& console);

  /// The same again, once the journal is held: another run may have been faster.
  void must_still_fit(const std::vector<RequestKey>& requests, const journal::Ledger& ledger,
                      Console& console);

  /// What tells a run that is given the same decisions again; nothing where there are none.
  const std::optional<Fingerprint>& digest() const { return digest_; }

  /// By request id, for a plan: those that were not carried out before, as of the last time they
  /// were looked at.
  submit::RowDecisions rows() const;

  /// How many decisions a later run must be given to have them carried out. Rows that surely have
  /// no task are sent without them.
  std::size_t count_left(const journal::Ledger& ledger) const;

  /// Settles the rows in doubt that have no task, before anything is sent. In a journal this is not
  /// durable before it is committed.
  void settle(journal::Journal& journal, const std::string& by, Date at) const;
  void settle(journal::Ledger& ledger, const std::string& by, Date at) const;

  /// Says what the decisions come to in the plan of `requests`.
  void tell(const Requests& requests, const submit::Plan& plan,
            const std::optional<std::string>& currency, Console& console) const;

  /// The same of requests that come one by one. Shown every row of the manifest with its part of
  /// the plan.
  class Telling {
   public:
    explicit Telling(const GivenDecisions& decisions)
        : decisions_(decisions), rows_(decisions.rows()) {}

    void add(const std::string& id, const submit::Decision& planned,
             const std::optional<Money>& price);

    /// After the last row. Rows that may be paid for twice are told to people who asked for quiet,
    /// too.
    void say(const std::optional<std::string>& currency, Console& console);

   private:
    const GivenDecisions& decisions_;
    submit::RowDecisions rows_;  // that were not shown yet
    report::Decided decided_;
  };

 private:
  void must_fit(const std::vector<RequestKey>& requests, const journal::Ledger& ledger,
                Diagnostics mistakes, Console& console);
  std::vector<journal::ResolvedFact> facts(const journal::Ledger& ledger, const std::string& by,
                                           Date at) const;

  std::string path_;
  manifest::SourceText source_;
  std::optional<Date> saved_;
  std::optional<Fingerprint> digest_;
  Diagnostics diagnostics_;  // of the file by itself
  std::vector<report::WrittenDecision> decisions_;
  std::unordered_set<std::string> carried_out_;  // ids of those that an earlier run did
};

}  // namespace shotlist::cli
