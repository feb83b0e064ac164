#pragma once
// A terminal that shows one changing page, and is given back as it was.

#include <string_view>

#include "system/terminal.h"

namespace shotlist::show {

/// Takes the alternate screen of a terminal that it borrows, and leaves it when destroyed. What was
/// on the terminal before is there again then.
class LiveScreen {
 public:
  explicit LiveScreen(system::Terminal& terminal);
  LiveScreen(const LiveScreen&) = delete;
  LiveScreen& operator=(const LiveScreen&) = delete;
  ~LiveScreen();

  /// Shows `page`, lines of disarmed text, in place of the one before and without flicker: what
  /// stays the same is written over with itself.
  void show(std::string_view page);

 private:
  system::Terminal& terminal_;
};

}  // namespace shotlist::show
