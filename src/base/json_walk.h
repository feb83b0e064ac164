#pragma once
// Reads JSON objects and arrays (RFC 8259) piece by piece, without building a document.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shotlist::inline base {

/// A value as written in a JSON text; valid as long as that text.
class JsonValue {
 public:
  JsonValue() = default;
  explicit JsonValue(std::string_view written) : written_(written) {}

  std::string_view written() const { return written_; }

  /// The value, or none if it is of another type.
  std::optional<std::string> text() const;
  std::optional<std::int64_t> number() const;
  std::optional<bool> truth() const;

 private:
  std::string_view written_;
};

/// Iterates over the members of an object, or the elements of an array, in order.
///
/// Meant for text whose checksum was verified: it detects a mistake between values, but not one
/// deep inside a value that is not read. It does not recurse, however deeply values are nested.
///
///     JsonWalk walk(object, JsonWalk::Over::object);
///     while (walk.next())
///       if (walk.name() == "id") id = walk.value().text();
///     if (!walk.is_sound()) ...
class JsonWalk {
 public:
  enum class Over { object, array };

  JsonWalk(std::string_view json, Over over);

  /// Moves to the next value; returns false if there is none or the text is malformed.
  bool next();

  /// The value that `json` begins with, whatever follows it.
  static JsonValue first_value(std::string_view json);

  /// The name of a member as written between its quotes, escapes included.
  std::string_view name() const { return name_; }
  JsonValue value() const { return value_; }

  /// Whether everything read so far is well-formed.
  bool is_sound() const { return sound_; }

 private:
  bool fail();
  bool take(char c);
  void skip_space();
  bool take_name();
  bool take_value();
  std::size_t end_of_text(std::size_t quote) const;
  std::size_t end_of_nested() const;

  std::string_view json_;
  char end_;
  bool is_object_;
  std::size_t at_ = 0;
  bool begun_ = false;
  bool ended_ = false;
  bool sound_ = true;
  std::string_view name_;
  JsonValue value_;
};

}  // namespace shotlist::inline base
