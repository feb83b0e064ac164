#include "api/page_title.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace shotlist::api {
namespace {

constexpr std::size_t furthest_title = 4096;  // in bytes: behind it is no head of a page

}  // namespace

std::string_view page_title(std::string_view body) {
  constexpr std::string_view opening = "<title";
  body = trimmed(body);
  const std::string head = lower_ascii(body.substr(0, furthest_title));
  if (!head.starts_with("<!doctype html") && !head.starts_with("<html")) return {};
  const auto tag = head.find(opening);
  const auto start = tag == std::string::npos ? tag : head.find('>', tag);
  const auto end = start == std::string::npos ? start : head.find("</title", start);
  if (end == std::string::npos) return {};
  return trimmed(body.substr(start + 1, end - start - 1));
}

}  // namespace shotlist::api
