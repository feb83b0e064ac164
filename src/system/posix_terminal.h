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
  /// The maximum size of posted text kept for a slow reader, in bytes.
  static constexpr std::size_t most_kept = 65536;

  /// Borrows `descriptor`, which stays open.
  explicit PosixTerminal(int descriptor) : descriptor_(descriptor) {}

  bool interactive() const override;
  std::size_t width() const override;
  std::size_t height() const override;
  void write(std::string_view text) override;
  bool offer(std::string_view frame) override;
  void post(std::string_view message) override;

  /// Whether this process may read from it: one in the background would be stopped.
  bool in_foreground() const;

  /// Drops what was typed and not read yet: it cannot be the answer to a question that comes now.
  void forget_typed();

  /// The next line, without its end; what there is at the end of the input, or if reading fails.
  std::string read_line();

  /// True once a write failed: the reader went away, or the disk is full.
  bool broken() const { return broken_; }

  /// The errno value of that failure; 0 if there was none or the reader just went away.
  int failure() const { return failure_; }

 private:
  /// How to write without waiting. O_NONBLOCK on the borrowed descriptor is not an option: it would
  /// change the stream of every process that shares it, including the user's shell.
  enum class Way {
    unknown,  ///< not determined yet
    direct,   ///< a regular file: writes never wait
    own,      ///< the same terminal or pipe, opened again for us alone
    socket,   ///< a flag on each call
    asked,    ///< small pieces, each after poll(2) reported room for it
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
  std::size_t piece_ = 0;           // bytes that fit once poll(2) reports room
  std::string rest_;                // the rest of a text that was partly written
  std::deque<std::string> posted_;  // messages after it, none of them begun
  std::size_t posted_bytes_ = 0;
  std::size_t left_out_ = 0;  // dropped messages, older than those
};

}  // namespace shotlist::system
