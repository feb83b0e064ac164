#include "api/task_search.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace shotlist::api {
namespace {

using nlohmann::json;

template <std::size_t Count>
bool holds(const std::array<std::string_view, Count>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// `taskId`, `task_id` and `TASK-ID` are one key.
std::string plain_key(std::string_view key) {
  std::string plain = lower_ascii(key);
  plain.erase(
      std::remove_if(plain.begin(), plain.end(), [](char c) { return c == '_' || c == '-'; }),
      plain.end());
  return plain;
}

bool names_a_task(std::string_view plain) {
  static constexpr std::array<std::string_view, 6> keys = {
      "taskid", "jobid", "videoid", "generationid", "predictionid", "taskids"};
  return holds(keys, plain);
}

// Whose `id` is none of a task.
bool is_somebody_else(std::string_view plain) {
  static constexpr std::array<std::string_view, 14> owners = {
      "user",  "account", "organization", "org",   "group",   "channel", "token",
      "model", "request", "trace",        "usage", "project", "log",     "provider"};
  return holds(owners, plain);
}

bool names_a_request(std::string_view id) {
  static constexpr std::array<std::string_view, 4> starts = {"req", "err", "trace", "log"};
  const std::string lowered = lower_ascii(id.substr(0, 8));
  return std::any_of(starts.begin(), starts.end(),
                     [&](std::string_view start) { return lowered.starts_with(start); });
}

bool is_of_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// `sora-2:task_01k9009g8e` in a sentence. Words such as `task_not_exist` or `task_queue_full` hold
// no digit.
std::string task_word_in(std::string_view text) {
  constexpr std::string_view mark = "task_";
  constexpr std::size_t fewest = 8;
  for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    std::size_t end = at + mark.size();
    while (end < text.size() && (is_of_word(text[end]) || text[end] == '_' || text[end] == '-'))
      ++end;
    const std::string_view rest = text.substr(at + mark.size(), end - at - mark.size());
    if (rest.size() < fewest || std::none_of(rest.begin(), rest.end(), is_digit)) continue;
    std::size_t begin = at;
    if (begin > 0 && text[begin - 1] == ':') {
      --begin;
      while (begin > 0 && (is_of_word(text[begin - 1]) || text[begin - 1] == '-' ||
                           text[begin - 1] == '.' || text[begin - 1] == '_'))
        --begin;
      if (text[begin] == ':') ++begin;
    }
    return std::string(text.substr(begin, end - begin));
  }
  return {};
}

/// Told of a JSON text piece by piece, as far as it goes.
class Finder final : public nlohmann::json_sax<json> {
 public:
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
    if (by_word_.empty()) by_word_ = task_word_in(value);
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
  bool number_float(number_float_t, const string_t&) override { return true; }
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
    if (!may_be_task_id(value)) return true;
    if (by_key_.empty() && names_a_task(key_)) by_key_ = value;
    const bool is_own = owners_.empty() || !is_somebody_else(owners_.back());
    if (by_id_.empty() && key_ == "id" && is_own && !names_a_request(value)) by_id_ = value;
    return true;
  }

  std::string key_;
  std::vector<std::string> owners_;  ///< the keys of what is open
  std::string by_key_, by_id_, by_word_;
};

}  // namespace

bool may_be_task_id(std::string_view id) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  static constexpr std::array<std::string_view, 11> nobodys = {
      "null", "undefined", "none",           "nil", "nan", "true", "false", "n/a",
      "na",   "unknown",   "[object object]"};
  const std::string word = lower_ascii(trimmed(id));
  if (word.empty() || holds(nobodys, word)) return false;
  if (id.find(replacement) != std::string_view::npos) return false;
  const bool is_zero = word.find_first_not_of('0') == std::string::npos;
  const bool is_negative = word.size() > 1 && word.front() == '-' &&
                           word.find_first_not_of("0123456789.", 1) == std::string::npos;
  return !is_zero && !is_negative;
}

std::string find_task_id(std::string_view text) {
  Finder finder;
  const bool is_json = text.starts_with('{') || text.starts_with('[');
  if (is_json) json::sax_parse(text, &finder, json::input_format_t::json, /*strict=*/false);
  const std::string found = finder.found();
  return found.empty() ? task_word_in(text) : found;
}

}  // namespace shotlist::api
