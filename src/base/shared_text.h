#pragma once
// A text shared by many values.

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace shotlist::inline base {

/// An immutable text: copies share its memory.
class SharedText {
 public:
  SharedText() = default;
  SharedText(std::string text) : text_(std::make_shared<const std::string>(std::move(text))) {}
  SharedText(const char* text) : SharedText(std::string(text)) {}

  const std::string& text() const {
    static const std::string nothing;
    return text_ ? *text_ : nothing;
  }
  operator std::string_view() const { return text(); }
  bool empty() const { return text().empty(); }

  /// Sets the text; copies nothing if it is the same already.
  void take(std::string_view text) {
    if (text != this->text()) *this = std::string(text);
  }

  friend bool operator==(const SharedText& one, const SharedText& other) {
    return one.text_ == other.text_ || one.text() == other.text();
  }
  template <std::convertible_to<std::string_view> Text>
  requires(!std::same_as<Text, SharedText>) friend bool operator==(const SharedText& one,
                                                                   const Text& other) {
    return one.text() == std::string_view(other);
  }

 private:
  std::shared_ptr<const std::string> text_;
};

}  // namespace shotlist::inline base
