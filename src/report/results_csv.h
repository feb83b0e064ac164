#pragma once
// The results file, format 1: one line for every request of the manifest.

#include <string>
#include <string_view>

#include "model/result.h"
#include "system/disk.h"

namespace shotlist {

/// The whole file as text. What a server wrote is disarmed; a prompt or a variable keeps each of
/// its characters. Throws Error (disk) if the lines of the statuses do not add up to the rows.
std::string results_text(const Results& results);

/// Replaces the file at `path` at one instant. Throws Error (disk), and then the old file stays.
void write_results(Disk& disk, const std::string& path, const Results& results);

/// Whether `text` starts like a results file: its first line names the columns id, status and
/// task_id.
bool looks_like_results(std::string_view text);

/// Reads what `write_results` wrote, also after a spreadsheet saved it: with a byte order mark,
/// other line ends, `;` or tabs between cells, columns moved or added. Unknown columns after the
/// last known one are variables; others are passed over. Throws Error (invalid), with the line,
/// where the file is no results file, or where an id, a status or the task id of a submitted row is
/// missing or can not be read. Numbers and times that can not be read are for show only and left
/// empty. `name` is the file's name for messages.
Results read_results(std::string_view text, const std::string& name);

}  // namespace shotlist
