#pragma once
// Reads JSON objects and arrays (RFC 8259) piece by piece, without building a document.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shotlist::inline base {

/// A value inside a JSON text, as it is written there; as long-lived as that text.
class JsonValue {
 public:
  JsonValue() = default;
  explicit JsonValue(std::string_view written) : written_(written) {}

  std::string_view written() const { return written_; }

  /// What it is, or nothing where it is something else.
  std::optional<std::string> text() const;
  std::optional<std::int64_t> number() const;
  std::optional<bool> truth() const;

 private:
  std::string_view written_;
};

/// Walks over the members of an object, or the elements of an array, in their order.
///
/// Meant for text that a checksum says is whole: a mistake between values is noticed, one deep
/// inside a value that is not looked at is not. However deep values are nested, it does not
/// recurse.
///
///     JsonWalk walk(object, JsonWalk::Over::object);
///     while (walk.next())
///       if (walk.name() == "id") id = walk.value().text();
///     if (!walk.is_sound()) ...
class JsonWalk {
 public:
  enum class Over { object, array };

  JsonWalk(std::string_view json, Over over);

  /// Goes to the next value; false where there is none, or the text is not sound.
  bool next();

  /// Of a member, as it is written between its quotes: with the escapes in it.
  std::string_view name() const { return name_; }
  JsonValue value() const { return value_; }

  /// Whether all was sound as far as it was read.
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
