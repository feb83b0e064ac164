#include "show/style.h"

namespace shotlist::show {
namespace {

std::string_view code_of(Status status) {
  switch (status) {
    case Status::submitted:
      return "32";
    case Status::failed:
      return "31";
    case Status::rejected:
      return "35";
    case Status::in_doubt:
      return "33";
    case Status::held:
      return "34";
    case Status::not_sent:
      break;
  }
  return "2";
}

}  // namespace

std::string Style::wrapped(std::string_view code, std::string_view text) const {
  if (!colour_) return std::string(text);
  std::string painted = "\x1b[";
  painted += code;
  painted += 'm';
  painted += text;
  return painted += "\x1b[0m";
}

std::string Style::painted(Status status, std::string_view text) const {
  return wrapped(code_of(status), text);
}

std::string Style::bold(std::string_view text) const {
  return wrapped("1", text);
}

}  // namespace shotlist::show
