#pragma once
// Looks at a write-ahead log that a run left behind, before SQLite believes it.

#include <string>

namespace shotlist::ledger {

/// Whether the log at `path` is damaged; a log that is not there is not.
///
/// SQLite takes the first frame that is not right for the end of the log, and forgets what follows.
/// A loss of power leaves such a frame in the last transaction alone, because each one is synced
/// before the next begins. So where two transactions end at that frame or behind it, one that was
/// durable is damaged. What cannot be told from a loss of power is damage to the very last one.
///
/// Not to be asked while a run writes to the log. https://sqlite.org/fileformat2.html#walformat
bool is_damaged_log(const std::string& path);

}  // namespace shotlist::ledger
