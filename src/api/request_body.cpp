#include "api/request_body.h"

#include <algorithm>
#include <cstdint>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json_text.h"

namespace shotlist::api {
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

struct ValueWriter {
  std::string& body;

  void operator()(const std::string& text) const { append_json_text(body, text); }
  void operator()(std::int64_t number) const { body += std::to_string(number); }
  void operator()(bool truth) const { body += truth ? "true" : "false"; }
  void operator()(const std::vector<std::string>& items) const {
    body += '[';
    for (const std::string& item : items) {
      if (&item != &items.front()) body += ',';
      append_json_text(body, item);
    }
    body += ']';
  }
  void operator()(const RawJson& raw) const { body += raw.text; }
};

}  // namespace

std::string request_body(const Fields& fields) {
  std::string body;
  append_request_body(body, body_members(fields));
  return body;
}

std::vector<BodyMember> body_members(const Fields& fields) {
  std::vector<const Field*> order;
  for (const Field& field : fields)
    order.push_back(&field);
  std::sort(order.begin(), order.end(),
            [](const Field* a, const Field* b) { return a->first < b->first; });
  std::vector<BodyMember> members;
  for (const Field* field : order) {
    BodyMember& member = members.emplace_back();
    member.key = members.size() == 1 ? '{' : ',';
    append_json_text(member.key, field->first);
    member.key += ':';
    member.value = &field->second;
  }
  return members;
}

void append_request_body(std::string& body, const std::vector<BodyMember>& members) {
  if (members.empty()) body += '{';
  for (const BodyMember& member : members) {
    body += member.key;
    std::visit(ValueWriter{body}, *member.value);
  }
  body += '}';
}

Fields parse_body(const std::string& body) {
  const json object = json::parse(body, nullptr, /*allow_exceptions=*/false);
  Fields fields;
  if (!object.is_object()) return fields;
  for (const auto& [name, value] : object.items())
    fields.emplace_back(name, typed(value));
  return fields;
}

}  // namespace shotlist::api
