#include "submit/row_decision.h"

#include <algorithm>

#include "base/text.h"

namespace shotlist {

bool has_decision_variable(const std::vector<std::string>& variable_names) {
  return std::find(variable_names.begin(), variable_names.end(), decision_column) !=
         variable_names.end();
}

std::string_view to_text(RowDecision decision) {
  switch (decision) {
    case RowDecision::retry:
      return "retry";
    case RowDecision::skip:
      return "skip";
    case RowDecision::not_created:
      break;
  }
  return "not_created";
}

std::optional<RowDecision> parse_row_decision(std::string_view text) {
  const std::string word = lower_ascii(trimmed(text));
  for (const RowDecision decision :
       {RowDecision::retry, RowDecision::skip, RowDecision::not_created}) {
    if (word == to_text(decision)) return decision;
  }
  return std::nullopt;
}

}  // namespace shotlist
