#pragma once
// A standard stream of this process.

#include "system/terminal.h"

namespace shotlist::system {

class PosixTerminal final : public Terminal {
 public:
  /// Borrows `descriptor`, which stays open.
  explicit PosixTerminal(int descriptor) : descriptor_(descriptor) {}

  bool interactive() const override;
  std::size_t width() const override;
  std::size_t height() const override;
  void write(std::string_view text) override;

  /// True once a write failed: the reader went away, or the disk is full.
  bool broken() const { return broken_; }

  /// The errno value of that failure; 0 where there was none, or where the reader just went away.
  int failure() const { return failure_; }

 private:
  int descriptor_;
  bool broken_ = false;
  int failure_ = 0;
};

}  // namespace shotlist::system
