#pragma once
// The object of a journal's line, read back into the fact it is.

#include <optional>
#include <string_view>

#include "journal/record.h"

namespace shotlist::journal {

/// Nothing where it has not the shape in which facts are written. Members that this version does
/// not know are passed over. Throws Error (disk) as `parse_line` does.
std::optional<Fact> read_fact(std::string_view object);

}  // namespace shotlist::journal
