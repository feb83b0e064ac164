#pragma once
// The manifest that `shotlist init` writes.

#include <string_view>

namespace shotlist::manifest {

/// A small, complete manifest, with comments where a new user would have questions: in the language
/// that is spoken.
std::string_view starter_manifest();

/// The same as a CSV, which has no comments.
std::string_view starter_csv();

}  // namespace shotlist::manifest
