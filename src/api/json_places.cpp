#include "api/json_places.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace shotlist::api {
namespace {

using nlohmann::json;
using Values = std::map<std::string, PlacedValue, std::less<>>;
using Type = PlacedValue::Type;

class PlaceReader final : public nlohmann::json_sax<json> {
 public:
  PlaceReader(Values& values, const std::function<bool(std::string_view)>& is_wanted)
      : values_(values), is_wanted_(is_wanted) {}

  bool is_object() const { return is_object_; }
  std::optional<std::size_t> fault_at() const { return fault_at_; }

  bool null() override { return keep(Type::null, {}); }
  bool boolean(bool value) override { return keep(Type::truth, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override {
    return keep(Type::number, std::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return keep(Type::number, std::to_string(value));
  }
  bool number_float(number_float_t, const string_t& written) override {
    return keep(Type::number, written);
  }
  bool string(string_t& value) override { return keep(Type::text, std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool key(string_t& name) override {
    // A key that looks like a path must not be taken for one.
    key_ = name.find_first_of(".[]") == std::string::npos ? std::move(name) : std::string("?");
    return true;
  }
  bool start_object(std::size_t) override { return descend(Type::object); }
  bool start_array(std::size_t) override { return descend(Type::list); }
  bool end_object() override { return ascend(); }
  bool end_array() override { return ascend(); }
  bool parse_error(std::size_t read, const std::string&, const json::exception&) override {
    fault_at_ = read - std::min<std::size_t>(read, 1);
    return false;
  }

 private:
  static constexpr std::size_t deepest = 6;  // no place has more keys

  struct Level {
    std::string place;
    bool is_list;
    std::size_t count;
  };

  bool is_too_deep() const { return depth_ > levels_.size(); }

  std::string next_place() {
    if (levels_.empty()) return {};
    Level& level = levels_.back();
    if (level.is_list) return level.place + '[' + std::to_string(level.count++) + ']';
    return level.place.empty() ? key_ : level.place + '.' + key_;
  }

  bool keep(Type type, std::string text) {
    if (!is_too_deep()) put(next_place(), {type, std::move(text), 0, false});
    return true;
  }

  void put(const std::string& place, PlacedValue value) {
    if (!is_wanted_(place)) return;
    const auto [found, is_new] = values_.try_emplace(place);
    value.is_disputed = !is_new && (found->second.is_disputed || found->second.type != value.type ||
                                    found->second.text != value.text);
    found->second = std::move(value);
  }

  bool descend(Type type) {
    if (depth_ == 0) is_object_ = type == Type::object;
    if (!is_too_deep() && depth_ < deepest) {
      const std::string place = next_place();
      put(place, {type, {}, 0, false});
      levels_.push_back({place, type == Type::list, 0});
    }
    ++depth_;
    return true;
  }

  bool ascend() {
    if (!is_too_deep()) {
      const Level& level = levels_.back();
      const auto found = values_.find(level.place);
      if (level.is_list && found != values_.end()) found->second.count = level.count;
      levels_.pop_back();
    }
    --depth_;
    return true;
  }

  Values& values_;
  const std::function<bool(std::string_view)>& is_wanted_;
  std::string key_;
  std::vector<Level> levels_;  // the open ones that may hold a place
  std::size_t depth_ = 0;      // of all that are open
  bool is_object_ = false;
  std::optional<std::size_t> fault_at_;
};

}  // namespace

JsonPlaces::JsonPlaces(std::string_view json,
                       const std::function<bool(std::string_view)>& is_wanted) {
  PlaceReader reader(values_, is_wanted);
  const bool is_whole = nlohmann::json::sax_parse(json, &reader);
  is_whole_object_ = is_whole && reader.is_object();
  fault_at_ = std::min(reader.fault_at().value_or(json.size()), json.size());
}

const PlacedValue* JsonPlaces::at(std::string_view place) const {
  const auto found = values_.find(place);
  return found == values_.end() ? nullptr : &found->second;
}

std::string_view JsonPlaces::word(std::string_view place) const {
  const PlacedValue* value = at(place);
  if (value == nullptr || (!value->is_text() && value->type != Type::number)) return {};
  return value->text;
}

}  // namespace shotlist::api
