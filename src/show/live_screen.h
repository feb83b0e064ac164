#pragma once
// Shows one changing page on a terminal, and restores the terminal afterwards.

#include <string_view>

#include "system/terminal.h"

namespace shotlist::show {

/// Switches a borrowed terminal to its alternate screen. The destructor switches back to the
/// previous content.
class LiveScreen {
 public:
  explicit LiveScreen(system::Terminal& terminal);
  LiveScreen(const LiveScreen&) = delete;
  LiveScreen& operator=(const LiveScreen&) = delete;
  ~LiveScreen();

  /// Replaces the previous page by `page`, lines of disarmed text, without flicker: unchanged text
  /// is overwritten with itself.
  void show(std::string_view page);

 private:
  system::Terminal& terminal_;
};

}  // namespace shotlist::show
