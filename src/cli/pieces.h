#pragma once
// A long text on its way to a file or a terminal.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "show/review.h"

namespace shotlist::cli {

/// Collects a text and passes it on in pieces that are worth a system call each.
class Pieces {
 public:
  explicit Pieces(show::TakeText take) : take_(std::move(take)) {}

  void add(std::string_view text) {
    text_ += text;
    if (text_.size() >= most) end();
  }

  /// Passes on what is left.
  void end() {
    take_(text_);
    text_.clear();
  }

 private:
  static constexpr std::size_t most = std::size_t{256} * 1024;

  show::TakeText take_;
  std::string text_;
};

}  // namespace shotlist::cli
