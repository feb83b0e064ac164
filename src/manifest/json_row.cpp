#include "manifest/json_row.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json_walk.h"
#include "base/text.h"
#include "base/translation.h"

namespace shotlist::manifest {
namespace {

constexpr int number_overflow = 406;  // nlohmann's number for it
constexpr std::size_t most_overflows = 16;

// Also `15.0`, as programs write a whole number that was read as a fraction.
Written whole_number(std::string_view written) {
  constexpr double exact_up_to = 9007199254740992;  // 2^53
  std::int64_t whole = 0;
  const char* const end = written.data() + written.size();
  if (std::from_chars(written.data(), end, whole).ptr == end) return Value(whole);
  double number = 0;
  const bool is_read = std::from_chars(written.data(), end, number).ec == std::errc();
  if (!is_read || std::trunc(number) != number || std::abs(number) > exact_up_to) return {};
  return Value(static_cast<std::int64_t>(number));
}

/// Receives everything in the text, in order, but without positions, so a walk over the same text
/// runs alongside.
class MemberReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  MemberReader(std::string_view text, const SourceRange& at)
      : text_(text),
        at_(at),
        is_one_line_(text.find('\n') == std::string_view::npos &&
                     text.find('\r') == std::string_view::npos),
        walk_(text, JsonWalk::Over::object) {}

  bool is_object() const { return is_object_; }
  std::vector<JsonMember>& members() { return members_; }

  /// Where and why the parser stopped.
  std::size_t stop() const { return stop_; }
  const std::string& reason() const { return reason_; }
  bool is_overflow() const { return is_overflow_; }

  SourceRange place_of(std::string_view part) const {
    const auto offset = static_cast<std::size_t>(part.data() - text_.data());
    const std::uint32_t lines = is_one_line_ ? 0 : line_at(text_, offset) - 1;
    return {at_.source, at_.offset + offset, at_.line + lines,
            static_cast<std::uint32_t>(part.size())};
  }

  bool null() override {
    if (depth_ != 1) return spoil();
    if (!members_.empty()) members_.back().is_null = true;
    return true;
  }
  bool boolean(bool truth) override { return put(Value(truth), truth ? "true" : "false"); }
  bool number_integer(number_integer_t /*number*/) override { return put_number(); }
  bool number_unsigned(number_unsigned_t /*number*/) override { return put_number(); }
  bool number_float(number_float_t /*number*/, const string_t& /*written*/) override {
    return put_number();
  }
  bool string(string_t& text) override { return put(Value(text), text); }
  bool binary(binary_t& /*bytes*/) override { return false; }

  bool start_object(std::size_t /*members*/) override {
    if (depth_ == 0) is_object_ = true;
    ++depth_;
    if (depth_ == 2) note_nested();
    return depth_ == 1 || spoil();
  }
  bool key(string_t& name) override {
    if (depth_ != 1) return true;
    const bool repeated = std::any_of(members_.begin(), members_.end(),
                                      [&](const JsonMember& member) { return member.key == name; });
    JsonMember& member = members_.emplace_back();
    member.key = name;
    member.repeated = repeated;
    member.key_at = member.value_at = at_;
    written_ = {};
    if (!walk_.next()) return true;  // the text is broken further on, which the parser will find
    written_ = walk_.value().written();
    member.key_at = place_of(walk_.name());
    member.value_at = place_of(written_);
    return true;
  }
  bool end_object() override {
    --depth_;
    return true;
  }
  bool start_array(std::size_t /*items*/) override {
    ++depth_;
    if (depth_ == 2) note_nested();
    if (depth_ == 2 && is_object_) members_.back().value = Value(std::vector<std::string>());
    return depth_ == 2 || spoil();
  }
  bool end_array() override {
    --depth_;
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& fault) override {
    stop_ = std::min(position == 0 ? 0 : position - 1, text_.size());
    reason_ = fault.what();
    reason_.resize(std::min(reason_.find("; last read: "), reason_.size()));  // the user's text
    is_overflow_ = fault.id == number_overflow;
    return false;
  }

 private:
  bool spoil() {
    if (!members_.empty()) members_.back().value = {};
    return true;
  }

  void note_nested() {
    if (members_.empty()) return;
    members_.back().is_nested = true;
    members_.back().shown = written_;
  }

  bool put_number() {
    if (depth_ != 1 || members_.empty()) return spoil();
    members_.back().is_number = true;
    return put(whole_number(written_), std::string(written_));
  }

  bool put(Written value, std::string shown) {
    if (members_.empty()) return true;
    JsonMember& member = members_.back();
    if (depth_ == 1) {
      member.value = std::move(value);
      member.shown = std::move(shown);
      return true;
    }
    auto* list = std::get_if<Value>(&member.value);
    auto* urls = list == nullptr ? nullptr : std::get_if<std::vector<std::string>>(list);
    const auto* item = std::get_if<Value>(&value);
    if (urls == nullptr || item == nullptr || !std::holds_alternative<std::string>(*item)) {
      return spoil();
    }
    urls->push_back(std::get<std::string>(*item));
    return true;
  }

  std::string_view text_;
  SourceRange at_;
  bool is_one_line_;
  JsonWalk walk_;
  std::string_view written_;  // the value of the last member
  std::vector<JsonMember> members_;
  std::size_t stop_ = 0;
  std::string reason_;
  bool is_overflow_ = false;
  int depth_ = 0;
  bool is_object_ = false;
};

bool is_of_word(char c) {
  return is_ascii_alphanumeric(c) || c == '_' || c == '-';
}

// The word that `at` is in, such as `NaN`.
std::string_view word_at(std::string_view text, std::size_t at) {
  if (at == text.size() || !is_of_word(text[at])) return {};
  std::size_t start = at;
  while (start > 0 && is_of_word(text[start - 1]))
    --start;
  std::size_t end = start;
  while (end < text.size() && is_of_word(text[end]))
    ++end;
  return text.substr(start, end - start);
}

std::string remedy_for_word(std::string_view word) {
  const std::string lower = lower_ascii(word);
  if (lower == "true" || lower == "false" || lower == "null") return tr("write ") + lower;
  if (lower == "none" || lower == "undefined") return tr("write null, or leave it out");
  return tr("write \"{}\", or null for no value", word);
}

/// What is wrong, and which part of the text.
struct Explained {
  std::string_view part;
  std::string what;
  std::string remedy;
};

Explained no_object(std::string_view part) {
  return {part, tr("the line is not one JSON object"),
          tr(R"(write one object a line, such as {"prompt": "..."})")};
}

Explained explained(std::string_view text, std::size_t stop, std::string_view reason) {
  const std::size_t before = text.substr(0, stop).find_last_not_of(" \t\r\n");
  const char last = before == std::string_view::npos ? '\0' : text[before];
  const char next = stop < text.size() ? text[stop] : '\0';
  const std::string_view part = text.substr(stop, 1);
  if (reason.find("surrogate") != std::string_view::npos) {
    return {text.substr(text.rfind("\\u", stop), 6),
            tr("an escape (\\u...) that is half of a character"),
            tr("write the character itself, or both of its halves")};
  }
  if (next == '\t') return {part, tr("a tab inside quotes"), tr("write it as \\t")};
  const std::string_view word = word_at(text, stop);
  if (!word.empty() && (last == '{' || last == ',') && !is_ascii_digit(word[0])) {
    return {word, tr("the name `{}` without quotes", word), fmt::format("write \"{}\"", word)};
  }
  if (!word.empty() && !is_ascii_digit(word[0])) {
    return {word, tr("`{}` is not JSON", word), remedy_for_word(word)};
  }
  if (last == ',' && (next == '}' || next == ']')) {
    return {text.substr(before, 1), tr("a comma that nothing follows"), tr("remove it")};
  }
  if (next == '\'') return {part, tr("JSON knows no single quotes"), tr("use double quotes")};
  if (stop == text.size()) {
    return {part, tr("the object does not end on this line"),
            tr("write each object on one line, or all of them as one list in [ ]")};
  }
  return no_object(part);
}

}  // namespace

JsonRow::JsonRow(std::string_view text, SourceRange at) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) {  // from a file appended to another one
    text.remove_prefix(byte_order_mark.size());
    at.offset += byte_order_mark.size();
  }
  MemberReader reader(text, at);
  bool good = nlohmann::json::sax_parse(text, &reader);
  // A number beyond those that the parser knows becomes 0 for it; its text is taken from `text`.
  std::string copy;
  for (std::size_t i = 0; !good && reader.is_overflow() && i < most_overflows; ++i) {
    if (copy.empty()) copy = text;
    std::size_t digit = std::min(reader.stop(), copy.size() - 1);
    const std::string_view digits = "0123456789+-.eE";
    while (digit > 0 && digits.find(copy[digit]) == std::string_view::npos)
      --digit;
    for (; digit > 0 && digits.find(copy[digit]) != std::string_view::npos; --digit)
      copy[digit] = ' ';
    copy[digit + 1] = '0';
    reader = MemberReader(text, at);
    good = nlohmann::json::sax_parse(copy, &reader);
  }
  if (good && reader.is_object()) {
    members_ = std::move(reader.members());
    return;
  }
  Explained why = text.starts_with('{') ? explained(text, reader.stop(), reader.reason())
                                        : no_object(text.substr(0, 0));
  fault_ = {reader.place_of(why.part), std::move(why.what), std::move(why.remedy)};
}

}  // namespace shotlist::manifest
