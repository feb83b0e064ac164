#include "model/value.h"

#include <cstddef>
#include <string_view>

#include "base/digest.h"

namespace shotlist::inline model {
namespace {

constexpr std::size_t longest_data_uri = 1000;  // bytes, that are shown as they are

// A whole picture, which no cell and no message can hold: its size and digest tell it from others.
std::string shown_item(const std::string& item) {
  const auto comma = item.find(',');
  if (item.size() <= longest_data_uri || !item.starts_with("data:") || comma == std::string::npos)
    return item;
  const std::string_view digits = std::string_view(item).substr(comma + 1);
  const std::size_t padding = digits.ends_with("==") ? 2 : digits.ends_with('=') ? 1 : 0;
  return item.substr(0, item.find_first_of(";,")) +
         ";bytes=" + std::to_string(digits.size() * 3 / 4 - padding) +
         ";digest=" + to_hex(checksum(item));
}

struct Shown {
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  std::string operator()(const std::vector<std::string>& items) const {
    std::string joined;
    for (const std::string& item : items) {
      if (!joined.empty()) joined += ' ';
      joined += shown_item(item);
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
