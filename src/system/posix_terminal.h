#pragma once
// A standard stream of this process.

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "system/file_descriptor.h"
#include "system/terminal.h"

namespace shotlist::system {

class PosixTerminal final : public Terminal {
 public:
  /// How much of what was posted is kept for a slow reader, in bytes.
  static constexpr std::size_t most_kept = 65536;

  /// Borrows `descriptor`, which stays open.
  explicit PosixTerminal(int descriptor) : descriptor_(descriptor) {}

  bool interactive() const override;
  std::size_t width() const override;
  std::size_t height() const override;
  void write(std::string_view text) override;
  bool offer(std::string_view frame) override;
  void post(std::string_view message) override;

  /// True once a write failed: the reader went away, or the disk is full.
  bool broken() const { return broken_; }

  /// The errno value of that failure; 0 where there was none, or where the reader just went away.
  int failure() const { return failure_; }

 private:
  /// How to write without waiting. O_NONBLOCK on the borrowed descriptor is no way: it would change
  /// the stream of everybody who shares it, the user's shell among them.
  enum class Way {
    unknown,  ///< nothing was offered yet
    direct,   ///< a regular file: nobody to wait for
    own,      ///< the same terminal or pipe, opened once more for ourselves
    socket,   ///< a flag of each call
    asked,    ///< small pieces, each after poll(2) said that it fits
  };

  void write_all(std::string_view text);
  bool write_backlog_now();
  bool begin_next();
  std::size_t write_now(std::string_view text);
  ssize_t write_piece_now(std::string_view text);
  Way find_way();
  void fail(int code);

  int descriptor_;
  bool broken_ = false;
  int failure_ = 0;

  Way way_ = Way::unknown;
  FileDescriptor own_;
  std::size_t piece_ = 0;           // bytes that fit after poll(2) said so
  std::string rest_;                // of a text whose beginning was written
  std::deque<std::string> posted_;  // messages after it, none of them begun
  std::size_t posted_bytes_ = 0;
  std::size_t left_out_ = 0;  // messages older than those
};

}  // namespace shotlist::system
