#pragma once
// The causes of rows without a task id, one line each.

#include <cstddef>
#include <string>

#include "model/result.h"
#include "report/style.h"

namespace shotlist::report {

/// For example, nothing where every row has its task id:
///
///     rejected (1)  moderation: prompt refused   market@portrait
///
/// Lines fit into `width` columns; the ten most frequent causes are shown.
std::string causes_text(const Results& results, std::size_t width, const Style& style);

}  // namespace shotlist::report
