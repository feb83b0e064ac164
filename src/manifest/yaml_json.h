#pragma once
// YAML values as JSON, for fields that are sent as written.

#include <optional>
#include <string_view>

#include "base/diagnostics.h"
#include "manifest/yaml_document.h"
#include "model/value.h"

namespace shotlist::manifest {

/// The value as canonical JSON: keys in alphabetical order, no white space. Quoted text is text;
/// unquoted `null`, `true`, `false` and JSON numbers, digit for digit, are themselves, and the rest
/// is text. What YAML reads as a number but JSON cannot write (`007`, `.5`, `0x1F`) is not guessed
/// at: none, with an error. The same for more than 1,000,000 bytes.
std::optional<RawJson> read_json(const YamlNode& node, std::string_view name,
                                 Diagnostics& diagnostics);

}  // namespace shotlist::manifest
