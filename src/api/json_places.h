#pragma once
// Values of a JSON object at known places, however large or deep the rest of it is.

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace shotlist::api {

/// A value that stands at a place.
struct PlacedValue {
  enum class Type { null, truth, number, text, list, object };

  Type type = Type::null;
  std::string text;       ///< of a text; a number or a truth as written; else empty
  std::size_t count = 0;  ///< the elements of a list
  bool is_disputed =
      false;  ///< the same key stands there again with another value; the last counts

  bool is_text() const { return type == Type::text; }
};

/// Reads whole JSON (RFC 8259) and keeps the values at the places that are asked for. A place is a
/// path of keys and indexes, such as `status` or `task_result.videos[0].url`; a key that holds a
/// dot or a bracket itself is never part of one. Nothing recurses, and nothing else is kept.
class JsonPlaces {
 public:
  /// `is_wanted` says for a place whether it may be asked for.
  JsonPlaces(std::string_view json, const std::function<bool(std::string_view)>& is_wanted);

  /// Whether the text is one whole object, and nothing else.
  bool is_whole_object() const { return is_whole_object_; }

  /// The offset of what is no JSON; that of the end if nothing is wrong, or if it is cut short.
  std::size_t fault_at() const { return fault_at_; }

  /// The value at `place`; null if there is none.
  const PlacedValue* at(std::string_view place) const;

  /// The text or number at `place`; empty if there is neither.
  std::string_view word(std::string_view place) const;

 private:
  std::map<std::string, PlacedValue, std::less<>> values_;
  bool is_whole_object_ = false;
  std::size_t fault_at_ = 0;
};

}  // namespace shotlist::api
