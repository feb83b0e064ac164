#pragma once
// shotlist-manifest(5): the format of manifests and results.

#include <string>
#include <string_view>

#include "manual/command_pages.h"

namespace shotlist::manual {

/// `guide` is manifests/README.md, which explains them; the keys and the fields of the models are
/// added from the tables that manifests are read by.
std::string manifest_page(std::string_view guide, const Edition& edition);

}  // namespace shotlist::manual
