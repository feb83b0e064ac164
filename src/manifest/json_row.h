#pragma once
// Reads one object of a JSON file, whose members have places.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "manifest/shot.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

/// One value of a row and its name.
struct JsonMember {
  std::string key;
  Written value;           ///< monostate: a map, a fraction, or a list of anything but text
  std::string shown;       ///< as the text of a variable; numbers, lists and maps as written
  bool is_null = false;    ///< counts as absent
  bool is_number = false;  ///< of any size, with or without a fraction
  bool is_nested = false;  ///< a list or a map
  bool repeated = false;
  SourceRange key_at;
  SourceRange value_at;
};

/// Why a text is not one JSON object.
struct JsonFault {
  SourceRange at;
  std::string what;
  std::string remedy;
};

/// One object, read. Keeps what a parsed tree loses: repeated names, and numbers as written.
class JsonRow {
 public:
  /// `text` starts at `at`. It may have several lines.
  JsonRow(std::string_view text, SourceRange at);

  /// Null if the text is one JSON object; if not, it has no members here.
  const JsonFault* fault() const { return fault_ ? &*fault_ : nullptr; }
  const std::vector<JsonMember>& members() const { return members_; }

 private:
  std::vector<JsonMember> members_;
  std::optional<JsonFault> fault_;
};

}  // namespace shotlist::manifest
