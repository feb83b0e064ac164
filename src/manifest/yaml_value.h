#pragma once
// Reads YAML nodes as the types a manifest expects; reports those that differ.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "manifest/shot.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// True for a map; otherwise reports an error. `name` is the key of the node.
bool expect_map(const YamlNode& node, std::string_view name, Diagnostics& diagnostics);

/// True for a list; otherwise reports an error.
bool expect_list(const YamlNode& node, std::string_view name, Diagnostics& diagnostics);

/// A scalar as written, including `007` and `yes`.
std::optional<std::string_view> read_text(const YamlNode& node, std::string_view name,
                                          Diagnostics& diagnostics);

/// An unquoted whole number.
std::optional<std::int64_t> read_integer(const YamlNode& node, std::string_view name,
                                         std::int64_t least, std::int64_t most,
                                         Diagnostics& diagnostics);

/// An unquoted `true` or `false`.
std::optional<bool> read_boolean(const YamlNode& node, std::string_view name,
                                 Diagnostics& diagnostics);

/// The value of a request field, read by the field's type; nothing usable after an error. The
/// model's allowed values are checked later, when the model is known.
Written read_field(const YamlNode& node, const api::FieldRule& rule, Diagnostics& diagnostics);

/// Reports an unknown key as an error, with the nearest of `known` and `fields` as a hint; `fields`
/// are too many to list.
void refuse_unknown_key(const YamlNode& key, const std::vector<std::string_view>& known,
                        const std::vector<std::string_view>& fields, Diagnostics& diagnostics);

/// Whether `key` can name a variable under `vars`; reports an error if it has another meaning.
bool check_variable_name(const YamlNode& key, const api::Profiles& profiles,
                         Diagnostics& diagnostics);

}  // namespace shotlist::manifest
