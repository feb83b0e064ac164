#include "base/diagnostics.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"

namespace shotlist {

std::string to_text(const Position& position) {
  std::string text = disarm(position.file);
  if (position.line != 0) text += fmt::format(":{}", position.line);
  if (position.line != 0 && position.column != 0) text += fmt::format(":{}", position.column);
  return text;
}

std::string to_text(const Diagnostic& diagnostic) {
  const char* kind = diagnostic.severity == Severity::warning ? "warning: "
                     : diagnostic.severity == Severity::note  ? "note: "
                                                              : "";
  std::string text = fmt::format("{}: {}{}", to_text(diagnostic.at), kind, disarm(diagnostic.what));
  if (!diagnostic.remedy.empty()) text += "; " + disarm(diagnostic.remedy);
  return text;
}

void Diagnostics::mention(const std::string& file) {
  if (std::find(files_.begin(), files_.end(), file) == files_.end()) files_.push_back(file);
}

void Diagnostics::error(Position at, std::string what, std::string remedy) {
  ++errors_;
  add({std::move(at), Severity::error, std::move(what), std::move(remedy)});
}

void Diagnostics::warning(Position at, std::string what, std::string remedy) {
  ++warnings_;
  add({std::move(at), Severity::warning, std::move(what), std::move(remedy)});
}

void Diagnostics::note(Position at, std::string what, std::string remedy) {
  ++notes_;
  add({std::move(at), Severity::note, std::move(what), std::move(remedy)});
}

void Diagnostics::add(Diagnostic diagnostic) {
  // Counted apart, so that there is always room for an error after any number of warnings.
  const bool is_error = diagnostic.severity == Severity::error;
  if ((is_error ? errors_ : warnings_ + notes_) > kept_at_most) return;
  mention(diagnostic.at.file);
  kept_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::in_file_order() const {
  const auto place = [this](const Diagnostic& diagnostic) {
    const auto file = std::find(files_.begin(), files_.end(), diagnostic.at.file) - files_.begin();
    return std::tuple(file, diagnostic.at.line, diagnostic.at.column);
  };
  std::vector<Diagnostic> ordered = kept_;
  std::stable_sort(ordered.begin(), ordered.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  return ordered;
}

std::string Diagnostics::to_text() const {
  std::vector<Diagnostic> shown = in_file_order();
  if (shown.size() > shown_at_most) {
    std::stable_partition(shown.begin(), shown.end(), [](const Diagnostic& diagnostic) {
      return diagnostic.severity == Severity::error;
    });
    shown.resize(shown_at_most);
  }
  std::string text;
  for (const Diagnostic& diagnostic : shown)
    text += shotlist::to_text(diagnostic) + '\n';
  const std::size_t all = errors_ + warnings_ + notes_;
  if (all > shown.size()) text += fmt::format("... and {} more\n", all - shown.size());
  return text;
}

}  // namespace shotlist
