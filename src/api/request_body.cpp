#include "api/request_body.h"

#include <algorithm>
#include <cstdint>
#include <variant>

#include <nlohmann/json.hpp>

namespace shotlist {
namespace {

using nlohmann::json;

bool is_list_of_text(const json& value) {
  return value.is_array() &&
         std::all_of(value.begin(), value.end(), [](const json& item) { return item.is_string(); });
}

Value typed(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (is_list_of_text(value)) return value.get<std::vector<std::string>>();
  return value.dump();
}

}  // namespace

std::string request_body(const Fields& fields) {
  // nlohmann's default object is ordered by key, which is what makes the text canonical.
  nlohmann::json body = nlohmann::json::object();
  for (const auto& [name, value] : fields) {
    std::visit([&body, &key = name](const auto& typed) { body[key] = typed; }, value);
  }
  return body.dump();
}

Fields parse_body(const std::string& body) {
  const json object = json::parse(body, nullptr, /*allow_exceptions=*/false);
  Fields fields;
  if (!object.is_object()) return fields;
  for (const auto& [name, value] : object.items())
    fields.emplace_back(name, typed(value));
  return fields;
}

}  // namespace shotlist
