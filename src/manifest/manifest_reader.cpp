#include "manifest/manifest_reader.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "manifest/keyed_map.h"
#include "manifest/matrix_reader.h"
#include "manifest/model_profiles.h"
#include "manifest/price_lines.h"
#include "manifest/settings.h"
#include "manifest/shot_files.h"
#include "manifest/template.h"
#include "manifest/yaml_cut_texts.h"
#include "manifest/yaml_value.h"

namespace shotlist::manifest {
namespace {

bool is_line(std::string_view text) {
  return !trimmed(text).empty() && text.find_first_of("\r\n") == std::string_view::npos;
}

std::string model_of(const Defaults& defaults) {
  for (const ShotField& field : defaults.fields()) {
    const auto* value = std::get_if<Value>(&field.value);
    const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
    if (field.rule->name == "model" && text != nullptr) return *text;
  }
  return {};
}

class ManifestReader {
 public:
  ManifestReader(system::Disk& disk, const ManifestSource& source, ManifestContents& contents,
                 Diagnostics& diagnostics)
      : disk_(disk),
        source_(source),
        contents_(contents),
        diagnostics_(diagnostics),
        context_{contents.variables, contents.profiles, contents.extra, diagnostics} {}

  void read() {
    for (const std::string& name : source_.variables)
      contents_.variables.declare(name);
    for (const auto& [field, value] : source_.set) {
      if (field == "model") context_.model = value;
    }
    const bool from_stdin = source_.path == "-";
    SourceText& text = contents_.texts.emplace_back(
        read_source(disk_, from_stdin ? "/dev/stdin" : source_.path, source_.encoding));
    if (from_stdin) text.file = "stdin";
    contents_.name = std::filesystem::path(text.file).stem().string();
    contents_.pictures = std::make_unique<Pictures>(disk_, from_stdin ? "" : source_.path);
    diagnostics_.mention(text.file);
    const bool is_text = check_encoding(text, diagnostics_, source_.command);
    if (source_.format == ManifestFormat::csv) {
      contents_.complete = may_hold_shots(text, diagnostics_);
      if (contents_.complete) add(make_csv_shots(text, context_));
    } else if (is_text && may_hold_shots(text, diagnostics_)) {
      read_yaml(text);
    } else {
      contents_.complete = false;
    }
    contents_.set.set(source_.set, context_);
    if (source_.price) take_price(*source_.price);
  }

 private:
  void add(std::unique_ptr<ShotSource> rows) {
    contents_.groups.emplace_back().rows = std::move(rows);
  }

  void read_yaml(const SourceText& text) {
    const std::size_t errors_before = diagnostics_.errors();
    contents_.document = std::make_unique<YamlDocument>(text, diagnostics_);
    const YamlNode* root = contents_.document->root();
    if (root == nullptr || root->kind != YamlNode::Kind::map) {
      contents_.complete = false;
      if (diagnostics_.errors() > errors_before && root == nullptr) return;
      diagnostics_.error(Code::not_a_manifest, SourceRange{&text, 0, 1}, tr("this is no manifest"),
                         tr("start it with `shotlist: 1` and put `key: value` lines below"));
      return;
    }
    KeyedMap map(*root, manifest_keys(), diagnostics_);
    for (const auto& [key, value] : map.others())
      refuse(map, *key);
    read_sections(map, text);
    warn_of_cut_texts(*root, contents_.profiles, diagnostics_);
  }

  // Names before values: models define the fields, and shots may use every variable.
  void read_sections(KeyedMap& map, const SourceText& text) {
    if (const YamlNode* models = map.find("models")) {
      read_models(*models, contents_.profiles, diagnostics_);
    }
    if (const YamlNode* vars = map.find("vars")) read_variables(*vars);
    for (const YamlNode* name : map.items("variables")) {
      const auto variable = read_text(*name, "variables", diagnostics_);
      if (variable) contents_.variables.declare(*variable);
    }
    if (const YamlNode* format = map.find("shotlist")) read_format(*format);
    if (const YamlNode* name = map.find("name")) read_name(*name);
    if (const YamlNode* ledger = map.find("ledger")) read_ledger(*ledger);
    if (const YamlNode* api = map.find("api")) {
      read_api_settings(*api, contents_.settings, diagnostics_);
    }
    if (const YamlNode* submit = map.find("submit")) {
      read_submit_settings(*submit, contents_.settings, diagnostics_);
    }
    if (const YamlNode* defaults = map.find("defaults"))
      contents_.defaults.read(*defaults, context_);
    if (context_.model.empty()) context_.model = model_of(contents_.defaults);
    if (const YamlNode* prices = map.find("prices")) {
      contents_.prices = read_prices(*prices, context_);
    }
    if (const YamlNode* matrix = map.find("matrix")) {
      matrix_ = read_matrix(*matrix, nullptr, context_);
      contents_.matrix = combinations_of(*matrix_);
    }
    read_shots(map, text);
  }

  void refuse(KeyedMap& map, const YamlNode& key) {
    const bool is_of_shot = shot_keys().find(key.text) != nullptr;
    if (!is_of_shot && contents_.profiles.find_field(key.text) == nullptr) {
      return map.refuse(key);
    }
    const bool is_default = !is_of_shot || defaults_keys().find(key.text) != nullptr;
    diagnostics_.error(
        Code::misplaced_key, key.at, tr("`{}` does not belong here", key.text),
        is_default ? tr("move it under defaults, or into a shot") : tr("move it into a shot"));
  }

  void read_format(const YamlNode& format) {
    if (format.kind == YamlNode::Kind::scalar && format.text == "1") return;
    diagnostics_.error(Code::format_version, format.at,
                       tr("this version reads manifests of format 1 only"),
                       tr("write `shotlist: 1`"));
  }

  void read_name(const YamlNode& node) {
    const auto name = read_text(node, "name", diagnostics_);
    if (!name) return;
    if (!is_line(*name)) {
      diagnostics_.error(Code::bad_value, node.at, tr("the name must be one line of text"),
                         tr("write a few words, or remove the line"));
      return;
    }
    contents_.name = *name;
    contents_.is_named = true;
  }

  void read_ledger(const YamlNode& node) {
    const auto ledger = read_text(node, "ledger", diagnostics_);
    if (!ledger) return;
    if (!is_line(*ledger)) {
      diagnostics_.error(Code::bad_value, node.at, tr("the ledger must be one line of text"),
                         tr("write a file such as shotlist.db, or remove the line"));
      return;
    }
    contents_.settings.ledger = Setting<std::string>{std::string(*ledger), node.at.location()};
  }

  void take_price(const api::GivenPrice& given) {
    if (!contents_.prices) contents_.prices.emplace().currency = given.currency;
    api::PriceList& prices = *contents_.prices;
    if (!given.currency.empty() && lower_ascii(given.currency) != lower_ascii(prices.currency)) {
      throw Error(ExitCode::usage,
                  tr("--price is in {}, and the prices of {} are in {}", given.currency,
                     contents_.texts.front().file, prices.currency),
                  tr("give --price in the currency of the manifest, or change its prices"));
    }
    prices.otherwise = given.amount;
  }

  void read_variables(const YamlNode& vars) {
    if (!expect_map(vars, "vars", diagnostics_)) return;
    for (const auto& [key, value] : vars.entries) {
      const bool named = check_variable_name(*key, contents_.profiles, diagnostics_);
      const auto text = read_text(*value, key->text, diagnostics_);
      if (!named) continue;
      if (const auto mistake = text ? template_in_value(key->text, *text) : std::nullopt) {
        diagnostics_.error(mistake->code, value->at, mistake->what, mistake->remedy);
      }
      const std::size_t index = contents_.variables.add(key->text);
      contents_.variables.set_default(index, std::string(text.value_or(std::string_view())));
    }
  }

  void read_shots(KeyedMap& map, const SourceText& text) {
    const YamlNode* shots = map.find("shots");
    const YamlNode* files = map.find("shots_from");
    if (shots == nullptr && files == nullptr) {
      contents_.complete = false;
      diagnostics_.error(Code::no_shots, SourceRange{&text, 0, 1}, tr("the manifest has no shots"),
                         tr("list them under `shots`, or name a file with `shots_from`"));
    }
    if (shots != nullptr) read_list(*shots);
    if (files == nullptr) return;
    const bool good = read_shot_files(disk_, *files, source_, contents_, context_);
    if (!good) contents_.complete = false;
  }

  void read_list(const YamlNode& shots) {
    if (shots.kind == YamlNode::Kind::list) {
      return add(make_yaml_shots(shots, matrix_ ? &*matrix_ : nullptr, context_));
    }
    contents_.complete = false;
    diagnostics_.error(Code::wrong_type, shots.at, tr("`shots` must be a list"),
                       tr("start each shot with `- `, indented below `shots:`"));
  }

  system::Disk& disk_;
  const ManifestSource& source_;
  ManifestContents& contents_;
  Diagnostics& diagnostics_;
  ReadingContext context_;
  std::optional<Matrix> matrix_;  // of the manifest
};

}  // namespace

void read_manifest(system::Disk& disk, const ManifestSource& source, ManifestContents& contents,
                   Diagnostics& diagnostics) {
  ManifestReader(disk, source, contents, diagnostics).read();
}

}  // namespace shotlist::manifest
