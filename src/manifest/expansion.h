#pragma once
// Makes requests out of shots: defaults, templates, types, the model's rules, ids.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "manifest/defaults.h"
#include "manifest/request_ids.h"
#include "manifest/request_view.h"
#include "manifest/row_fields.h"
#include "manifest/shot.h"
#include "manifest/shot_source.h"
#include "manifest/template.h"
#include "manifest/variables.h"
#include "model/request.h"

namespace shotlist {

/// One pass over the shots of a manifest. Remembers what was said about defaults and models, so
/// that one mistake in them is one message and not one for every row. What it is given must outlive
/// it.
class Expansion {
 public:
  Expansion(const Profiles& profiles, const Defaults& defaults, const VariableTable& variables,
            const ShotSources& sources, Diagnostics& diagnostics);

  /// Checks `shot`, a row of `source`, and hands its request to `take`, unless something is wrong
  /// with it.
  void expand(const ShotSource& source, const Shot& shot,
              const std::function<void(RequestView&)>& take);

 private:
  struct Row;

  std::string content_id(RequestView& request, const Place& at);
  std::string model_of(const Row& row) const;
  const Profile* profile_of(const std::string& model);
  void note_unknown_model(const std::string& model, const Row& row);
  void read_fields(Row& row);
  void read_field(Row& row, const ShotField& field);
  bool read_value(Row& row, const ShotField& field, Value& value,
                  std::vector<FieldMistake>& mistakes);
  bool fill_in(Row& row, const ShotField& field, Value& value);
  bool fill_in(Row& row, const ShotField& field, std::string& text);
  const Template& default_template(const ShotField& field);
  void finish(Row& row);
  const FieldRule& rule_for(const Row& row, const FieldRule& rule);
  const FieldRule& find_rule(const Profile* profile, const FieldRule& rule);
  bool is_default(const ShotField& field) const;
  void report(Row& row, const ShotField& field, const FieldMistake& mistake);
  void report_missing(Row& row, const FieldMistake& mistake);
  void say(const Place& at, const FieldMistake& mistake);
  const ShotField* written(const Row& row, const FieldRule& field) const;

  const Profiles& profiles_;
  const Defaults& defaults_;
  Diagnostics& diagnostics_;
  ShotVariables variables_;
  const ShotSources& sources_;
  bool has_pinned_ids_ = false;  // of all sources
  PinnedIds pinned_ids_;
  RequestIds ids_;
  RowFields fields_;
  std::string body_;  // its memory, used again for each row
  const FieldRule& model_field_;
  std::map<std::string, FieldRule, std::less<>> open_rules_;  // without a model's allowed values
  std::string last_model_;
  const Profile* last_profile_ = nullptr;
  // Which rule stands for a field in the requests of one model, that of the last row.
  const Profile* profile_of_rules_ = nullptr;
  std::vector<std::pair<const FieldRule*, const FieldRule*>> rules_;
  std::map<const ShotField*, Template> default_templates_;
  std::set<std::string> unknown_models_;
  std::set<std::pair<const ShotField*, std::string>> said_of_defaults_;
  std::set<std::pair<const ShotSource*, std::string>> said_of_sources_;
};

}  // namespace shotlist
