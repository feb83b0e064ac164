#pragma once
// The rows of a JSON file: one a line, or the elements of one list.

#include <functional>
#include <optional>
#include <string_view>

#include "manifest/source_text.h"

namespace shotlist::manifest {

/// Passes on each element of `source`, if that starts with `[`, else each line that is not blank,
/// and its place. Returns where a list breaks off.
std::optional<SourceRange> for_each_json(
    const SourceText& source,
    const std::function<void(std::string_view, const SourceRange&)>& visit);

/// The object that begins at `offset`.
std::string_view json_from(const SourceText& source, std::size_t offset);

}  // namespace shotlist::manifest
