#pragma once
// YAML values as JSON, for fields that are sent as they are written.

#include <optional>
#include <string_view>

#include "base/diagnostics.h"
#include "manifest/yaml_document.h"
#include "model/value.h"

namespace shotlist::manifest {

/// The value as canonical JSON: keys in alphabetical order, no white space. Text in quotes is text;
/// without quotes `null`, `true`, `false` and JSON's numbers, digit for digit, are themselves, and
/// the rest is text. What YAML takes for a number and JSON cannot write (`007`, `.5`, `0x1F`) is
/// not guessed at: nothing, and an error. So are more than 1,000,000 bytes.
std::optional<RawJson> read_json(const YamlNode& node, std::string_view name,
                                 Diagnostics& diagnostics);

}  // namespace shotlist::manifest
