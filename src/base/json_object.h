#pragma once
// Writes a JSON object (RFC 8259) as text, without building a document first.

#include <cstdint>
#include <string>
#include <string_view>

namespace shotlist::inline base {

/// Writes members, in the order in which they are given, to the end of a text it borrows. Names are
/// plain words, which need no escape.
///
///     JsonObject object(line);
///     object.text("id", "harbor");
///     object.number("attempt", 1);
///     object.end();
class JsonObject {
 public:
  explicit JsonObject(std::string& json) : json_(json) {}

  /// Bytes of `value` that are not UTF-8 become U+FFFD.
  void text(std::string_view name, std::string_view value);
  void number(std::string_view name, std::int64_t value);
  void truth(std::string_view name, bool value);

  /// A value that is JSON already.
  void json(std::string_view name, std::string_view value);

  /// Nothing may follow.
  void end();

 private:
  void name(std::string_view name);

  std::string& json_;
  bool empty_ = true;
};

}  // namespace shotlist::inline base
