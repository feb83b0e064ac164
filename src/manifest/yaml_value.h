#pragma once
// Reads YAML nodes as what a manifest expects them to be; says so where they are not.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "manifest/shot.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// True for a map; an error otherwise. `name` is the key the node belongs to.
bool expect_map(const YamlNode& node, std::string_view name, Diagnostics& diagnostics);

/// True for a list; an error otherwise.
bool expect_list(const YamlNode& node, std::string_view name, Diagnostics& diagnostics);

/// A scalar as written, `007` and `yes` included.
std::optional<std::string_view> read_text(const YamlNode& node, std::string_view name,
                                          Diagnostics& diagnostics);

/// A whole number without quotes.
std::optional<std::int64_t> read_integer(const YamlNode& node, std::string_view name,
                                         std::int64_t least, std::int64_t most,
                                         Diagnostics& diagnostics);

/// `true` or `false` without quotes.
std::optional<bool> read_boolean(const YamlNode& node, std::string_view name,
                                 Diagnostics& diagnostics);

/// The value of a request field by the field's type; nothing usable after an error. What values the
/// model allows is checked later, when the model is known.
Written read_field(const YamlNode& node, const api::FieldRule& rule, Diagnostics& diagnostics);

/// Refuses a key that is not known, with the nearest of `known` and `fields` as a hint; `fields`
/// are too many to list.
void refuse_unknown_key(const YamlNode& key, const std::vector<std::string_view>& known,
                        const std::vector<std::string_view>& fields, Diagnostics& diagnostics);

/// Whether `name` can name a variable under `vars`; an error where it has a meaning of its own.
bool check_variable_name(const YamlNode& key, const api::Profiles& profiles,
                         Diagnostics& diagnostics);

}  // namespace shotlist::manifest
