#pragma once
// Reads the `prices` of a manifest.

#include <optional>

#include "api/price_list.h"
#include "manifest/reading_context.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// None after a mistake, which is reported.
std::optional<api::PriceList> read_prices(const YamlNode& node, ReadingContext context);

}  // namespace shotlist::manifest
