#pragma once
// Writes JSON (RFC 8259) as text, without building a document first. Bytes that are not UTF-8
// become U+FFFD.

#include <cstdint>
#include <string>
#include <string_view>

namespace shotlist::inline base {

/// Appends members, in the order given, to a text that it borrows.
///
///     JsonObject object(line);
///     object.text("id", "harbor");
///     object.number("attempt", 1);
///     object.end();
class JsonObject {
 public:
  explicit JsonObject(std::string& json) : json_(json) {}

  void text(std::string_view name, std::string_view value);
  void number(std::string_view name, std::int64_t value);
  void truth(std::string_view name, bool value);
  void null(std::string_view name);

  /// Adds a value that is already JSON.
  void json(std::string_view name, std::string_view value);

  /// Ends the object. Nothing may follow.
  void end();

 private:
  void name(std::string_view name);

  std::string& json_;
  bool empty_ = true;
};

/// A JSON array; `add(json, item)` appends each item.
template <typename Items, typename Add>
std::string json_list(const Items& items, const Add& add) {
  std::string json = "[";
  for (const auto& item : items) {
    if (json.size() > 1) json += ',';
    add(json, item);
  }
  return json += ']';
}

/// Appends `text` in quotes.
void append_json_value(std::string& json, std::string_view text);

template <typename Texts>
std::string json_texts(const Texts& texts) {
  return json_list(texts,
                   [](std::string& json, std::string_view text) { append_json_value(json, text); });
}

}  // namespace shotlist::inline base
