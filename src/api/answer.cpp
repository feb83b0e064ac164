#include "api/answer.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::api {
namespace {

using nlohmann::json;

// Raw text stands in for a message; a page of HTML is no message.
constexpr std::size_t longest_raw_message = 300;
constexpr std::size_t longest_message = 2000;

// The member `key` of an object, or null where `value` is no object or has none.
const json& member(const json& value, const char* key) {
  static const json nothing;
  if (!value.is_object()) return nothing;
  const auto found = value.find(key);
  return found == value.end() ? nothing : *found;
}

// Text, or a number as its digits; an id or code may be either.
std::string word(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.dump();
  return {};
}

// An id names something: white space, a bare zero, or text with a byte that could not be read does
// not.
std::string id_in(const json& value) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  const std::string id = word(value);
  const bool names_something =
      !trimmed(id).empty() && value != json(0) && id.find(replacement) == std::string::npos;
  return names_something ? id : std::string();
}

std::string first_id(std::initializer_list<const json*> places) {
  for (const json* place : places) {
    if (std::string found = id_in(*place); !found.empty()) return found;
  }
  return {};
}

// The first JSON value of a body, whatever follows it; discarded where there is none. A body is
// read leniently, because an id that is not read is a video that was paid for and lost: a byte that
// is no UTF-8, an event stream's `data:`, or bytes behind the value do not spoil it.
json first_value(std::string_view body) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  constexpr std::string_view event_data = "data:";
  std::string text = repaired_utf8(trimmed(body));
  if (text.rfind(byte_order_mark, 0) == 0) text.erase(0, byte_order_mark.size());
  if (text.rfind(event_data, 0) == 0) text.erase(0, event_data.size());
  json value = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!value.is_discarded()) return value;
  std::istringstream in(std::move(text));  // which may hold more than one value
  try {
    in >> value;
  } catch (const json::exception&) {
    return json(json::value_t::discarded);
  }
  return value;
}

std::string first_word(std::initializer_list<const json*> places) {
  for (const json* place : places) {
    if (std::string found = word(*place); !found.empty()) return found;
  }
  return {};
}

// Some gateways put a code of success beside a good answer.
bool is_success(const std::string& code) {
  static constexpr std::array<std::string_view, 5> words = {"", "0", "200", "ok", "success"};
  const std::string lowered = lower_ascii(code);
  return std::find(words.begin(), words.end(), lowered) != words.end();
}

// Some gateways put an error object with nothing in it beside every answer.
bool says_anything(const json& error) {
  return error.is_object() && std::any_of(error.begin(), error.end(), [](const json& value) {
           return !value.is_null() && value != json("");
         });
}

void read_error(const json& body, Answer& answer) {
  const json& error = member(body, "error");
  const std::string flat_message = first_word({&member(body, "message"), &member(body, "msg")});
  const std::string flat_code = word(member(body, "code"));
  answer.code = first_word({&member(error, "code"), &member(body, "code")});
  answer.message = first_word({&member(error, "message"), &error, &member(body, "message"),
                               &member(body, "msg"), &member(body, "detail")});

  const bool error_object = says_anything(error);
  const bool error_text = error.is_string() && !error.get_ref<const std::string&>().empty();
  const bool flat = !flat_message.empty() && !is_success(flat_code);
  const bool no_success = member(body, "success") == json(false);
  answer.says_error = error_object || error_text || flat || no_success;
  const bool named =
      error_object && !first_word({&member(error, "message"), &member(error, "code")}).empty();
  answer.from_gateway = named || flat;
}

}  // namespace

Answer read_answer(std::string_view body) {
  Answer answer;
  const json parsed = first_value(body);
  answer.is_json = parsed.is_structured();  // "503 busy" starts with a number and is none
  if (parsed.is_object()) {
    answer.task_id = first_id({&member(parsed, "id"), &member(parsed, "task_id"),
                               &member(member(parsed, "data"), "id"),
                               &member(member(parsed, "data"), "task_id")});
    read_error(parsed, answer);
  }
  if (answer.message.empty()) {
    answer.message = utf8_prefix(trimmed(body), longest_raw_message);
  }
  answer.message = std::string(utf8_prefix(answer.message, longest_message));
  return answer;
}

}  // namespace shotlist::api
