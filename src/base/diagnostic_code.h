#pragma once
// The kinds of mistakes: names that programs may rely on.

#include <string_view>

namespace shotlist::inline base {

/// The kind of a diagnostic. A word never changes its meaning; manifests/README.md lists them.
enum class Code {
  // Files
  bad_encoding,       ///< a byte that is not text in its encoding, or a file of another kind
  encoding,           ///< what a file was read as that is not UTF-8, or what it may be
  control_character,  ///< a character that no request may contain
  results_file,       ///< a results file given as a manifest
  shots_file,         ///< the file in `shots_from` is of unknown kind or unreadable
  // YAML and JSON
  yaml_syntax,     ///< not YAML, or YAML that a manifest cannot use
  yaml_limit,      ///< nested too deeply, or too many aliases
  open_quote,      ///< a quote that probably ends too late
  cut_text,        ///< text that YAML takes for a comment or an anchor
  not_a_manifest,  ///< YAML, but not a map
  json_syntax,     ///< a line that is not one JSON object
  // Keys and values
  format_version,  ///< `shotlist: 1` is missing, or names another format
  unknown_key,     ///< no key of this name is allowed here
  misplaced_key,   ///< a request field at the top level
  repeated_key,    ///< the same key twice in one map, object or header
  missing_key,     ///< a key that its map must have
  wrong_type,      ///< such as a list instead of text, or `15` in quotes
  bad_value,       ///< of the right type, but not allowed
  // CSV
  csv_syntax,      ///< a misplaced quote
  ragged_row,      ///< more or fewer cells than the header
  moved_text,      ///< a comma that probably moved the rest of a text into the next column
  guarded_text,    ///< a `'` before a formula, which was left out
  cut_row,         ///< two rows that are probably one, with a line end in the middle
  no_header,       ///< a first line that does not name columns
  unnamed_column,  ///< an empty cell in the header
  like_a_field,    ///< a variable whose name is close to a request field
  // Shots
  no_shots,
  missing_field,    ///< a required field without a default
  unknown_field,    ///< the model has no field of this name
  field_conflict,   ///< values that do not go together
  unknown_model,    ///< a model without a profile
  not_a_prompt,     ///< text that cannot be a prompt: no letter, the mark of a merge conflict
  doubtful_prompt,  ///< text that is probably no prompt: an error value, a comment
  repeated_header,  ///< a row that repeats the header
  picture_file,     ///< the file of a picture that cannot be sent
  bad_id,
  repeated_id,
  changed_id,    ///< an id that is used without its spaces
  same_request,  ///< the same request twice, without ids: both will be paid for
  // Matrices, models and prices
  bad_matrix,   ///< values, `exclude` or `include` that do not fit
  too_many,     ///< too many requests from matrices and takes, or bytes under `extra`
  bad_profile,  ///< a bad model under `models`
  bad_price,    ///< a bad line under `prices`
  price_tie,    ///< two prices that fit a request equally well
  // Templates
  bad_variable_name,
  unknown_variable,
  missing_value,    ///< a variable has no value for this shot
  template_syntax,  ///< `{{` without `}}`, or nothing in between
  nested_template,  ///< `{{...}}` in the value of a variable
  // Decisions
  bad_decision,  ///< not a decision, or one that cannot be applied to its row
  unknown_row,   ///< neither in the manifest nor, by its entry, in the ledger
};

/// `unknown-key` for `unknown_key`, and so on.
std::string_view to_text(Code code);

}  // namespace shotlist::inline base
