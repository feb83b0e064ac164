#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "base/utf8.h"
#include "manifest/shot_source.h"

namespace shotlist {
namespace {

// A CR ends a line, too, alone or before a LF.
std::size_t end_of_line(std::string_view text, std::size_t start) {
  const std::size_t end = std::min(text.find('\n', start), text.size());
  return start + std::min(text.substr(start, end - start).find('\r'), end - start);
}

class TextShots final : public ShotSource {
 public:
  TextShots(const SourceText& source, const Survey& survey)
      : source_(source), prompt_(*survey.profiles.find_field("prompt")) {}

  std::size_t for_each_shot(Diagnostics& diagnostics,
                            const std::function<void(const Shot&)>& take) const override {
    const std::string_view text = source_.text;
    Shot shot;
    std::size_t rows = 0;
    std::uint32_t line = 0;
    for (std::size_t start = 0; start < text.size();) {
      ++line;
      const std::size_t end = end_of_line(text, start);
      const std::string_view prompt = trimmed(text.substr(start, end - start));
      if (!is_blank(prompt)) {
        ++rows;
        fill(shot, prompt, line, diagnostics);
        take(shot);
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
  void fill(Shot& shot, std::string_view prompt, std::uint32_t line,
            Diagnostics& diagnostics) const {
    shot.at = {&source_, static_cast<std::size_t>(prompt.data() - source_.text.data()), line};
    shot.fields.clear();
    shot.sound = source_.plain || check_text(prompt, "prompt", shot.at, diagnostics);
    add_text_field(shot, prompt_, prompt, shot.sound, shot.at);
  }

  const SourceText& source_;
  const FieldRule& prompt_;
};

}  // namespace

std::unique_ptr<ShotSource> make_text_shots(const SourceText& source, Survey survey) {
  return std::make_unique<TextShots>(source, survey);
}

}  // namespace shotlist
