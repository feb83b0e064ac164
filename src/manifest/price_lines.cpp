#include "manifest/price_lines.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/translation.h"
#include "manifest/keyed_map.h"
#include "manifest/yaml_value.h"

namespace shotlist::manifest {
namespace {

class PriceReader {
 public:
  explicit PriceReader(ReadingContext context) : context_(context) {}

  std::optional<api::PriceList> read(const YamlNode& node) {
    KeyedMap map(node, prices_keys(), context_.diagnostics);
    map.refuse_others();
    if (const auto currency = map.text("currency")) {
      read_currency(*currency, map.find("currency")->at);
    }
    for (const YamlNode* line : map.items("each"))
      read_line(*line);
    if (!map.sound() || !sound_) return std::nullopt;
    return std::move(list_);
  }

 private:
  void error(const SourceRange& at, std::string what, std::string remedy) {
    context_.diagnostics.error(Code::bad_price, at, std::move(what), std::move(remedy));
    sound_ = false;
  }

  void read_currency(std::string_view currency, const SourceRange& at) {
    if (!api::is_currency(currency)) {
      return error(at, tr("\"{}\" is no currency", currency), tr("write one such as CNY or USD"));
    }
    list_.currency = currency;
  }

  void read_line(const YamlNode& node) {
    KeyedMap map(node, price_line_keys(), context_.diagnostics);
    api::PriceLine line;
    line.at = node.at.location();
    bool good = true;
    for (const auto& [key, value] : map.others())
      good = read_condition(map, *key, *value, line) && good;
    check_values(map, line);
    const auto price = map.text("price");
    const auto per_second = map.text("per_second");
    sound_ = sound_ && good && map.sound();
    if (!map.sound()) return;
    if (price.has_value() == per_second.has_value()) {
      return error(node.at,
                   price ? tr("this line has a price per video and one per second")
                         : tr("this line has no price"),
                   tr("write either `price` (per video) or `per_second`"));
    }
    line.per_second = per_second.has_value();
    const SourceRange& at = map.find(price ? "price" : "per_second")->at;
    const std::string_view text = price ? *price : *per_second;
    const auto amount = parse_money(text);
    if (!amount) {
      return error(at, tr("a price cannot be `{}`", text), std::string(hint_of(KeyType::money)));
    }
    line.amount = *amount;
    // Without one of its fields, it would seem to apply to other requests.
    if (good) add(std::move(line), node.at);
  }

  // Returns false, with an error, if it is not a condition.
  bool read_condition(KeyedMap& map, const YamlNode& key, const YamlNode& node,
                      api::PriceLine& line) {
    const api::FieldRule* rule = context_.profiles.find_field(key.text);
    if (rule == nullptr) {
      map.refuse(key, context_.profiles.field_names());
      return false;
    }
    Written written = read_field(node, *rule, context_.diagnostics);
    auto* value = std::get_if<Value>(&written);
    if (value == nullptr) return false;
    // `shotlist models` writes families of models like this.
    if (key.text == "model" && node.text.find('*') != std::string::npos) {
      error(node.at, tr("`{}` is the name of no model", node.text),
            tr("write a line for each model"));
      return false;
    }
    line.when.emplace_back(rule->name, std::move(*value));
    return true;
  }

  // A value that the model never has would leave its requests without a price.
  void check_values(const KeyedMap& map, api::PriceLine& line) {
    const Value* model = find_field(line.when, "model");
    const api::Profile* profile =
        model == nullptr ? nullptr : context_.profiles.find(to_text(*model));
    for (auto& [name, value] : line.when) {
      const api::FieldRule* rule =
          profile == nullptr ? context_.profiles.find_field(name) : profile->find(name);
      auto* word = std::get_if<std::string>(&value);
      if (word != nullptr && rule != nullptr && !rule->allowed.empty())
        *word = std::string(api::as_allowed(*rule, *word));
      if (profile == nullptr) continue;
      std::vector<api::FieldMistake> mistakes;
      if (rule != nullptr) {
        api::check_value(*rule, value, mistakes);
      } else {
        mistakes.push_back({name, true, tr("{} has no field {}", to_text(*model), name),
                            tr("remove it, or see `shotlist models`")});
      }
      for (const YamlEntry& entry : map.others()) {
        if (entry.key->text != name) continue;
        for (const api::FieldMistake& mistake : mistakes)
          error(entry.value->at, mistake.what, mistake.remedy);
      }
    }
  }

  void add(api::PriceLine line, const SourceRange& at) {
    for (const api::PriceLine& other : list_.lines) {
      if (!std::is_permutation(line.when.begin(), line.when.end(), other.when.begin(),
                               other.when.end())) {
        continue;
      }
      return error(at, tr("the price at {} is for the same requests", to_text(other.at)),
                   tr("remove one of the lines"));
    }
    list_.lines.push_back(std::move(line));
  }

  ReadingContext context_;
  api::PriceList list_;
  bool sound_ = true;
};

}  // namespace

std::optional<api::PriceList> read_prices(const YamlNode& node, ReadingContext context) {
  return PriceReader(context).read(node);
}

}  // namespace shotlist::manifest
