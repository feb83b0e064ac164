#include "show/file_link.h"

#include <fmt/format.h>

#include "base/text.h"

namespace shotlist::show {
namespace {

bool stays_as_it_is(char c) {
  return is_ascii_alphanumeric(c) || std::string_view("/-._~").find(c) != std::string_view::npos;
}

}  // namespace

std::string file_link(std::string_view path) {
  if (path.empty() || path.starts_with("//") || path.find('\\') != std::string_view::npos)
    return {};
  // The point in front keeps `a:b` from being taken for an address.
  std::string link = path.front() == '/' ? "file://" : "./";
  for (const char c : path) {
    if (stays_as_it_is(c)) {
      link += c;
    } else {
      link += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return link;
}

}  // namespace shotlist::show
