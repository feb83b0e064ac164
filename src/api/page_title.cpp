#include "api/page_title.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace shotlist::api {
namespace {

constexpr std::size_t furthest_title = 4096;  // in bytes; the head of a page is no longer

}  // namespace

bool is_page(std::string_view body) {
  static constexpr std::array<std::string_view, 5> openings = {"<!doctype html", "<html", "<head",
                                                               "<body", "<title"};
  constexpr std::size_t longest_opening = 14;
  const std::string start = lower_ascii(trimmed(body).substr(0, longest_opening));
  return std::any_of(openings.begin(), openings.end(),
                     [&](std::string_view opening) { return start.starts_with(opening); });
}

std::string_view page_title(std::string_view body) {
  constexpr std::string_view opening = "<title";
  body = trimmed(body);
  if (!is_page(body)) return {};
  const std::string head = lower_ascii(body.substr(0, furthest_title));
  const auto tag = head.find(opening);
  const auto start = tag == std::string::npos ? tag : head.find('>', tag);
  const auto end = start == std::string::npos ? start : head.find("</title", start);
  if (end == std::string::npos) return {};
  return trimmed(body.substr(start + 1, end - start - 1));
}

}  // namespace shotlist::api
