#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/profile.h"
#include "base/nearest.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/utf8.h"
#include "http/url.h"

namespace shotlist::api {
namespace {

constexpr std::string_view picture_endings[] = {".jpg",  ".jpeg", ".jfif", ".png",  ".webp",
                                                ".gif",  ".bmp",  ".heic", ".heif", ".avif",
                                                ".tiff", ".tif",  ".svg"};
constexpr std::size_t longest_shown = 200;  // bytes of a wrong URL in a message

const char* example_of(FieldType type) {
  switch (type) {
    case FieldType::text:
      return "text";
    case FieldType::integer:
      return "a whole number such as 15";
    case FieldType::boolean:
      return "true or false";
    case FieldType::url:
      return "an http(s) URL";
    case FieldType::urls:
      return "a list of http(s) URLs";
    case FieldType::span:
      return "a start and an end in seconds, such as 1,3";
    case FieldType::json:
      return "a JSON value";
  }
  return "";
}

FieldMistake wrong_type(const FieldRule& rule, std::string_view text) {
  const std::string remedy = rule.allowed.empty() ? fmt::format("write {}", example_of(rule.type))
                                                  : fmt::format("use {}", or_list(rule.allowed));
  return {rule.name, true,
          fmt::format("{} must be {}, not \"{}\"", rule.name, example_of(rule.type), text), remedy,
          Code::wrong_type};
}

// The only place that checks a value against the allowed values of a profile.
bool check_allowed(const FieldRule& rule, const Value& value, std::vector<FieldMistake>& mistakes) {
  const auto& allowed = rule.allowed;
  if (allowed.empty()) return true;
  const std::string shown = to_text(value);
  const auto is_among = [&](const std::vector<std::string>& words) {
    return std::find(words.begin(), words.end(), shown) != words.end();
  };
  if (is_among(allowed) || is_among(rule.tolerated)) return true;
  // A wrong number is a wrong choice, not a typo.
  const auto close = rule.type == FieldType::text ? nearest(shown, {allowed.begin(), allowed.end()})
                                                  : std::nullopt;
  mistakes.push_back(
      {rule.name, true, fmt::format("{} cannot be \"{}\"", rule.name, shown),
       close ? fmt::format("did you mean {}? {} is {}", *close, rule.name, or_list(allowed))
             : fmt::format("use {}", or_list(allowed))});
  return false;
}

// Recognizes most URLs without a parser: a scheme, a name, a path of harmless characters.
bool is_simple_url(std::string_view url) {
  const auto is_word = [](char c) { return is_ascii_alphanumeric(c) || c == '-' || c == '.'; };
  const auto is_harmless = [&](char c) { return is_word(c) || c == '/' || c == '_' || c == '='; };
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!url.starts_with(scheme)) continue;
    url.remove_prefix(scheme.size());
    const auto host_end = std::find_if_not(url.begin(), url.end(), is_word);
    const bool has_host = host_end != url.begin() && url.front() >= 'a' && url.front() <= 'z';
    return has_host && (host_end == url.end() || *host_end == '/') &&
           std::all_of(host_end, url.end(), is_harmless);
  }
  return false;
}

bool check_picture_file(const FieldRule& rule, const std::string& file,
                        std::vector<FieldMistake>& mistakes) {
  if (lower_ascii(file.substr(0, 5)) == "file:") {
    mistakes.push_back({rule.name, true, fmt::format("\"{}\" is the address of a file", file),
                        "write its path alone, such as ./harbor.jpg"});
    return false;
  }
  if (rule.largest_picture > 0) return true;
  mistakes.push_back(
      {rule.name, true,
       fmt::format("\"{}\" is a file on this computer, which {} of this model cannot "
                   "take",
                   file, rule.name),
       "put it on the web and write its address, such as "
       "https://example.com/harbor.jpg; `shotlist models` says which models take "
       "files"});
  return false;
}

bool check_url(const FieldRule& rule, const std::string& url, std::vector<FieldMistake>& mistakes) {
  if (is_simple_url(url)) return true;
  if (rule.data_uris && url.starts_with("data:image/")) return true;
  if (is_picture_file(url)) return check_picture_file(rule, url, mistakes);
  const bool several = rule.type == FieldType::urls && (url.find(",http") != std::string::npos ||
                                                        url.find(";http") != std::string::npos);
  // From a cell such as `https://a.com/1.jpg, https://a.com/2.jpg`.
  const bool separated = url.ends_with(',') || url.ends_with(';');
  if (several || separated) {
    mistakes.push_back({rule.name, true,
                        fmt::format("\"{}\" {}", url,
                                    several ? "looks like several URLs in one"
                                            : fmt::format("ends in `{}`", url.back())),
                        "separate URLs by spaces or |; write a comma inside a URL as %2C"});
    return false;
  }
  if (http::parse_url(url)) return true;
  const std::string_view shown = utf8_prefix(url, longest_shown);
  mistakes.push_back(
      {rule.name, true,
       fmt::format("\"{}{}\" is no http(s) URL", shown, shown.size() < url.size() ? "..." : ""),
       rule.type == FieldType::urls
           ? "give the full address of the image, such as https://example.com/image.jpg"
           : "give the full address, such as https://example.com/clip.mp4"});
  return false;
}

bool check_urls(const FieldRule& rule, const std::vector<std::string>& urls,
                std::vector<FieldMistake>& mistakes) {
  bool good = true;
  for (std::size_t i = 0; i < urls.size(); ++i) {
    if (check_url(rule, urls[i], mistakes)) continue;
    mistakes.back().item = i;
    good = false;
  }
  return good;
}

// For a value that is text in JSON.
bool check_text_value(const FieldRule& rule, const Value& value,
                      std::vector<FieldMistake>& mistakes) {
  const std::string& text = std::get<std::string>(value);
  if (rule.type == FieldType::url) return check_url(rule, text, mistakes);
  if (rule.type == FieldType::span && !parse_span(text)) {
    mistakes.push_back(wrong_type(rule, text));
    return false;
  }
  return check_allowed(rule, value, mistakes);
}

// The text or list in `value`, which keeps its memory, to be overwritten.
template <typename T>
T& replaced(Value& value) {
  T* const same = std::get_if<T>(&value);
  return same != nullptr ? *same : value.emplace<T>();
}

bool parse_urls(const FieldRule& rule, std::string_view text, Value& value,
                std::vector<FieldMistake>& mistakes) {
  auto& urls = replaced<std::vector<std::string>>(value);
  urls.clear();
  if (text.substr(0, 1) == "[") {
    const auto list = nlohmann::json::parse(text, nullptr, false);
    const bool good = list.is_array() && std::all_of(list.begin(), list.end(), [](const auto& url) {
                        return url.is_string();
                      });
    if (!good) {
      mistakes.push_back({rule.name, true,
                          fmt::format("{} starts with [ but is no JSON list of text", rule.name),
                          R"(write ["https://example.com/a.jpg"], or URLs separated by spaces)"});
      return false;
    }
    urls = list.get<std::vector<std::string>>();
  } else {
    for (const std::string_view url : split_any(text, " \t\r\n|"))
      urls.emplace_back(url);
  }
  return check_urls(rule, urls, mistakes);
}

}  // namespace

bool is_picture_file(std::string_view url) {
  const std::string lower = lower_ascii(url);
  if (lower.starts_with("file:")) return true;
  for (const std::string_view start : {"./", "../", "~/", ".\\", "..\\"}) {
    if (lower.starts_with(start)) return true;
  }
  const bool has_drive = lower.size() > 2 && is_ascii_alphanumeric(lower[0]) && lower[1] == ':';
  if (has_drive && (lower[2] == '\\' || lower[2] == '/')) return true;
  if (lower.starts_with('/')) return !lower.starts_with("//");
  // `example.com/1.jpg` is an address without its scheme.
  const auto folder = lower.substr(0, lower.find('/'));
  const bool has_host = folder.size() < lower.size() && folder.find('.') != std::string::npos;
  if (has_host || lower.find(':') != std::string::npos) return false;
  return std::any_of(std::begin(picture_endings), std::end(picture_endings),
                     [&](std::string_view ending) { return lower.ends_with(ending); });
}

bool has_type(const Value& value, FieldType type) {
  switch (type) {
    case FieldType::text:
    case FieldType::url:
    case FieldType::span:
      return std::holds_alternative<std::string>(value);
    case FieldType::integer:
      return std::holds_alternative<std::int64_t>(value);
    case FieldType::boolean:
      return std::holds_alternative<bool>(value);
    case FieldType::urls:
      return std::holds_alternative<std::vector<std::string>>(value);
    case FieldType::json:
      return std::holds_alternative<RawJson>(value);
  }
  return false;
}

bool parse_value(const FieldRule& rule, std::string_view text, Value& value,
                 std::vector<FieldMistake>& mistakes) {
  switch (rule.type) {
    case FieldType::text:
      // A word from a list may have spaces around it; free text is left as it is.
      replaced<std::string>(value) = rule.allowed.empty() ? text : trimmed(text);
      return check_allowed(rule, value, mistakes);
    case FieldType::url:
    case FieldType::span:
      replaced<std::string>(value) = trimmed(text);
      return check_text_value(rule, value, mistakes);
    case FieldType::urls:
      return parse_urls(rule, trimmed(text), value, mistakes);
    case FieldType::json:
      break;  // never written as a cell
    case FieldType::integer:
      if (const auto number = parse_integer(trimmed(text), INT64_MIN, INT64_MAX)) {
        value = *number;
        return check_allowed(rule, value, mistakes);
      }
      break;
    case FieldType::boolean: {
      // Spreadsheets write TRUE.
      const std::string word = lower_ascii(trimmed(text));
      if (word == "true" || word == "false") {
        value = word == "true";
        return check_allowed(rule, value, mistakes);
      }
      break;
    }
  }
  mistakes.push_back(wrong_type(rule, text));
  return false;
}

bool check_value(const FieldRule& rule, const Value& value, std::vector<FieldMistake>& mistakes) {
  if (!has_type(value, rule.type)) {
    mistakes.push_back(wrong_type(rule, to_text(value)));
    return false;
  }
  switch (rule.type) {
    case FieldType::urls:
      return check_urls(rule, std::get<std::vector<std::string>>(value), mistakes);
    case FieldType::text:
    case FieldType::url:
    case FieldType::span:
      return check_text_value(rule, value, mistakes);
    default:
      return check_allowed(rule, value, mistakes);
  }
}

}  // namespace shotlist::api
