#include "base/diagnostics.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/json_text.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"

namespace shotlist::inline base {
namespace {

std::string_view word_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return marked("error");
    case Severity::warning:
      return marked("warning");
    case Severity::note:
      return marked("note");
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

// Equal diagnostics of one file, borrowed, in file order.
struct Group {
  std::vector<const Diagnostic*> places;

  const Diagnostic& first() const { return *places.front(); }
};

bool is_error(const Group& group) {
  return group.first().severity == Severity::error;
}

std::vector<Group> groups_of(const std::vector<Diagnostic>& ordered) {
  using Key = std::tuple<Severity, Code, std::string_view, std::string_view, std::string_view>;
  std::map<Key, std::size_t> known;
  std::vector<Group> groups;
  for (const Diagnostic& diagnostic : ordered) {
    const Key key{diagnostic.severity, diagnostic.code, diagnostic.at.start.file, diagnostic.what,
                  diagnostic.remedy};
    const auto [group, is_new] = known.emplace(key, groups.size());
    if (is_new) groups.emplace_back();
    groups[group->second].places.push_back(&diagnostic);
  }
  return groups;
}

std::string line_and_column(const Location& at) {
  return at.column == 0 ? std::to_string(at.line) : fmt::format("{}:{}", at.line, at.column);
}

// `60 rows, first at 2:24, then 3:24, 4:24 and 57 more`
std::string places_of(const Group& group) {
  constexpr std::size_t listed = 10;
  const std::vector<const Diagnostic*>& places = group.places;
  const bool of_one_line = std::adjacent_find(places.begin(), places.end(), [](auto* a, auto* b) {
                             return a->at.start.line == b->at.start.line;
                           }) != places.end();
  std::string text = counted(places.size(), of_one_line ? "place" : "row");
  if (group.first().at.start.line == 0) return text;
  text += tr(", first at {}", line_and_column(group.first().at.start));
  const std::size_t end = std::min(places.size(), listed + 1);
  for (std::size_t i = 1; i < end; ++i) {
    text += i == 1 ? tr(", then ") : i + 1 == places.size() ? tr(" and ") : tr(", ");
    text += line_and_column(places[i]->at.start);
  }
  if (end < places.size()) text += tr(" and {} more", places.size() - end);
  return text;
}

std::string shown(const Group& group) {
  std::string text = shotlist::to_text(group.first());
  if (group.places.size() > 1) text += tr(" ({})", places_of(group));
  return text;
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
    text += tr(word_of(diagnostic.severity));
    text += tr(": ");
  }
  text += disarm(diagnostic.what);
  if (!diagnostic.remedy.empty()) text += tr("; ") + disarm(diagnostic.remedy);
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

void Diagnostics::mention_header(const std::string& file, std::uint32_t line) {
  headers_[file] = line;
}

bool Diagnostics::is_of_header(const Location& at) const {
  const auto header = headers_.find(at.file);
  return at.line <= (header == headers_.end() ? 0 : header->second);
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

std::size_t Diagnostics::place_of(const std::string& file) const {
  return static_cast<std::size_t>(std::find(files_.begin(), files_.end(), file) - files_.begin());
}

std::vector<Diagnostic> Diagnostics::in_file_order() const {
  const auto place = [this](const Diagnostic& diagnostic) {
    const Location& at = diagnostic.at.start;
    return std::tuple(place_of(at.file), at.line, at.column);
  };
  std::vector<Diagnostic> ordered = kept_;
  std::stable_sort(ordered.begin(), ordered.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  return ordered;
}

std::string Diagnostics::to_text(std::size_t width) const {
  const std::vector<Diagnostic> ordered = in_file_order();
  std::vector<Group> groups = groups_of(ordered);
  std::size_t unseen = errors_ + warnings_ + notes_;
  // The most general are chosen before the rest, in all files together.
  const auto rank = [this](const Group& group) {
    constexpr std::size_t few = 2;  // places, which say nothing of all rows
    const bool of_rows = !is_of_header(group.first().at.start);
    const auto places = static_cast<std::ptrdiff_t>(std::max(group.places.size(), few));
    return std::pair(of_rows, of_rows ? -places : 0);
  };
  std::stable_sort(groups.begin(), groups.end(),
                   [&](const Group& a, const Group& b) { return rank(a) < rank(b); });
  const auto of_errors = std::count_if(groups.begin(), groups.end(), is_error);
  std::size_t errors_left = std::min(shown_at_most, static_cast<std::size_t>(of_errors));
  std::size_t others_left = shown_at_most - errors_left;
  std::erase_if(groups, [&](const Group& group) {
    std::size_t& left = is_error(group) ? errors_left : others_left;
    if (left == 0) return true;
    --left;
    unseen -= group.places.size();
    return false;
  });
  std::stable_sort(groups.begin(), groups.end(), [this](const Group& a, const Group& b) {
    return place_of(a.first().at.start.file) < place_of(b.first().at.start.file);
  });
  std::string text;
  for (const Group& group : groups)
    text += shown(group) + '\n' + excerpt_text(group.first().at, width);
  if (unseen > 0) text += tr("... and {} more\n", unseen);
  return text;
}

}  // namespace shotlist::inline base
