#include "api/answer.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/utf8.h"

namespace shotlist {
namespace {

using nlohmann::json;

// Raw text stands in for a message; a page of HTML is no message.
constexpr std::size_t longest_raw_message = 300;

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
  answer.from_gateway = (error_object && !word(member(error, "message")).empty()) || flat;
}

}  // namespace

Answer read_answer(std::string_view body) {
  Answer answer;
  const json parsed = json::parse(body, nullptr, /*allow_exceptions=*/false);
  answer.is_json = !parsed.is_discarded();
  if (parsed.is_object()) {
    answer.task_id = first_word({&member(parsed, "id"), &member(parsed, "task_id"),
                                 &member(member(parsed, "data"), "id"),
                                 &member(member(parsed, "data"), "task_id")});
    read_error(parsed, answer);
  }
  if (answer.message.empty()) {
    answer.message = utf8_prefix(trimmed(body), longest_raw_message);
  }
  return answer;
}

}  // namespace shotlist
