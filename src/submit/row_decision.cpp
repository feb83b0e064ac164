#include "submit/row_decision.h"

#include <algorithm>

#include "base/text.h"

namespace shotlist::submit {

bool is_decision_column(std::string_view header) {
  return lower_ascii(trimmed_of_blanks(header)) == decision_column;
}

std::size_t count_decision_variables(const std::vector<std::string>& variable_names) {
  return static_cast<std::size_t>(
      std::count_if(variable_names.begin(), variable_names.end(), is_decision_column));
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
  const std::string word = lower_ascii(trimmed_of_blanks(text));
  for (const RowDecision decision :
       {RowDecision::retry, RowDecision::skip, RowDecision::not_created}) {
    if (word == to_text(decision)) return decision;
  }
  return std::nullopt;
}

}  // namespace shotlist::submit
