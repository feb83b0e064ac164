#pragma once
// What the values in the columns of a table show of them.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "api/profiles.h"

namespace shotlist::manifest {

/// For each of `width` columns the field that its values in the first rows belong to: all of them,
/// or half of them if they are addresses of images. Empty if there is none. `table` is a CSV with
/// its header.
std::vector<std::string> fields_of_values(std::string_view table, std::size_t width,
                                          const api::Profiles& profiles);

}  // namespace shotlist::manifest
