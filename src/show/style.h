#pragma once
// Colour by status, or none.

#include <string>
#include <string_view>

#include "model/verdict.h"

namespace shotlist::show {

/// Paints disarmed text with ANSI colours if colour is on, else returns it unchanged. Painting
/// never changes the width.
class Style {
 public:
  Style() = default;
  explicit Style(bool colour) : colour_(colour) {}

  std::string painted(Status status, std::string_view text) const;
  std::string bold(std::string_view text) const;

  /// Whether colour is on: what is shown goes to a terminal.
  bool is_on() const { return colour_; }

 private:
  std::string wrapped(std::string_view code, std::string_view text) const;

  bool colour_ = false;
};

}  // namespace shotlist::show
