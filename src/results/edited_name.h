#pragma once
// The name under which a results file is kept that a person edited, before it is written anew.

#include <functional>
#include <string>

#include "base/time.h"

namespace shotlist::results {

/// A name beside the results file at `path`, for what it holds at `now`: that of
/// `a/shots.results.csv` is `a/shots.results.edited-2026-03-01T09-30-00-125Z.csv`. Where `is_taken`
/// says of it that there is a file, it ends in `-2.csv`, and so on. It has no character that a file
/// system refuses unless `path` has it, and is cut where it would be longer than file systems take.
///
/// Another program may take the name meanwhile: who writes the file must not replace one.
std::string edited_name(const std::string& path, Date now,
                        const std::function<bool(const std::string&)>& is_taken);

}  // namespace shotlist::results
