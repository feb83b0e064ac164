#include "base/diagnostics.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/json_text.h"
#include "base/utf8.h"

namespace shotlist::inline base {
namespace {

std::string_view word_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "";
}

// Cuts the middle, where a value is quoted: it may be a megabyte long.
void shorten(std::string& sentence) {
  constexpr std::size_t longest = 500;  // bytes
  constexpr std::size_t tail = 150;
  if (sentence.size() <= longest) return;
  const std::string_view whole = sentence;
  std::size_t from = whole.size() - tail;
  while (from < whole.size() && is_inside_character(whole[from]))
    ++from;
  sentence = fmt::format("{}…{}", utf8_prefix(whole, longest - tail), whole.substr(from));
}

}  // namespace

std::string to_text(const Location& position) {
  std::string text = disarm(position.file);
  if (position.line != 0) text += fmt::format(":{}", position.line);
  if (position.line != 0 && position.column != 0) text += fmt::format(":{}", position.column);
  return text;
}

std::string to_text(const Diagnostic& diagnostic) {
  std::string text = to_text(diagnostic.at.start) + ": ";
  if (diagnostic.severity != Severity::error) {
    text += word_of(diagnostic.severity);
    text += ": ";
  }
  text += disarm(diagnostic.what);
  if (!diagnostic.remedy.empty()) text += "; " + disarm(diagnostic.remedy);
  return text;
}

std::string to_json(const Diagnostic& diagnostic) {
  std::string json = "{";
  const auto name = [&json](std::string_view key) {
    if (json.size() > 1) json += ',';
    append_json_text(json, key);
    json += ':';
  };
  const auto put_text = [&](std::string_view key, std::string_view text) {
    name(key);
    append_json_text(json, repaired_utf8(text));
  };
  const auto put_number = [&](std::string_view key, std::uint32_t number) {
    if (number == 0) return;
    name(key);
    json += std::to_string(number);
  };
  const Excerpt& at = diagnostic.at;
  put_text("file", at.start.file);
  put_number("line", at.start.line);
  put_number("column", at.start.column);
  put_number("end_column", at.end_column);
  put_text("level", word_of(diagnostic.severity));
  put_text("code", to_text(diagnostic.code));
  put_text("message", diagnostic.what);
  put_text("remedy", diagnostic.remedy);
  return json + '}';
}

void Diagnostics::mention(const std::string& file) {
  if (std::find(files_.begin(), files_.end(), file) == files_.end()) files_.push_back(file);
}

void Diagnostics::error(Code code, Excerpt at, std::string what, std::string remedy) {
  if (!count(Severity::error)) return;
  keep({code, std::move(at), Severity::error, std::move(what), std::move(remedy)});
}

void Diagnostics::warning(Code code, Excerpt at, std::string what, std::string remedy) {
  if (!count(Severity::warning)) return;
  keep({code, std::move(at), Severity::warning, std::move(what), std::move(remedy)});
}

void Diagnostics::note(Code code, Excerpt at, std::string what, std::string remedy) {
  if (!count(Severity::note)) return;
  keep({code, std::move(at), Severity::note, std::move(what), std::move(remedy)});
}

// Errors are counted apart, so that there is room for one after any number of warnings.
bool Diagnostics::count(Severity severity) {
  switch (severity) {
    case Severity::error:
      return ++errors_ <= kept_at_most;
    case Severity::warning:
      ++warnings_;
      break;
    case Severity::note:
      ++notes_;
      break;
  }
  return warnings_ + notes_ <= kept_at_most;
}

void Diagnostics::keep(Diagnostic diagnostic) {
  shorten(diagnostic.what);
  shorten(diagnostic.remedy);
  mention(diagnostic.at.start.file);
  kept_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::in_file_order() const {
  const auto place = [this](const Diagnostic& diagnostic) {
    const Location& at = diagnostic.at.start;
    const auto file = std::find(files_.begin(), files_.end(), at.file) - files_.begin();
    return std::tuple(file, at.line, at.column);
  };
  std::vector<Diagnostic> ordered = kept_;
  std::stable_sort(ordered.begin(), ordered.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  return ordered;
}

std::string Diagnostics::to_text(std::size_t width) const {
  std::size_t errors_left = std::min(errors_, shown_at_most);
  std::size_t others_left = shown_at_most - errors_left;
  std::size_t unseen = errors_ + warnings_ + notes_;
  std::string text;
  for (const Diagnostic& diagnostic : in_file_order()) {
    std::size_t& left = diagnostic.severity == Severity::error ? errors_left : others_left;
    if (left == 0) continue;
    --left;
    --unseen;
    text += shotlist::to_text(diagnostic) + '\n' + excerpt_text(diagnostic.at, width);
  }
  if (unseen > 0) text += fmt::format("... and {} more\n", unseen);
  return text;
}

}  // namespace shotlist::inline base
