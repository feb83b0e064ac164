#include "model/result.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "base/position.h"

namespace shotlist::inline model {
namespace {

/// The request fields that have a column of their own.
constexpr std::array<std::pair<std::string_view, std::string Result::*>, 8> own_columns = {
    {{"prompt", &Result::prompt},
     {"model", &Result::model},
     {"orientation", &Result::orientation},
     {"size", &Result::size},
     {"duration", &Result::duration},
     {"watermark", &Result::watermark},
     {"private", &Result::hidden},
     {"images", &Result::images}}};

bool has_own_column(const std::string& name) {
  return std::any_of(own_columns.begin(), own_columns.end(),
                     [&name](const auto& column) { return column.first == name; });
}

void take_field(const Request& request, std::string_view name, std::string& text) {
  const Value* value = find_field(request.fields, name);
  if (value == nullptr) {
    text.clear();
  } else if (const auto* words = std::get_if<std::string>(value)) {
    text = *words;
  } else {
    text = to_text(*value);
  }
}

}  // namespace

void apply(const Standing& standing, Result& result) {
  result.status = standing.status;
  const bool may_exist = standing.status == Status::in_doubt;
  result.task_id = may_exist ? standing.named_task : standing.task_id;
  result.error = standing.error;
  if (!standing.tried_since.empty()) {
    if (!result.error.empty()) result.error += "; ";
    result.error += "tried again since, in vain: " + standing.tried_since;
  }
  result.error_class = standing.error_class;
  result.http_status = standing.http_status;
  result.attempts = standing.attempts;
  result.latency = standing.latency;
  result.request_id = standing.provider_request_id;
  // A time of submission only where something may have been submitted.
  result.submitted_at = may_be_paid_for(standing.status) ? standing.sent_at : std::nullopt;
  // A row that was edited after it was sent keeps the fingerprint of what the server has.
  if (standing.attempts > 0) result.fingerprint = to_text(standing.fingerprint);
}

Standing standing_of(const Result& line) {
  Standing standing;
  standing.status = line.status;
  standing.fingerprint = parse_fingerprint(line.fingerprint).value_or(Fingerprint());
  standing.attempts = line.attempts;
  standing.attempt = line.attempts;
  const bool is_doubt = line.status == Status::in_doubt;
  (is_doubt ? standing.named_task : standing.task_id) = line.task_id;
  standing.error_class = line.error_class;
  standing.error = line.error;
  standing.http_status = line.http_status;
  standing.provider_request_id = line.request_id;
  standing.sent_at = line.submitted_at;
  standing.latency = line.latency;
  return standing;
}

std::vector<std::string> field_names_of(const Requests& requests) {
  std::set<std::string, std::less<>> names;
  for (const Request& request : requests.rows) {
    for (const auto& [name, value] : request.fields) {
      if (!has_own_column(name)) names.insert(name);
    }
  }
  return {names.begin(), names.end()};
}

Result make_result(const Request& request, const std::vector<std::string>& field_names,
                   const Standing* standing) {
  Result result;
  remake_result(result, request, field_names, standing);
  return result;
}

void remake_result(Result& result, const Request& request,
                   const std::vector<std::string>& field_names, const Standing* standing) {
  result.id = request.id;
  for (const auto& [name, member] : own_columns)
    take_field(request, name, result.*member);
  result.fields.resize(field_names.size());
  for (std::size_t i = 0; i < field_names.size(); ++i)
    take_field(request, field_names[i], result.fields[i]);
  result.price = request.price;
  result.source = to_text(Position{request.source.file, request.source.line, 0});
  result.fingerprint = to_text(request.fingerprint);
  result.variables = request.variables;
  static const Standing nothing;
  apply(standing == nullptr ? nothing : *standing, result);
}

}  // namespace shotlist::inline model
