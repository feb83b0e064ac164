#include "api/task_search.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <sstream>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/escape.h"
#include "base/text.h"

namespace shotlist::api {
namespace {

using nlohmann::json;

template <std::size_t Count>
bool holds(const std::array<std::string_view, Count>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// `taskId`, `task_id` and `TASK-ID` are the same key.
std::string plain_key(std::string_view key) {
  std::string plain = lower_ascii(key);
  plain.erase(
      std::remove_if(plain.begin(), plain.end(), [](char c) { return c == '_' || c == '-'; }),
      plain.end());
  return plain;
}

// `taskid`, `taskuuid`, `videoids`; and `task` alone, whose value is then the id.
bool names_a_task(std::string_view plain) {
  static constexpr std::array<std::string_view, 6> subjects = {
      "task", "job", "video", "generation", "prediction", "operation"};
  static constexpr std::array<std::string_view, 5> ends = {"", "id", "ids", "uuid", "uid"};
  return std::any_of(subjects.begin(), subjects.end(), [plain](std::string_view subject) {
    const auto at = plain.rfind(subject);
    if (at == std::string_view::npos) return false;
    const bool is_whole = at == 0 || plain.substr(at + subject.size()) != "";
    return is_whole && holds(ends, plain.substr(at + subject.size()));
  });
}

// Keys that hold the id itself in some gateways.
bool may_hold_a_task(std::string_view plain) {
  return plain == "data" || plain == "result" || plain == "uuid" || plain == "ids";
}

// An id is one word, not a sentence or an address.
bool is_one_word(std::string_view value) {
  constexpr std::size_t longest = 200;
  return !value.empty() && value.size() <= longest &&
         value.find_first_of(" \t\r\n{}[]<>\"") == std::string_view::npos &&
         value.find("://") == std::string_view::npos;
}

// Objects whose `id` is not a task's.
bool is_somebody_else(std::string_view plain) {
  static constexpr std::array<std::string_view, 14> owners = {
      "user",  "account", "organization", "org",   "group",   "channel", "token",
      "model", "request", "trace",        "usage", "project", "log",     "provider"};
  return holds(owners, plain);
}

bool names_a_request(std::string_view id) {
  static constexpr std::array<std::string_view, 6> starts = {"req_",  "req-",  "request",
                                                             "trace", "error", "err_"};
  const std::string lowered = lower_ascii(id.substr(0, 8));
  return std::any_of(starts.begin(), starts.end(),
                     [&](std::string_view start) { return lowered.starts_with(start); });
}

bool is_of_id(char c) {
  return is_ascii_alphanumeric(c) || c == '_' || c == '-' || c == '.';
}

// `sora-2:task_01k9009g8e` or `video_68e688d4950481` in a sentence. Words such as `task_not_exist`
// have no digit, and `task_type_2` is too short.
std::string task_word_in(std::string_view text) {
  static constexpr std::array<std::string_view, 4> marks = {"task_", "task-", "video_", "gen_"};
  constexpr std::size_t fewest = 8;
  const std::string lowered = lower_ascii(text);
  for (const std::string_view mark : marks) {
    for (auto at = lowered.find(mark); at != std::string::npos; at = lowered.find(mark, at + 1)) {
      std::size_t end = at + mark.size();
      while (end < text.size() && is_of_id(text[end]))
        ++end;
      while (end > at && text[end - 1] == '.')
        --end;
      const std::string_view rest = text.substr(at + mark.size(), end - at - mark.size());
      const auto digits = std::count_if(rest.begin(), rest.end(), is_ascii_digit);
      const bool begins_here = at == 0 || !is_ascii_alphanumeric(text[at - 1]);
      if (rest.size() < fewest || digits < 2 || !begins_here) continue;
      std::size_t begin = at;
      if (begin > 1 && text[begin - 1] == ':' && is_of_id(text[begin - 2])) {
        --begin;
        while (begin > 0 && is_of_id(text[begin - 1]))
          --begin;
      }
      return std::string(text.substr(begin, end - begin));
    }
  }
  return {};
}

// Where the value of an assignment begins that may start at `at`: after `: "`, `\":\"`, `=` or `>`.
std::optional<std::size_t> value_after(std::string_view text, std::size_t at) {
  bool is_assigned = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == ':' || c == '=' || c == '>') is_assigned = true;
    if (std::string_view(" \t\r\n\"'\\:=>").find(c) == std::string_view::npos) break;
  }
  return is_assigned ? std::optional(at) : std::nullopt;
}

std::string id_at(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && (is_of_id(text[end]) || text[end] == ':'))
    ++end;
  const std::string_view value = text.substr(begin, end - begin);
  return may_be_task_id(value) ? std::string(value) : std::string();
}

// `task_id: v1`, `'task_id':'v1'`, `\"taskId\":\"v1\"`, `<task_id>v1<`, `a=b&task_id=v1` in text
// that is not JSON, or that contains JSON.
std::string task_value_in(std::string_view text) {
  static constexpr std::array<std::string_view, 6> keys = {"task_id", "taskid",   "task-id",
                                                           "job_id",  "video_id", "task_uuid"};
  const std::string lowered = lower_ascii(text);
  for (const std::string_view key : keys) {
    for (auto at = lowered.find(key); at != std::string::npos; at = lowered.find(key, at + 1)) {
      const auto begin = value_after(text, at + key.size());
      if (!begin) continue;
      if (std::string id = id_at(text, *begin); !id.empty()) return id;
    }
  }
  return {};
}

// `"id": "v1"`, `'id':'v1'`, `{id:"v1"`, `id: v1` in text that cannot be read as JSON; `?id=v1` and
// `<id>v1<`. An attribute of HTML (`<p id="v1">`) is not one, nor is the end of another word.
std::string id_value_in(std::string_view text) {
  constexpr std::string_view key = "id";
  const std::string lowered = lower_ascii(text);
  for (auto at = lowered.find(key); at != std::string::npos; at = lowered.find(key, at + 1)) {
    const char before = at == 0 ? '\n' : text[at - 1];
    std::size_t end = at + key.size();
    if (is_of_id(before) || (end < text.size() && is_ascii_alphanumeric(text[end]))) continue;
    while (end < text.size() &&
           std::string_view(" \t\"'\\").find(text[end]) != std::string_view::npos)
      ++end;
    const bool is_member = end < text.size() && text[end] == ':';
    const bool is_query = (before == '?' || before == '&') && end < text.size() && text[end] == '=';
    const bool is_element = before == '<' && end < text.size() && text[end] == '>';
    if (!is_member && !is_query && !is_element) continue;
    const auto begin = value_after(text, at + key.size());
    const std::string id = begin ? id_at(text, *begin) : std::string();
    const bool has_digit = std::any_of(id.begin(), id.end(), is_ascii_digit);
    if (has_digit && !names_a_request(id)) return id;
  }
  return {};
}

// `%3A` as `:`. Escapes that stand for no ASCII character stay.
std::string without_percent_escapes(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const Escape escape = read_escape(text, at, percent_escapes);
    const bool is_ascii = escape.size > 0 && escape.value < 0x80;
    plain += is_ascii ? static_cast<char>(escape.value) : text[at];
    at += is_ascii ? escape.size : 1;
  }
  return plain;
}

// In an address, such as one to ask for the task.
std::string task_in_query(std::string_view text) {
  const bool is_about_tasks =
      contains_ignoring_case(text, "video") || contains_ignoring_case(text, "task");
  return is_about_tasks && text.find_first_of("?&") != std::string_view::npos &&
                 text.find(' ') == std::string_view::npos
             ? id_value_in(text)
             : std::string();
}

std::string search(std::string_view text, int depth);

/// Reads JSON piece by piece, as far as it goes. What is found in it is a task's by its key, by
/// being an `id` whose owner can have one, or by its form.
class Finder final : public nlohmann::json_sax<json> {
 public:
  /// `depth`: JSON in how many strings of JSON it is.
  explicit Finder(int depth) : depth_(depth) {}

  /// Reads the value that `text` begins with. Returns its size in bytes; 0 if it cannot be read.
  std::size_t read(std::string_view text) {
    std::istringstream in{std::string(text)};
    if (!json::sax_parse(in, this, json::input_format_t::json, /*strict=*/false)) return 0;
    return in.eof() ? text.size() : static_cast<std::size_t>(in.tellg());
  }

  std::string found() const {
    for (const std::string& each : {by_key_, by_id_, by_word_}) {
      if (!each.empty()) return each;
    }
    return {};
  }

  bool key(string_t& name) override {
    key_ = plain_key(name);
    return true;
  }
  bool string(string_t& value) override {
    look_at(value);
    const std::string plain = without_percent_escapes(value);
    if (by_word_.empty()) by_word_ = task_word_in(plain);
    if (by_id_.empty()) by_id_ = task_in_query(plain);
    constexpr int deepest = 3;
    const auto inner = value.find('{');
    if (by_id_.empty() && inner != std::string::npos && depth_ < deepest)
      by_id_ = search(std::string_view(value).substr(inner), depth_ + 1);
    return true;
  }
  bool number_integer(number_integer_t value) override { return look_at(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return look_at(std::to_string(value)); }
  bool start_object(std::size_t) override { return descend(); }
  bool start_array(std::size_t) override { return descend(); }
  bool end_object() override { return ascend(); }
  bool end_array() override { return ascend(); }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_float(number_float_t, const string_t& written) override { return look_at(written); }
  bool binary(binary_t&) override { return true; }
  bool parse_error(std::size_t, const std::string&, const json::exception&) override {
    return false;
  }

 private:
  bool descend() {
    owners_.push_back(key_);
    return true;
  }
  bool ascend() {
    key_ = owners_.back();
    owners_.pop_back();
    return true;
  }
  bool look_at(const std::string& value) {
    if (!may_be_task_id(value) || !is_one_word(value)) return true;
    const bool has_digit = std::any_of(value.begin(), value.end(), is_ascii_digit);
    if (by_key_.empty() && names_a_task(key_)) by_key_ = value;
    const bool of_task = key_ == "value" && !owners_.empty() && names_a_task(owners_.back());
    if (by_key_.empty() && of_task) by_key_ = value;
    if (by_id_.empty() && may_hold_a_task(key_) && has_digit) by_id_ = value;
    const bool is_own = owners_.empty() || !is_somebody_else(owners_.back());
    if (by_id_.empty() && key_ == "id" && is_own && !names_a_request(value)) by_id_ = value;
    return true;
  }

  int depth_;
  std::string key_;
  std::vector<std::string> owners_;  ///< the keys of the open objects and arrays
  std::string by_key_, by_id_, by_word_;
};

// Without the `data:` of an event stream.
std::string_view next_value(std::string_view text) {
  constexpr std::string_view event_data = "data:";
  text = trimmed(text);
  return text.starts_with(event_data) ? trimmed(text.substr(event_data.size())) : text;
}

// A text may hold several values, and break off or go wrong anywhere: what cannot be read as JSON
// is searched as text.
std::string search(std::string_view text, int depth) {
  constexpr int most_values = 32;
  Finder finder(depth);
  std::string_view rest = next_value(text);
  for (int values = 0; values < most_values && (rest.starts_with('{') || rest.starts_with('['));
       ++values) {
    const std::size_t size = finder.read(rest);
    if (size == 0) break;
    rest = next_value(rest.substr(size));
  }
  if (std::string found = finder.found(); !found.empty()) return found;
  const std::string plain = without_percent_escapes(text);
  for (const std::string& found :
       {task_value_in(plain), id_value_in(without_percent_escapes(rest)), task_word_in(plain)}) {
    if (!found.empty()) return found;
  }
  return {};
}

}  // namespace

bool may_be_task_id(std::string_view id) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  constexpr std::string_view part_of_key = "[key]";
  static constexpr std::array<std::string_view, 17> nobodys = {
      "null",    "undefined", "none",  "nil",    "nan",     "true",    "false", "n/a",    "na",
      "unknown", "string",    "error", "failed", "pending", "success", "id",    "task_id"};
  constexpr std::size_t longest_of_nobody = 9;
  const std::string_view word = trimmed_of_blanks(id);
  if (word.size() <= longest_of_nobody && holds(nobodys, lower_ascii(word))) return false;
  for (const std::string_view sign : {replacement, part_of_key, std::string_view("<nil>"),
                                      std::string_view("${"), std::string_view("[object ")}) {
    if (id.find(sign) != std::string_view::npos) return false;
  }
  if (word.starts_with('{') && word.ends_with('}')) return false;
  const bool is_negative = word.size() > 1 && word.front() == '-' &&
                           word.find_first_not_of("0123456789.", 1) == std::string::npos;
  // Only zeros and signs: `0`, `0.0`, `-`, `...`, the nil UUID.
  const bool says_something = word.find_first_not_of("0.-_ ") != std::string::npos;
  return says_something && !is_negative;
}

std::string find_task_id(std::string_view text, bool is_cut_short) {
  // The last word may be only the beginning of an id.
  while (is_cut_short && !text.empty() && is_of_id(text.back()))
    text.remove_suffix(1);
  return search(text, 0);
}

std::string find_task_id(const http::Reply& reply) {
  for (const auto& [name, value] : reply.headers) {
    std::string plain = plain_key(name);
    if (plain.starts_with('x')) plain.erase(0, 1);
    if (names_a_task(plain) && is_one_word(value) && may_be_task_id(value)) return value;
  }
  for (const auto& [name, value] : reply.headers) {
    const std::string plain = without_percent_escapes(value);
    for (const std::string& found :
         {task_value_in(plain), task_word_in(plain), task_in_query(plain)}) {
      if (!found.empty()) return found;
    }
  }
  return {};
}

}  // namespace shotlist::api
