#pragma once
// What a command does first to a journal it has taken: says that it began, and takes over what only
// the results file knows.

#include <string>

#include "cli/command_line.h"
#include "cli/console.h"
#include "journal/journal.h"
#include "model/request.h"
#include "system/disk.h"

namespace shotlist {

/// What opens a journal.
struct Opening {
  std::string results;  ///< the results file it belongs to
  OpenedFact fact;      ///< of a run; without a base URL where a person only decides
  const ManifestOptions& manifest;
  const Requests& requests;         ///< of it
  std::string decisions_from = {};  ///< the file whose decisions are carried out; or empty
};

/// Writes the opening to `journal`, durable. Rows that only the results file knows are taken over,
/// so that they are not paid for again; where file and journal disagree, the journal is right, what
/// the file says is told and kept aside under another name. So is a file that holds decisions,
/// because it is written anew without them. Throws Error (invalid) where a run goes to another
/// place than the rows came from.
void open(Journal& journal, Disk& disk, const Opening& opening, Console& console);

}  // namespace shotlist
