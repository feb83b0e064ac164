#include "show/junit.h"

#include <utility>

#include <fmt/format.h>

#include "show/page_html.h"

namespace shotlist::show {
namespace {

// XML 1.0 has no U+FFFE and no U+FFFF, not even as references.
std::string xml_text(std::string_view text) {
  std::string xml = html_text(text);
  for (const std::string_view none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (auto at = xml.find(none); at != std::string::npos; at = xml.find(none, at))
      xml.replace(at, none.size(), "\xEF\xBF\xBD");
  }
  return xml;
}

std::string attribute(std::string_view name, std::string_view value) {
  return value.empty() ? std::string() : fmt::format(" {}=\"{}\"", name, xml_text(value));
}

std::string child(std::string_view element, std::string_view type, std::string_view message) {
  return fmt::format("<{}{}{}/>", element, attribute("type", type), attribute("message", message));
}

std::string in_seconds(std::chrono::milliseconds time) {
  return fmt::format("{:.3f}", std::chrono::duration<double>(time).count());
}

// `shots.csv:12` is a file and a line.
std::string place(std::string_view source) {
  const std::size_t colon = source.rfind(':');
  if (colon == std::string_view::npos) return {};
  return attribute("file", source.substr(0, colon)) + attribute("line", source.substr(colon + 1));
}

bool has_ended_badly(const Result& row) {
  const auto video = parse_video_status(row.video_status);
  return video && has_ended(*video) && *video != VideoStatus::completed;
}

}  // namespace

void JunitReport::add(const Result& row) {
  if (row.has_left() && row.status != Status::in_doubt) return;
  std::string inside;
  switch (row.status) {
    case Status::submitted:
      if (!has_ended_badly(row)) break;
      ++failures_;
      inside = child("failure", "video_" + row.video_status, row.video_error);
      break;
    case Status::failed:
    case Status::rejected:
      ++failures_;
      inside = child("failure", to_text(row.error_class), row.error);
      break;
    case Status::in_doubt:
      ++errors_;
      inside = child("error", to_text(row.error_class),
                     row.error.empty() ? "in doubt: it may have been paid for" : row.error);
      break;
    case Status::held:
      ++skipped_;
      inside = child("skipped", {}, "held: it looks paid for, and a person must say");
      break;
    case Status::not_sent:
      ++skipped_;
      inside = child("skipped", {}, "not sent");
      break;
  }
  ++tests_;
  time_ += row.latency.value_or(std::chrono::milliseconds(0));
  cases_ += fmt::format("    <testcase{}{}{}", attribute("classname", name_),
                        attribute("name", row.id), place(row.source));
  if (row.latency) cases_ += attribute("time", in_seconds(*row.latency));
  cases_ += inside.empty() ? "/>\n" : fmt::format(">{}</testcase>\n", inside);
}

std::string JunitReport::text(Date now) const {
  const std::string counts =
      fmt::format("{} tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{}\"",
                  attribute("name", name_), tests_, failures_, errors_, skipped_, in_seconds(time_));
  return fmt::format("{}{}>\n  <testsuite{} timestamp=\"{}\">\n{}  </testsuite>\n</testsuites>\n",
                     junit_start, counts, counts, to_text(now), cases_);
}

}  // namespace shotlist::show
