#include "api/request_body.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/json_walk.h"
#include "base/normal_form.h"

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

void append_normal(std::string& out, std::string_view value);

// Unreadable text stays as it is.
void append_normal_text(std::string& out, std::string_view written) {
  if (const auto text = JsonValue(written).text()) {
    append_json_text(out, in_normal_form(*text));
  } else {
    out += written;
  }
}

// Its names may sort differently in normal form.
void append_normal_object(std::string& out, std::string_view object) {
  std::vector<std::pair<std::string, std::string>> members;  // by their names
  JsonWalk walk(object, JsonWalk::Over::object);
  while (walk.next()) {
    const std::string name = fmt::format("\"{}\"", walk.name());
    auto& [key, member] = members.emplace_back(JsonValue(name).text().value_or(name), "");
    key = in_normal_form(key);
    append_json_text(member, key);
    member += ':';
    append_normal(member, walk.value().written());
  }
  if (!walk.is_sound()) {
    out += object;
    return;
  }
  std::sort(members.begin(), members.end());
  for (const auto& [key, member] : members) {
    out += &member == &members.front().second ? '{' : ',';
    out += member;
  }
  out += members.empty() ? "{}" : "}";
}

void append_normal_list(std::string& out, std::string_view list) {
  std::string items;
  JsonWalk walk(list, JsonWalk::Over::array);
  while (walk.next()) {
    if (!items.empty()) items += ',';
    append_normal(items, walk.value().written());
  }
  out += walk.is_sound() ? '[' + items + ']' : std::string(list);
}

void append_normal(std::string& out, std::string_view value) {
  if (value.starts_with('"')) return append_normal_text(out, value);
  if (value.starts_with('{')) return append_normal_object(out, value);
  if (value.starts_with('[')) return append_normal_list(out, value);
  out += value;
}

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

Fingerprint request_fingerprint(std::string_view body) {
  // JSON writes a CR as two characters. Other text with these two only costs a closer look.
  const bool has_return = body.find("\\r") != std::string_view::npos;
  if (!has_return && is_surely_normal(body)) return fingerprint_of(body);
  std::string normal;
  normal.reserve(body.size());
  append_normal(normal, body);
  return fingerprint_of(normal);
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
