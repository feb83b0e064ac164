#include "manifest/json_row.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_walk.h"

namespace shotlist::manifest {
namespace {

/// Receives everything in the line, in order, but without positions, so a walk over the same line
/// runs alongside.
class MemberReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  MemberReader(std::string_view line, const SourceRange& at)
      : line_(line), at_(at), walk_(line, JsonWalk::Over::object) {}

  bool is_object() const { return is_object_; }
  std::vector<JsonMember>& members() { return members_; }
  SourceRange stops_at() const { return place_of(line_.substr(stop_, 1)); }

  bool null() override {
    if (depth_ != 1) return spoil();
    if (!members_.empty()) members_.back().is_null = true;
    return true;
  }
  bool boolean(bool truth) override { return put(Value(truth), truth ? "true" : "false"); }
  bool number_integer(number_integer_t number) override {
    return put(Value(static_cast<std::int64_t>(number)), std::to_string(number));
  }
  bool number_unsigned(number_unsigned_t number) override {
    if (number > INT64_MAX) return put({}, std::to_string(number));
    return put(Value(static_cast<std::int64_t>(number)), std::to_string(number));
  }
  bool number_float(number_float_t /*number*/, const string_t& written) override {
    return put({}, written);
  }
  bool string(string_t& text) override { return put(Value(text), text); }
  bool binary(binary_t& /*bytes*/) override { return false; }

  bool start_object(std::size_t /*members*/) override {
    if (depth_ == 0) is_object_ = true;
    ++depth_;
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
    if (!walk_.next()) return true;  // the line is broken further on, which the parser will find
    member.key_at = place_of(walk_.name());
    member.value_at = place_of(walk_.value().written());
    return true;
  }
  bool end_object() override {
    --depth_;
    return true;
  }
  bool start_array(std::size_t /*items*/) override {
    ++depth_;
    if (depth_ == 2 && is_object_) members_.back().value = Value(std::vector<std::string>());
    return depth_ == 2 || spoil();
  }
  bool end_array() override {
    --depth_;
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& /*fault*/) override {
    stop_ = std::min(position == 0 ? 0 : position - 1, line_.size());
    return false;
  }

 private:
  SourceRange place_of(std::string_view part) const {
    return {at_.source, at_.offset + static_cast<std::size_t>(part.data() - line_.data()), at_.line,
            static_cast<std::uint32_t>(part.size())};
  }

  bool spoil() {
    if (!members_.empty()) members_.back().value = {};
    return true;
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

  std::string_view line_;
  SourceRange at_;
  JsonWalk walk_;
  std::vector<JsonMember> members_;
  std::size_t stop_ = 0;
  int depth_ = 0;
  bool is_object_ = false;
};

}  // namespace

JsonRow::JsonRow(std::string_view line, SourceRange at) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (line.starts_with(byte_order_mark)) {  // from a file appended to another one
    line.remove_prefix(byte_order_mark.size());
    at.offset += byte_order_mark.size();
  }
  MemberReader reader(line, at);
  is_object_ = nlohmann::json::sax_parse(line, &reader) && reader.is_object();
  stops_at_ = line.starts_with('{') ? reader.stops_at() : at;
  if (is_object_) members_ = std::move(reader.members());
}

}  // namespace shotlist::manifest
