#pragma once
// One row as it was written, whatever file it came from.

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
/// with a type of its own (YAML, JSON), or nothing usable, which has been reported already.
using Written = std::variant<std::monostate, std::string_view, Value>;

struct YamlNode;

struct ShotField {
  const api::FieldRule* rule =
      nullptr;  ///< from `Profiles::find_field`: says the type, not the model's rules
  Written value;
  SourceRange at;
  bool shared = false;             ///< of many rows: a mistake in it is said once
  const YamlNode* node = nullptr;  ///< in YAML: a list knows where its items are
};

struct Combination;

/// Views in a shot are valid only while it is handed over.
struct Shot {
  SourceRange at;
  std::string_view id;  ///< empty: made of the prompt
  SourceRange id_at;
  std::vector<ShotField> fields;
  std::vector<ShotVariable> variables;
  std::int64_t takes = 1;                            ///< how many requests each combination makes
  const std::vector<Combination>* matrix = nullptr;  ///< its own; null: that of the manifest
  std::string_view
      combination;  ///< the name of the one it stands for; empty: it is the shot itself
  bool sound =
      true;  ///< false where something wrong with it was reported: no request is made of it
};

/// Adds a field whose value is `text` to be read by its type; nothing usable unless `good`.
void add_text_field(Shot& shot, const api::FieldRule& rule, std::string_view text, bool good,
                    const SourceRange& at);

/// For a name that is no request field: `did you mean ...?`, or where to look.
std::string request_field_hint(std::string_view name, const api::Profiles& profiles);

/// Warns of a variable whose name is close to `id` or a request field: probably a slip.
void warn_if_like_a_field(std::string_view name, const SourceRange& at,
                          const api::Profiles& profiles, Diagnostics& diagnostics);

/// Reads `takes` written as text: a whole number from 1 to `most_takes`; else an error.
std::optional<std::int64_t> read_takes(std::string_view text, const SourceRange& at,
                                       Diagnostics& diagnostics);

/// False, and an error, where `text` holds what no request may hold. Of bytes that are not UTF-8 it
/// says nothing: `check_encoding` did, for the file as a whole.
bool check_text(std::string_view text, std::string_view name, const SourceRange& at,
                Diagnostics& diagnostics);

}  // namespace shotlist::manifest
