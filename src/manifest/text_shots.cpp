#include <cstdint>
#include <string_view>

#include "manifest/shot_source.h"
#include "manifest/source_lines.h"

namespace shotlist::manifest {
namespace {

class TextShots final : public ShotSource {
 public:
  TextShots(const SourceText& source, const ReadingContext& context)
      : source_(source), prompt_(*context.profiles.find_field("prompt")) {}

  std::size_t for_each_shot(Diagnostics& diagnostics,
                            const std::function<void(const Shot&)>& take) const override {
    Shot shot;
    std::size_t rows = 0;
    for_each_line(source_, [&](std::string_view prompt, const SourceRange& at) {
      ++rows;
      fill(shot, prompt, at, diagnostics);
      take(shot);
    });
    return rows;
  }

  void pin_ids(PinnedIds& /*pinned*/) const override {}
  SourceRange start() const override { return {&source_, 0, 1}; }
  bool can_hold(std::string_view field) const override { return field == "prompt"; }

 private:
  void fill(Shot& shot, std::string_view prompt, const SourceRange& at,
            Diagnostics& diagnostics) const {
    shot.at = at;
    shot.at.size = static_cast<std::uint32_t>(prompt.size());
    shot.fields.clear();
    shot.sound = source_.plain || check_text(prompt, "prompt", shot.at, diagnostics);
    if (is_comment(prompt)) warn_of_comment(prompt, shot.at, diagnostics);
    add_text_field(shot, prompt_, prompt, shot.sound, shot.at);
  }

  const SourceText& source_;
  const api::FieldRule& prompt_;
};

}  // namespace

std::unique_ptr<ShotSource> make_text_shots(const SourceText& source, ReadingContext context) {
  return std::make_unique<TextShots>(source, context);
}

}  // namespace shotlist::manifest
