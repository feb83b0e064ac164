#pragma once
// A terminal that remembers what was written, and can say what a person would see.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "system/terminal.h"

namespace shotlist::tests {

class RecordingTerminal final : public system::Terminal {
 public:
  bool interactive() const override { return is_interactive; }
  std::size_t width() const override { return columns; }
  std::size_t height() const override { return lines; }
  void write(std::string_view text) override {
    move_along(true);
    if (!text.empty()) writes.emplace_back(text);
  }
  bool offer(std::string_view frame) override {
    move_along(takes);
    if (takes && !frame.empty()) writes.emplace_back(frame);
    return takes;
  }
  void post(std::string_view message) override {
    posted.emplace_back(message);
    move_along(takes);
  }

  std::string written() const {
    std::string all;
    for (const std::string& text : writes)
      all += text;
    return all;
  }

  /// Everything since the last call.
  std::string take() {
    std::string all = written();
    writes.clear();
    return all;
  }

  bool is_interactive = true;
  bool takes = true;  ///< false: as after Ctrl-S
  std::size_t columns = 80;
  std::size_t lines = 24;
  std::vector<std::string> writes;
  std::vector<std::string> posted;  ///< and not yet taken

 private:
  void move_along(bool can) {
    if (!can) return;
    for (std::string& message : std::exchange(posted, {}))
      writes.push_back(std::move(message));
  }
};

/// What is left on the screen of `written`: `\r` goes back to the start of the line, and `ESC [ K`
/// erases the rest of it. Colours are left in.
inline std::string screen_of(std::string_view written) {
  std::string above;
  std::string line;
  std::size_t cursor = 0;
  for (std::size_t at = 0; at < written.size(); ++at) {
    if (written[at] == '\r') {
      cursor = 0;
    } else if (written[at] == '\n') {
      above += std::exchange(line, {}) + '\n';
      cursor = 0;
    } else if (written.substr(at, 3) == "\x1b[K") {
      line.resize(cursor);
      at += 2;
    } else {
      line.replace(cursor, 1, 1, written[at]);
      ++cursor;
    }
  }
  return above + line;
}

}  // namespace shotlist::tests
