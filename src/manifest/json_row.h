#pragma once
// Reads one line of a JSONL file: a flat object whose members have places.

#include <string>
#include <string_view>
#include <vector>

#include "manifest/shot.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

/// One value of a row and its name.
struct JsonMember {
  std::string key;
  Written value;         ///< monostate: a map, a fraction, or a list of anything but text
  std::string shown;     ///< as the text of a variable
  bool is_null = false;  ///< counts as absent
  bool repeated = false;
  SourceRange key_at;
  SourceRange value_at;
};

/// One line, read. Keeps what a parsed tree loses: repeated names, and numbers as written.
class JsonRow {
 public:
  /// `line` starts at `at`.
  JsonRow(std::string_view line, SourceRange at);

  /// Whether the line is one JSON object; if not, it has no members here.
  bool is_object() const { return is_object_; }
  const std::vector<JsonMember>& members() const { return members_; }

  /// Where the line stopped being an object.
  SourceRange stops_at() const { return stops_at_; }

 private:
  std::vector<JsonMember> members_;
  SourceRange stops_at_;
  bool is_object_ = false;
};

}  // namespace shotlist::manifest
