#pragma once
// What kinds of mistakes there are: names that programs may rely on.

#include <string_view>

namespace shotlist::inline base {

/// The kind of a diagnostic. Its word never changes its meaning; manifests/README.md lists them.
enum class Code {
  // Files
  bad_encoding,       ///< a byte that is no text in the file's encoding
  encoding,           ///< the file is not UTF-8, and was read
  control_character,  ///< which no request may hold
  results_file,       ///< given as a manifest
  shots_file,         ///< named by `shots_from`, and of no known kind or not readable
  // YAML and JSON
  yaml_syntax,     ///< no YAML, or YAML that a manifest has no use for
  yaml_limit,      ///< nested too deep, or too many aliases
  open_quote,      ///< a quote that probably ends too late
  not_a_manifest,  ///< YAML, but no map
  json_syntax,     ///< a line that is not one JSON object
  // Keys and values
  format_version,  ///< `shotlist: 1` is missing, or names another format
  unknown_key,     ///< no key of this name can stand here
  misplaced_key,   ///< a request field at the top
  repeated_key,    ///< in one map, object or header
  missing_key,     ///< that its map must have
  wrong_type,      ///< a list where text is awaited, `15` in quotes
  bad_value,       ///< of the right type, but not one that can be
  // CSV
  csv_syntax,      ///< a misplaced quote
  ragged_row,      ///< more or fewer cells than the header
  unnamed_column,  ///< an empty cell in the header
  like_a_field,    ///< a variable whose name is close to a request field
  // Shots
  no_shots,
  missing_field,   ///< required, without a default
  unknown_field,   ///< the model has none of this name
  field_conflict,  ///< values that do not go together
  unknown_model,   ///< without a profile
  bad_id,
  repeated_id,
  same_request,  ///< twice, without ids: both will be paid for
  // Matrices, models and prices
  bad_matrix,   ///< values, `exclude` or `include` that do not fit
  too_many,     ///< requests made by matrices and takes, or bytes under `extra`
  bad_profile,  ///< a model under `models`
  bad_price,    ///< a line under `prices`
  price_tie,    ///< two prices that fit a request equally well
  // Templates
  bad_variable_name,
  unknown_variable,
  missing_value,    ///< of a variable, for this shot
  template_syntax,  ///< `{{` without its `}}`, or nothing in between
  nested_template,  ///< `{{...}}` in the value of a variable
  // Decisions
  bad_decision,  ///< a word that is none, or that cannot be carried out on its row
  unknown_row,   ///< neither in the manifest nor, by its entry, in the ledger
};

/// `unknown-key` for `unknown_key`, and so on.
std::string_view to_text(Code code);

}  // namespace shotlist::inline base
