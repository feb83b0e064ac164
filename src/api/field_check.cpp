#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "api/profile.h"
#include "api/url_list.h"
#include "api/whole_number.h"
#include "base/nearest.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"
#include "http/url.h"

namespace shotlist::api {
namespace {

constexpr std::string_view picture_endings[] = {".jpg",  ".jpeg", ".jfif", ".png",  ".webp",
                                                ".gif",  ".bmp",  ".heic", ".heif", ".avif",
                                                ".tiff", ".tif",  ".svg"};
constexpr std::size_t longest_shown = 200;  // bytes of a wrong URL in a message
constexpr const char* no_url = marked("is no http(s) URL");

const char* example_of(FieldType type) {
  switch (type) {
    case FieldType::text:
      return tr("text");
    case FieldType::integer:
      return tr("a whole number such as 15");
    case FieldType::boolean:
      return tr("true or false");
    case FieldType::url:
      return tr("an http(s) URL");
    case FieldType::urls:
      return tr("a list of http(s) URLs");
    case FieldType::span:
      return tr("a start and an end in seconds, such as 1,3");
    case FieldType::json:
      return tr("a JSON value");
  }
  return "";
}

FieldMistake wrong_type(const FieldRule& rule, std::string_view text) {
  const std::string remedy = rule.allowed.empty() ? tr("write {}", example_of(rule.type))
                                                  : tr("use {}", or_list(rule.allowed));
  return {rule.name, true, tr("{} must be {}, not \"{}\"", rule.name, example_of(rule.type), text),
          remedy, Code::wrong_type};
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
  mistakes.push_back({rule.name, true, tr("{} cannot be \"{}\"", rule.name, shown),
                      close ? tr("did you mean {}? {} is {}", *close, rule.name, or_list(allowed))
                            : tr("use {}", or_list(allowed))});
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
           std::all_of(host_end, url.end(), is_harmless) &&
           url.find("//") == std::string_view::npos &&
           (is_ascii_alphanumeric(url.back()) || url.back() == '/');
  }
  return false;
}

bool check_picture_file(const FieldRule& rule, const std::string& file,
                        std::vector<FieldMistake>& mistakes) {
  if (lower_ascii(file.substr(0, 5)) == "file:") {
    mistakes.push_back({rule.name, true, tr("\"{}\" is the address of a file", file),
                        tr("write its path alone, such as ./harbor.jpg")});
    return false;
  }
  if (rule.largest_picture > 0) return true;
  mistakes.push_back({rule.name, true,
                      tr("\"{}\" is a file on this computer, which {} of this model cannot "
                         "take",
                         file, rule.name),
                      tr("put it on the web and write its address, such as "
                         "https://example.com/harbor.jpg; `shotlist models` says which models take "
                         "files")});
  return false;
}

std::string shown_url(std::string_view text) {
  const std::string_view start = utf8_prefix(text, longest_shown);
  return fmt::format("\"{}{}\"", start, start.size() < text.size() ? "..." : "");
}

// What else is in base64 would be lost: `data:image/png;base64,AAAA，https://a.com/1.jpg`.
std::optional<UrlFault> fault_of_data(std::string_view url) {
  constexpr std::string_view start = ";base64,";
  const std::size_t data = url.find(start);
  if (data == std::string_view::npos) return std::nullopt;
  const std::string_view rest = url.substr(data + start.size());
  const auto end = std::find_if_not(rest.begin(), rest.end(), [](char c) {
    return is_ascii_alphanumeric(c) || std::string_view("+/=-_%").find(c) != std::string_view::npos;
  });
  if (end == rest.end()) return std::nullopt;
  return UrlFault{tr("goes on behind the image"), {}};
}

std::optional<UrlFault> fault_of(const FieldRule& rule, const std::string& url) {
  if (is_simple_url(url)) return std::nullopt;
  if (rule.data_uris && url.starts_with("data:image/")) return fault_of_data(url);
  if (starts_url(url)) {
    if (auto fault = fault_of_url(url)) return fault;
    if (http::parse_url(url)) return std::nullopt;
  }
  return UrlFault{no_url, {}};
}

// `among` is the text that the URLs stand in.
FieldMistake mistake_in_url(const FieldRule& rule, const std::string& url, const UrlFault& fault,
                            std::string_view among, bool in_list) {
  const bool several = rule.type == FieldType::urls;
  const auto meant = urls_among(among);
  std::string remedy;
  const bool is_same = meant && meant->size() == 1 && meant->front() == url;
  if (meant && !is_same && (several || meant->size() == 1)) {
    remedy = in_list ? tr("write {}", fmt::format("\"{}\"", fmt::join(*meant, "\", \"")))
                     : tr("write {}", fmt::join(*meant, " "));
  } else if (!fault.encoded.empty()) {
    remedy = tr("{} if it is part of the URL, write it as {}",
                several ? tr("separate URLs by spaces or |;") : tr("take it away;"), fault.encoded);
  } else if (fault.what != no_url) {
    remedy = several ? tr("separate URLs by spaces or |") : tr("write one of them");
  } else {
    remedy = several
                 ? tr("give the full address of the image, such as https://example.com/image.jpg")
                 : tr("give the full address, such as https://example.com/clip.mp4");
  }
  return {rule.name, true, fmt::format("{} {}", shown_url(url), tr(fault.what)), std::move(remedy)};
}

bool check_url(const FieldRule& rule, const std::string& url, bool in_list,
               std::vector<FieldMistake>& mistakes) {
  if (is_picture_file(url)) return check_picture_file(rule, url, mistakes);
  const auto fault = fault_of(rule, url);
  if (fault) mistakes.push_back(mistake_in_url(rule, url, *fault, url, in_list));
  return !fault;
}

bool check_urls(const FieldRule& rule, const std::vector<std::string>& urls,
                std::vector<FieldMistake>& mistakes) {
  bool good = true;
  for (std::size_t i = 0; i < urls.size(); ++i) {
    if (check_url(rule, urls[i], true, mistakes)) continue;
    mistakes.back().item = i;
    good = false;
  }
  return good;
}

bool check_cell(const FieldRule& rule, std::string_view cell, const std::vector<std::string>& urls,
                std::vector<FieldMistake>& mistakes) {
  bool good = true;
  for (const std::string& url : urls) {
    if (is_picture_file(url)) {
      good = check_picture_file(rule, url, mistakes) && good;
      continue;
    }
    const auto fault = fault_of(rule, url);
    if (!fault) continue;
    mistakes.push_back(mistake_in_url(rule, url, *fault, cell, false));
    if (urls_among(cell)) return false;  // the one remedy is for all
    good = false;
  }
  return good;
}

// For a value that is text in JSON.
bool check_text_value(const FieldRule& rule, const Value& value,
                      std::vector<FieldMistake>& mistakes) {
  const std::string& text = std::get<std::string>(value);
  if (rule.type == FieldType::url) return check_url(rule, text, false, mistakes);
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
      const auto meant = list.is_discarded() ? urls_among(text) : std::nullopt;
      mistakes.push_back(
          {rule.name, true, tr("{} starts with [ but is no JSON list of text", rule.name),
           meant ? tr("write {}", fmt::join(*meant, " "))
                 : tr(R"(write ["https://example.com/a.jpg"], or URLs separated by spaces)")});
      return false;
    }
    urls = list.get<std::vector<std::string>>();
    return check_urls(rule, urls, mistakes);
  }
  for (const std::string_view url : split_urls(text))
    urls.emplace_back(url);
  return check_cell(rule, text, urls, mistakes);
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
  if (lower.starts_with('/')) return lower.size() > 1 && lower[1] != '/';
  // `example.com/1.jpg` is an address without its scheme.
  const auto folder = lower.substr(0, lower.find('/'));
  const bool has_host = folder.size() < lower.size() && folder.find('.') != std::string::npos;
  if (has_host || lower.find(':') != std::string::npos) return false;
  return std::any_of(std::begin(picture_endings), std::end(picture_endings),
                     [&](std::string_view ending) { return lower.ends_with(ending); });
}

bool is_in_seconds(const FieldRule& rule) {
  return rule.type == FieldType::integer && rule.name == "duration";
}

std::optional<bool> truth_in_chinese(std::string_view text) {
  const std::string_view word = trimmed_of_blanks(text);
  if (word == "是") return true;
  if (word == "否") return false;
  return std::nullopt;
}

std::string_view as_allowed(const FieldRule& rule, std::string_view text) {
  const std::string_view word = trimmed_of_blanks(text);
  if (word.empty() || is_ascii_alphanumeric(word.front())) return word;
  const auto has = [&](std::string_view value) {
    return std::find(rule.allowed.begin(), rule.allowed.end(), value) != rule.allowed.end();
  };
  if (has(word)) return word;
  for (const auto& [chinese, value] :
       {std::pair<std::string_view, std::string_view>("竖屏", "portrait"), {"横屏", "landscape"}}) {
    if (word == chinese && has(value)) return value;
  }
  return word;
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
      replaced<std::string>(value) = rule.allowed.empty() ? text : as_allowed(rule, text);
      return check_allowed(rule, value, mistakes);
    case FieldType::url:
    case FieldType::span:
      replaced<std::string>(value) = trimmed_of_blanks(text);
      return check_text_value(rule, value, mistakes);
    case FieldType::urls:
      return parse_urls(rule, trimmed(text), value, mistakes);
    case FieldType::json:
      break;  // never written as a cell
    case FieldType::integer:
      if (const auto number = read_whole_number(text, is_in_seconds(rule))) {
        value = *number;
        return check_allowed(rule, value, mistakes);
      }
      break;
    case FieldType::boolean: {
      // Spreadsheets write TRUE.
      const std::string word = lower_ascii(trimmed_of_blanks(text));
      const auto truth = word == "true" ? true : word == "false" ? false : truth_in_chinese(word);
      if (truth) {
        value = *truth;
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
