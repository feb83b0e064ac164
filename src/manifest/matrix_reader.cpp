#include "manifest/matrix_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/nearest.h"
#include "base/text.h"
#include "base/translation.h"
#include "manifest/keyed_map.h"
#include "manifest/yaml_value.h"

namespace shotlist::manifest {
namespace {

class MatrixReader {
 public:
  MatrixReader(const YamlNode& node, ReadingContext context)
      : node_(node), context_(context), map_(node, matrix_keys(), context.diagnostics) {}

  Matrix read(const Matrix* of_manifest) {
    for (const auto& [key, value] : map_.others())
      read_key(*key, *value);
    const bool knows_keys = sound_ && map_.sound();
    for (const YamlNode* entry : map_.items("exclude"))
      add(matrix_.exclude, read_pairs(*entry, "exclude"));
    for (const YamlNode* entry : map_.items("include"))
      read_include(*entry);
    sound_ = sound_ && map_.sound();
    Matrix all = of_manifest == nullptr ? matrix_ : joined(matrix_, *of_manifest);
    if (knows_keys) check_exclude(all);
    if (sound_) check_size(all);
    if (!sound_) all.exclude.clear();  // so that other mistakes in its rows are found too
    all.sound = sound_;
    return all;
  }

 private:
  void error(const SourceRange& at, std::string what, std::string remedy) {
    context_.diagnostics.error(Code::bad_matrix, at, std::move(what), std::move(remedy));
    sound_ = false;
  }

  static void add(std::vector<MatrixPairs>& entries, MatrixPairs entry) {
    if (!entry.empty()) entries.push_back(std::move(entry));
  }

  // A pair of this key, still without a value; none if there cannot be one.
  std::optional<MatrixPair> named(const YamlNode& key, bool in_exclude = false) {
    MatrixPair pair;
    pair.name = key.text;
    pair.at = key.at;
    if (const api::FieldRule* rule = context_.profiles.find_field(key.text)) {
      pair.field.rule = rule;
      pair.field.shared = true;
      return pair;
    }
    if (!check_variable_name(key, context_.profiles, context_.diagnostics)) {
      sound_ = false;
      return std::nullopt;
    }
    if (!in_exclude && !context_.variables.find(key.text)) {
      warn_if_like_a_field(key.text, key.at, context_.profiles, context_.diagnostics);
    }
    pair.variable.index = context_.variables.add(key.text);
    return pair;
  }

  // Returns false, with an error, if the key cannot have the value.
  bool give_value(MatrixPair& pair, const YamlNode& value) {
    if (bytes_ > most_matrix_bytes) return false;
    const bool good = read_value(pair, value);
    bytes_ += pair.weight();
    if (bytes_ <= most_matrix_bytes) return good;
    refuse_weight(value.at);
    return false;
  }

  void refuse_weight(const SourceRange& at) {
    error(at, tr("this matrix holds more than {} MiB", most_matrix_bytes >> 20),
          tr("move long texts into vars, or take out keys or values"));
  }

  bool read_value(MatrixPair& pair, const YamlNode& value) {
    pair.at = value.at;
    if (pair.is_field()) {
      pair.field.at = value.at;
      pair.field.node = &value;
      pair.field.value = read_field(value, *pair.field.rule, context_.diagnostics);
      const auto* typed = std::get_if<Value>(&pair.field.value);
      if (typed != nullptr) pair.text = to_text(*typed);
      sound_ = sound_ && typed != nullptr;
      return typed != nullptr;
    }
    const auto text = read_text(value, pair.name, context_.diagnostics);
    pair.variable.value = text.value_or(std::string_view());
    pair.text = pair.variable.value;
    sound_ = sound_ && text.has_value();
    return text.has_value();
  }

  // A key has no maps as values: they were meant for `exclude` or `include`.
  bool is_misspelt_list(const YamlNode& key, const YamlNode& values) const {
    const bool of_maps =
        std::any_of(values.entries.begin(), values.entries.end(),
                    [](const YamlEntry& item) { return item.value->kind == YamlNode::Kind::map; });
    return (of_maps || values.kind == YamlNode::Kind::map) &&
           nearest(key.text, matrix_keys().names());
  }

  void read_key(const YamlNode& node, const YamlNode& values) {
    if (is_misspelt_list(node, values)) return map_.refuse(node);
    const auto pair = named(node);
    if (!pair) return;
    if (!expect_list(values, node.text, context_.diagnostics)) {
      sound_ = false;
      return;
    }
    if (values.entries.empty()) {
      return error(values.at, tr("`{}` has no value to combine", node.text),
                   tr("list some, or remove the line"));
    }
    MatrixKey& key = matrix_.keys.emplace_back();
    key.name = node.text;
    for (const YamlEntry& item : values.entries) {
      MatrixPair one = *pair;
      if (!give_value(one, *item.value)) continue;
      if (std::find(key.values.begin(), key.values.end(), one) != key.values.end()) {
        error(one.at, tr("`{}` has the value `{}` already", key.name, one.text),
              tr("remove one; for the same request several times write `takes`"));
      }
      key.values.push_back(std::move(one));
    }
    if (key.values.empty()) matrix_.keys.pop_back();
  }

  MatrixPairs read_pairs(const YamlNode& node, std::string_view list) {
    MatrixPairs pairs;
    if (!expect_map(node, list, context_.diagnostics)) {
      sound_ = false;
      return pairs;
    }
    for (const auto& [key, value] : node.entries) {
      auto pair = named(*key, list == "exclude");
      if (pair && give_value(*pair, *value)) pairs.push_back(std::move(*pair));
    }
    if (node.entries.empty())
      error(node.at, tr("there is nothing here"), tr("name a key and a value"));
    return pairs;
  }

  void read_include(const YamlNode& node) {
    MatrixPairs entry = read_pairs(node, "include");
    const auto is_same = [&](const MatrixPairs& other) {
      return std::is_permutation(entry.begin(), entry.end(), other.begin(), other.end());
    };
    if (std::any_of(matrix_.include.begin(), matrix_.include.end(), is_same)) {
      error(node.at, tr("this is included already"),
            tr("remove one; for the same request several times write `takes`"));
    }
    add(matrix_.include, std::move(entry));
  }

  // What is excluded by mistake costs nothing; what stays in by mistake is paid for.
  void check_exclude(const Matrix& all) {
    for (const MatrixPairs& entry : matrix_.exclude) {
      for (const MatrixPair& pair : entry)
        check_excluded(pair, all);
    }
  }

  void check_excluded(const MatrixPair& pair, const Matrix& all) {
    std::vector<std::string_view> known;
    const MatrixKey* key = all.find(pair.name);
    if (key == nullptr) {
      for (const MatrixKey& other : all.keys)
        known.push_back(other.name);
      return error(pair.at, tr("`{}` is no key of this matrix", pair.name),
                   suggestion(pair.name, known));
    }
    if (std::find(key->values.begin(), key->values.end(), pair) != key->values.end()) return;
    for (const MatrixPair& value : key->values)
      known.push_back(value.text);
    error(pair.at, tr("`{}` never is `{}`, so this excludes nothing", pair.name, pair.text),
          suggestion(pair.text, known));
  }

  static std::string suggestion(std::string_view word, const std::vector<std::string_view>& known) {
    if (const auto close = nearest(word, known)) return tr("did you mean `{}`?", *close);
    return known.empty() ? tr("remove it") : tr("use {}", or_list({known.begin(), known.end()}));
  }

  void check_size(Matrix& all) {
    if (all.size() + all.include.size() > most_combinations) {
      for (MatrixKey& key : all.keys)
        key.values.resize(1);  // enough to find mistakes elsewhere
      return error(node_.at, tr("this matrix has more than {} combinations", most_combinations),
                   tr("take out keys or values"));
    }
    if (all.weight() > most_matrix_bytes) {
      for (MatrixKey& key : all.keys)
        key.values.resize(1);
      return refuse_weight(node_.at);
    }
    if (!all.empty() && combinations_of(all).empty()) {
      error(node_.at, tr("everything in this matrix is excluded"),
            tr("take out an exclude, or the shot"));
    }
  }

  const YamlNode& node_;
  ReadingContext context_;
  KeyedMap map_;
  Matrix matrix_;
  std::size_t bytes_ = 0;  // of all values read
  bool sound_ = true;
};

}  // namespace

Matrix read_matrix(const YamlNode& node, const Matrix* of_manifest, ReadingContext context) {
  return MatrixReader(node, context).read(of_manifest);
}

}  // namespace shotlist::manifest
