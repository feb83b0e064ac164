#pragma once
// Reads one line of a JSONL file: a flat object, whose members say where they stand.

#include <string>
#include <string_view>
#include <vector>

#include "manifest/shot.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

/// One value of a row and its name.
struct JsonMember {
  std::string key;
  Written value;         ///< monostate: a map, a fraction, or a list that is not of text
  std::string shown;     ///< as a variable's text
  bool is_null = false;  ///< counts as not there
  bool repeated = false;
  SourceRange key_at;
  SourceRange value_at;
};

/// A line, once it is read. Notices what a parsed tree forgets: repeated names, and numbers as they
/// were written.
class JsonRow {
 public:
  /// `line` starts at `at`.
  JsonRow(std::string_view line, SourceRange at);

  /// Whether it is one JSON object; else nothing is known of its members.
  bool is_object() const { return is_object_; }
  const std::vector<JsonMember>& members() const { return members_; }

  /// Where it stopped being one.
  SourceRange stops_at() const { return stops_at_; }

 private:
  std::vector<JsonMember> members_;
  SourceRange stops_at_;
  bool is_object_ = false;
};

}  // namespace shotlist::manifest
