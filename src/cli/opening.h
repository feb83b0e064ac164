#pragma once
// What a command does first to a journal it has taken: says that it began, and takes over what only
// the results file knows.

#include <string>

#include "base/time.h"
#include "cli/console.h"
#include "journal/journal.h"
#include "journal/ledger.h"
#include "model/request.h"
#include "system/disk.h"

namespace shotlist::cli {

/// A results file that is written anew.
struct Replaced {
  std::string results;
  const Requests& requests;         ///< of its manifest
  std::string run_command;          ///< what goes on with that
  std::string decisions_from = {};  ///< the file whose decisions are carried out; or empty
};

/// What opens the journal of a results file.
struct Opening {
  Replaced file;
  journal::OpenedFact fact;  ///< of a run; without a base URL where a person only decides
};

/// Writes the opening to `journal`, durable. Rows that only the results file knows are taken over,
/// so that they are not paid for again; where file and journal disagree, the journal is right, what
/// the file says is told and kept aside under another name. So is a file that holds decisions,
/// because it is written anew without them: returns what it is called then, or nothing. Throws
/// Error (invalid) where a run goes to another place than the rows came from.
std::string open(journal::Journal& journal, system::Disk& disk, const Opening& opening,
                 Console& console);

/// Looks at the file once more, before it is written anew at the end of a run: what a person wrote
/// into it meanwhile is kept aside and told in the same way. The run did not carry it out.
void keep_late_words(const Replaced& file, const journal::Ledger& ledger, Date now,
                     system::Disk& disk, Console& console);

}  // namespace shotlist::cli
