#pragma once
// Warns of texts that YAML cuts: `A fox #4k` is the text `A fox` and a comment.

#include <cstddef>
#include <optional>

#include "api/profiles.h"
#include "base/diagnostics.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// The offset of the `#` that ends the unquoted text of `node`: on its last line, or at the start
/// of the next one if that is indented like more of the text of `key`, which may be null.
std::optional<std::size_t> comment_behind(const YamlNode& node, const YamlNode* key);

/// Warns of comments behind unquoted texts of the manifest `root`: behind a prompt, of each; behind
/// a variable or a field of `extra`, unless it is set apart from the text, as in `film  # or ink`;
/// behind an id, a name or a number, if the `#` touches a word, as in `id: fox #2`; behind a value
/// from a list, of none.
void warn_of_cut_texts(const YamlNode& root, const api::Profiles& profiles,
                       Diagnostics& diagnostics);

}  // namespace shotlist::manifest
