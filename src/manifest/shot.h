#pragma once
// One row as written, from any kind of file.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/profiles.h"
#include "manifest/source_text.h"
#include "manifest/variables.h"
#include "model/value.h"

namespace shotlist::manifest {

/// The value of a field as written: text still to be read by the field's type (a CSV cell), a value
/// with its own type (YAML, JSON), or nothing usable, which has been reported.
using Written = std::variant<std::monostate, std::string_view, Value>;

/// The most bytes that the URLs of one request may have together. They may hold whole pictures.
inline constexpr std::size_t largest_url_list = std::size_t{64} * 1024 * 1024;

struct YamlNode;

struct ShotField {
  const api::FieldRule* rule =
      nullptr;  ///< from `Profiles::find_field`: gives the type, not the model's rules
  Written value;
  SourceRange at;
  bool shared = false;             ///< by many rows: a mistake in it is reported once
  const YamlNode* node = nullptr;  ///< in YAML: gives the places of list items
};

struct Combination;

/// Views in a shot are valid only while it is handed over.
struct Shot {
  SourceRange at;
  std::string_view id;  ///< empty: made from the prompt
  SourceRange id_at;
  std::vector<ShotField> fields;
  std::vector<ShotVariable> variables;
  std::int64_t takes = 1;                            ///< requests per combination
  const std::vector<Combination>* matrix = nullptr;  ///< its own; null: the manifest's
  std::string_view combination;  ///< the name of its combination; empty: it has none
  bool sound = true;             ///< false if a mistake was reported: it makes no request
};

/// Adds a field with the value `text`, to be read by its type; nothing usable unless `good`.
void add_text_field(Shot& shot, const api::FieldRule& rule, std::string_view text, bool good,
                    const SourceRange& at);

/// The hint for a name that is not a request field: `did you mean ...?`, or where to look.
std::string request_field_hint(std::string_view name, const api::Profiles& profiles);

/// Warns about a variable whose name is close to `id` or a request field: probably a typo.
void warn_if_like_a_field(std::string_view name, const SourceRange& at,
                          const api::Profiles& profiles, Diagnostics& diagnostics);

/// Reads `takes` written as text: a whole number from 1 to `most_takes`; else an error.
std::optional<std::int64_t> read_takes(std::string_view text, const SourceRange& at,
                                       Diagnostics& diagnostics);

/// Whether a row starts as comments do elsewhere; in a manifest's tables and texts there are none.
bool is_comment(std::string_view text);

/// Warns of a comment that would be sent as a prompt.
void warn_of_comment(std::string_view text, const SourceRange& at, Diagnostics& diagnostics);

/// Returns false, with an error, if `text` holds what no request may hold. Does not report bytes
/// that are not UTF-8: `check_encoding` does, for the whole file.
bool check_text(std::string_view text, std::string_view name, const SourceRange& at,
                Diagnostics& diagnostics);

}  // namespace shotlist::manifest
