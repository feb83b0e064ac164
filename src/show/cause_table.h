#pragma once
// The causes of rows without a task id, one line each.

#include <cstddef>
#include <string>
#include <vector>

#include "show/cause.h"
#include "show/style.h"

namespace shotlist::show {

/// For example, empty if there are no causes:
///
///     rejected (1)  moderation: prompt refused   market@portrait
///
/// Lines fit into `width` columns; the first ten causes are shown.
std::string causes_text(std::vector<Cause> causes, std::size_t width, const Style& style);

}  // namespace shotlist::show
