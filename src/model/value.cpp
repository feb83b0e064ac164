#include "model/value.h"

namespace shotlist::inline model {
namespace {

struct Shown {
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  std::string operator()(const std::vector<std::string>& items) const {
    std::string joined;
    for (const std::string& item : items) {
      if (!joined.empty()) joined += ' ';
      joined += item;
    }
    return joined;
  }
  std::string operator()(const RawJson& raw) const { return raw.shown; }
};

}  // namespace

std::string to_text(const Value& value) {
  return std::visit(Shown{}, value);
}

}  // namespace shotlist::inline model
