#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/translation.h"
#include "manifest/keyed_map.h"
#include "manifest/matrix_reader.h"
#include "manifest/shot_source.h"
#include "manifest/yaml_value.h"

namespace shotlist::manifest {
namespace {

class YamlShots final : public ShotSource {
 public:
  YamlShots(const YamlNode& shots, const Matrix* of_manifest, ReadingContext context)
      : shots_(shots), context_(context) {
    for (const YamlEntry& shot : shots_.entries) {
      for (const auto& [key, value] : shot.value->entries) {
        if (key == nullptr) continue;
        if (key->text == "vars") note_variables(*value);
        if (key->text == "matrix") note_matrix(*shot.value, *value, of_manifest);
      }
    }
  }

  std::size_t for_each_shot(Diagnostics& diagnostics,
                            const std::function<void(const Shot&)>& take) const override {
    Shot shot;
    for (const YamlEntry& entry : shots_.entries) {
      fill(shot, *entry.value, diagnostics);
      if (entry.value->kind == YamlNode::Kind::map) take(shot);
    }
    return shots_.entries.size();
  }

  void make_again(const SourceRange& place, Diagnostics& diagnostics,
                  const std::function<void(const Shot&)>& take) const override {
    if (by_offset_.empty()) {
      for (const YamlEntry& entry : shots_.entries)
        by_offset_.emplace(entry.value->at.offset, entry.value);
    }
    Shot shot;
    fill(shot, *by_offset_.at(place.offset), diagnostics);
    take(shot);
  }

  void pin_ids(PinnedIds& pinned) const override {
    for (const YamlEntry& shot : shots_.entries) {
      for (const auto& [key, value] : shot.value->entries) {
        if (key != nullptr && key->text == "id") pin_id(value->text, pinned);
      }
    }
  }

  SourceRange start() const override { return shots_.at; }
  bool can_hold(std::string_view /*field*/) const override { return true; }

 private:
  void note_variables(const YamlNode& vars) {
    for (const auto& [key, value] : vars.entries) {
      if (key != nullptr && check_variable_name(*key, context_.profiles, context_.diagnostics)) {
        context_.variables.add(key->text);
      }
    }
  }

  void note_matrix(const YamlNode& shot, const YamlNode& node, const Matrix* of_manifest) {
    const auto [combinations, is_new] = matrices_.try_emplace(&shot);
    if (!is_new) return;  // the shot is an alias of an earlier one
    const Matrix matrix = read_matrix(node, of_manifest, context_);
    const bool was_small_enough = matrix_bytes_ <= most_matrix_bytes;
    matrix_bytes_ += matrix.weight();
    const bool is_small_enough = matrix_bytes_ <= most_matrix_bytes;
    if (was_small_enough && !is_small_enough) {
      context_.diagnostics.error(Code::too_many, node.at,
                                 tr("the matrices of the shots up to here hold more than "
                                    "{} MiB",
                                    most_matrix_bytes >> 20),
                                 tr("give them one matrix beside `shots`, or take out values"));
    }
    if (is_small_enough) combinations->second = combinations_of(matrix);
    if (!is_small_enough || !matrix.sound) unsound_matrices_.insert(&shot);
  }

  void fill(Shot& shot, const YamlNode& node, Diagnostics& diagnostics) const {
    shot = Shot();
    shot.at = node.at;
    KeyedMap map(node, shot_keys(), diagnostics);
    for (const auto& [key, value] : map.others()) {
      if (const api::FieldRule* rule = context_.profiles.find_field(key->text)) {
        shot.fields.push_back(
            {rule, read_field(*value, *rule, diagnostics), value->at, false, value});
      } else {
        map.refuse(*key, context_.profiles.field_names());
      }
    }
    shot.takes = map.integer("takes").value_or(1);
    bool good = true;
    if (const YamlNode* id = map.find("id")) good = read_id(shot, *id, diagnostics);
    if (const YamlNode* vars = map.find("vars")) {
      good = read_variables(shot, *vars, diagnostics) && good;
    }
    if (const YamlNode* extra = map.find("extra")) {
      const ReadingContext context = {context_.variables, context_.profiles, context_.extra,
                                      diagnostics};
      good = read_extra(*extra, shot.fields, context) && good;
    }
    const auto matrix = matrices_.find(&node);
    if (matrix != matrices_.end()) shot.matrix = &matrix->second;
    shot.sound = good && map.sound() && unsound_matrices_.count(&node) == 0;
  }

  static bool read_id(Shot& shot, const YamlNode& node, Diagnostics& diagnostics) {
    const auto id = read_text(node, "id", diagnostics);
    if (id && id->empty()) {
      diagnostics.error(
          Code::bad_id, node.at, tr("the id is empty"),
          tr("write one, or remove the line: the shot then gets one from its content"));
    }
    shot.id = id.value_or(std::string_view());
    shot.id_at = node.at;
    return !shot.id.empty();
  }

  bool read_variables(Shot& shot, const YamlNode& vars, Diagnostics& diagnostics) const {
    if (!expect_map(vars, "vars", diagnostics)) return false;
    bool good = true;
    for (const auto& [key, value] : vars.entries) {
      const auto index = context_.variables.find(key->text);
      const auto text = read_text(*value, key->text, diagnostics);
      good = good && index && text;
      // Even with a wrong value: it is not missing.
      if (index) shot.variables.push_back({*index, text.value_or(std::string_view())});
    }
    return good;
  }

  const YamlNode& shots_;
  ReadingContext context_;
  mutable std::unordered_map<std::size_t, const YamlNode*> by_offset_;  // filled on first use
  std::map<const YamlNode*, std::vector<Combination>> matrices_;        // by shot
  std::set<const YamlNode*> unsound_matrices_;
  std::size_t matrix_bytes_ = 0;
};

}  // namespace

std::unique_ptr<ShotSource> make_yaml_shots(const YamlNode& shots, const Matrix* of_manifest,
                                            ReadingContext context) {
  return std::make_unique<YamlShots>(shots, of_manifest, context);
}

}  // namespace shotlist::manifest
