#include "base/diagnostic_code.h"

namespace shotlist::inline base {

std::string_view to_text(Code code) {
  switch (code) {
    case Code::bad_encoding:
      return "bad-encoding";
    case Code::encoding:
      return "encoding";
    case Code::control_character:
      return "control-character";
    case Code::results_file:
      return "results-file";
    case Code::shots_file:
      return "shots-file";
    case Code::yaml_syntax:
      return "yaml-syntax";
    case Code::yaml_limit:
      return "yaml-limit";
    case Code::open_quote:
      return "open-quote";
    case Code::cut_text:
      return "cut-text";
    case Code::not_a_manifest:
      return "not-a-manifest";
    case Code::json_syntax:
      return "json-syntax";
    case Code::format_version:
      return "format-version";
    case Code::unknown_key:
      return "unknown-key";
    case Code::misplaced_key:
      return "misplaced-key";
    case Code::repeated_key:
      return "repeated-key";
    case Code::missing_key:
      return "missing-key";
    case Code::wrong_type:
      return "wrong-type";
    case Code::bad_value:
      return "bad-value";
    case Code::csv_syntax:
      return "csv-syntax";
    case Code::ragged_row:
      return "ragged-row";
    case Code::unnamed_column:
      return "unnamed-column";
    case Code::like_a_field:
      return "like-a-field";
    case Code::no_shots:
      return "no-shots";
    case Code::missing_field:
      return "missing-field";
    case Code::unknown_field:
      return "unknown-field";
    case Code::field_conflict:
      return "field-conflict";
    case Code::unknown_model:
      return "unknown-model";
    case Code::picture_file:
      return "picture-file";
    case Code::bad_id:
      return "bad-id";
    case Code::repeated_id:
      return "repeated-id";
    case Code::same_request:
      return "same-request";
    case Code::bad_matrix:
      return "bad-matrix";
    case Code::too_many:
      return "too-many";
    case Code::bad_profile:
      return "bad-profile";
    case Code::bad_price:
      return "bad-price";
    case Code::price_tie:
      return "price-tie";
    case Code::bad_variable_name:
      return "bad-variable-name";
    case Code::unknown_variable:
      return "unknown-variable";
    case Code::missing_value:
      return "missing-value";
    case Code::template_syntax:
      return "template-syntax";
    case Code::nested_template:
      return "nested-template";
    case Code::bad_decision:
      return "bad-decision";
    case Code::unknown_row:
      return "unknown-row";
  }
  return "";
}

}  // namespace shotlist::inline base
