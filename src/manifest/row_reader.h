#pragma once
// Reads one row: its own fields, its defaults, templates, types, the model's rules.

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "manifest/defaults.h"
#include "manifest/manifest_contents.h"
#include "manifest/row_fields.h"
#include "manifest/shot.h"
#include "manifest/shot_source.h"
#include "manifest/template.h"
#include "manifest/variables.h"

namespace shotlist::manifest {

/// The rows of one pass over a manifest, one after another. Remembers what was reported about
/// defaults, matrix values and models, so that a mistake in them is reported once and not for every
/// row. Its arguments must outlive it.
class RowReader {
 public:
  RowReader(const ManifestContents& contents, Diagnostics& diagnostics);

  /// Reads `shot`, a row of `group`; returns true if it makes a request. `again` means another
  /// combination of the previous shot: its messages are not repeated.
  bool read(const ShotGroup& group, const Shot& shot, bool again = false);

  /// Of the last row read.
  RowFields& fields() { return fields_; }
  const ShotVariables& variables() const { return variables_; }

  /// Of all rows so far: the bytes of the texts and URLs that were copied.
  std::size_t bytes_read() const { return bytes_read_; }

 private:
  struct Row;

  void enter(const ShotGroup& group);
  std::string_view model_of(const Row& row);
  const api::Profile* profile_of(std::string_view model);
  void report_unknown_model(Row& row, std::string_view model);
  void read_fields(Row& row);
  void read_field(Row& row, const ShotField& field);
  bool read_value(Row& row, const ShotField& field, Value& value,
                  std::vector<api::FieldMistake>& mistakes);
  bool fill_in(Row& row, const ShotField& field, Value& value);
  bool fill_in(Row& row, const ShotField& field, std::string& text,
               std::optional<std::size_t> item = {});
  bool embed_pictures(const api::FieldRule& rule, Value& value,
                      std::vector<api::FieldMistake>& mistakes);
  std::string remedy_of(const Row& row, const TemplateMistake& mistake) const;
  const Template& preset_template(const ShotField& field);
  void finish(Row& row);
  const api::FieldRule& rule_for(const Row& row, const api::FieldRule& rule);
  const api::FieldRule& find_rule(const api::Profile* profile, const api::FieldRule& rule);
  const ShotField* written(const Row& row, const api::FieldRule& field) const;
  const ShotField* written(const Row& row, std::string_view field) const;
  void report(Row& row, const ShotField& field, const api::FieldMistake& mistake);
  void report_missing(Row& row, const api::FieldMistake& mistake);
  void say(const SourceRange& at, const api::FieldMistake& mistake);

  // Where something was reported, and what.
  using Said = std::set<std::tuple<const SourceText*, std::size_t, std::string>>;

  const ManifestContents& contents_;
  Diagnostics& diagnostics_;
  ShotVariables variables_;
  RowFields fields_;
  const api::FieldRule& model_field_;
  std::size_t bytes_read_ = 0;
  const ShotGroup* group_ = nullptr;
  const Presets* presets_ = nullptr;  // of the group
  std::map<const ShotGroup*, Presets> all_presets_;
  std::map<std::string, api::FieldRule, std::less<>>
      open_rules_;          // without a model's allowed values
  std::string made_model_;  // the name of the last one, if it is not as written
  std::string last_model_;
  const api::Profile* last_profile_ = nullptr;
  std::string meant_model_;  // if the last one has no profile: of which it is another spelling
  // The rule that stands for a field in requests for one model, that of the last row.
  const api::Profile* profile_of_rules_ = nullptr;
  std::vector<std::pair<const api::FieldRule*, const api::FieldRule*>> rules_;
  std::map<const ShotField*, Template> preset_templates_;
  std::set<std::string> unknown_models_;
  Said said_of_shared_;
  Said said_of_row_;
  std::set<std::pair<const ShotGroup*, std::string>> said_of_groups_;
};

}  // namespace shotlist::manifest
