#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "base/utf8.h"
#include "manifest/shot_source.h"

namespace shotlist {
namespace {

class TextShots final : public ShotSource {
 public:
  explicit TextShots(const SourceText& source) : source_(source) {}

  std::size_t for_each_shot(Diagnostics& diagnostics,
                            const std::function<void(const Shot&)>& take) const override {
    const std::string_view text = source_.text;
    std::size_t rows = 0;
    std::uint32_t line = 0;
    for (std::size_t start = 0; start < text.size();) {
      ++line;
      const std::size_t end = std::min(text.find_first_of("\r\n", start), text.size());
      const std::string_view prompt = trimmed(text.substr(start, end - start));
      if (!is_blank(prompt)) {
        ++rows;
        take(shot_of(prompt, line, diagnostics));
      }
      const bool pair = text.substr(end, 2) == "\r\n";
      start = end + (pair ? 2 : 1);
    }
    return rows;
  }

  void pin_ids(PinnedIds& /*pinned*/) const override {}
  Place start() const override { return {&source_, 0, 1}; }
  bool can_hold(std::string_view field) const override { return field == "prompt"; }

 private:
  Shot shot_of(std::string_view prompt, std::uint32_t line, Diagnostics& diagnostics) const {
    Shot shot;
    shot.at = {&source_, static_cast<std::size_t>(prompt.data() - source_.text.data()), line};
    shot.sound = check_text(prompt, "prompt", shot.at, diagnostics);
    add_text_field(shot, *find_request_field("prompt"), prompt, shot.sound, shot.at);
    return shot;
  }

  const SourceText& source_;
};

}  // namespace

std::unique_ptr<ShotSource> make_text_shots(const SourceText& source) {
  return std::make_unique<TextShots>(source);
}

}  // namespace shotlist
