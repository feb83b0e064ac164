#pragma once
// The name under which an edited results file is kept before a new one replaces it.

#include <functional>
#include <string>

#include "base/time.h"

namespace shotlist::results {

/// A name next to the results file at `path` for its content at `now`. For `a/shots.results.csv`:
/// `a/shots.results.edited-2026-03-01T09-30-00-125Z.csv`. If `is_taken` returns true for it, the
/// name ends in `-2.csv`, and so on. It has no character that a file system refuses, unless `path`
/// has it, and is cut to the length that file systems accept.
///
/// Another program may take the name in the meantime: the caller must not replace an existing file.
std::string edited_name(const std::string& path, Date now,
                        const std::function<bool(const std::string&)>& is_taken);

}  // namespace shotlist::results
