#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/translation.h"
#include "manifest/column_names.h"
#include "manifest/shot_source.h"
#include "manifest/source_lines.h"

namespace shotlist::manifest {
namespace {

// What a text file is that does not hold one prompt a line, by its first line; empty if it may.
struct OtherText {
  std::string_view what;
  std::string_view remedy;
};

OtherText other_text(std::string_view line, const api::Profiles& profiles) {
  if (line.starts_with("{\"") || line.starts_with("{ \"") || line == "{")
    return {"JSON", tr("give it a name that ends in .jsonl")};
  if (line.starts_with("[{") || line.starts_with("[ {") || line == "[")
    return {"JSON", tr("give it a name that ends in .json")};
  if (line.starts_with("shotlist:"))
    return {tr("a YAML manifest"), tr("name it on the command line, not under shots_from")};
  if (line.starts_with("diff --git ") || line.starts_with("--- a/"))
    return {tr("a list of changes (a diff)"), tr("name the file that it changes")};
  for (const char delimiter : {',', ';', '\t'}) {
    const std::vector<std::string_view> names = split(line, delimiter);
    const bool is_header =
        names.size() > 1 && std::all_of(names.begin(), names.end(), [&](std::string_view name) {
          const std::string_view quotes = "\"'";
          name = trimmed(name);
          while (!name.empty() && quotes.find(name.front()) != std::string_view::npos)
            name.remove_prefix(1);
          while (!name.empty() && quotes.find(name.back()) != std::string_view::npos)
            name.remove_suffix(1);
          return !field_named(name, profiles).empty();
        });
    if (is_header) return {tr("a table with a header"), tr("give it a name that ends in .csv")};
  }
  return {};
}

class TextShots final : public ShotSource {
 public:
  TextShots(const SourceText& source, const ReadingContext& context)
      : source_(source),
        profiles_(context.profiles),
        prompt_(*context.profiles.find_field("prompt")) {}

  std::size_t for_each_shot(Diagnostics& diagnostics,
                            const std::function<void(const Shot&)>& take) const override {
    Shot shot;
    std::size_t rows = 0;
    for_each_line(source_, [&](std::string_view line, const SourceRange& place) {
      const std::string_view prompt = without_mark(line);
      SourceRange at = place;
      at.offset += line.size() - prompt.size();
      if (prompt.empty()) return;
      if (++rows == 1) refuse_other_text(prompt, place, diagnostics);
      fill(shot, prompt, at, diagnostics);
      take(shot);
    });
    return rows;
  }

  void make_again(const SourceRange& place, Diagnostics& diagnostics,
                  const std::function<void(const Shot&)>& take) const override {
    Shot shot;
    fill(shot, line_from(source_, place.offset), place, diagnostics);
    take(shot);
  }

  void pin_ids(PinnedIds& /*pinned*/) const override {}
  SourceRange start() const override { return {&source_, 0, 1}; }
  bool can_hold(std::string_view field) const override { return field == "prompt"; }

 private:
  // Files that were joined have one in the middle.
  static std::string_view without_mark(std::string_view line) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    while (line.starts_with(mark))
      line = trimmed(line.substr(mark.size()));
    return line;
  }

  void refuse_other_text(std::string_view first_line, const SourceRange& at,
                         Diagnostics& diagnostics) const {
    const OtherText other = other_text(first_line, profiles_);
    if (other.what.empty()) return;
    diagnostics.error(
        Code::bad_encoding, at,
        tr("a text file holds one prompt a line, and this one holds ") + std::string(other.what),
        std::string(other.remedy));
  }

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
  const api::Profiles& profiles_;
  const api::FieldRule& prompt_;
};

}  // namespace

std::unique_ptr<ShotSource> make_text_shots(const SourceText& source, ReadingContext context) {
  return std::make_unique<TextShots>(source, context);
}

}  // namespace shotlist::manifest
