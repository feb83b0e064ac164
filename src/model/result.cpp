#include "model/result.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "base/location.h"

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

bool has_own_column(std::string_view name) {
  return std::any_of(own_columns.begin(), own_columns.end(),
                     [&name](const auto& column) { return column.first == name; });
}

Result make_result(const Request& request, const std::vector<std::string>& field_names) {
  Result result;
  remake_result(result, request, field_names);
  return result;
}

void remake_result(Result& result, const Request& request,
                   const std::vector<std::string>& field_names) {
  result.id = request.id;
  for (const auto& [name, member] : own_columns)
    take_field(request, name, result.*member);
  result.fields.resize(field_names.size());
  for (std::size_t i = 0; i < field_names.size(); ++i)
    take_field(request, field_names[i], result.fields[i]);
  result.price = request.price;
  result.currency.clear();
  result.source = to_text(Location{request.source.file, request.source.line, 0});
  result.fingerprint = to_text(request.fingerprint);
  result.variables = request.variables;
  result.status = Status::not_sent;
  result.task_id.clear();
  result.error.clear();
  result.error_class = ErrorClass::none;
  result.http_status = 0;
  result.attempts = 0;
  result.is_on_its_way = false;
  result.submitted_at.reset();
  result.latency.reset();
  for (std::string* cell :
       {&result.video_status, &result.video_url, &result.video_file, &result.video_error})
    cell->clear();
  result.request_id.clear();
  result.endpoint.clear();
  result.entry.clear();
}

}  // namespace shotlist::inline model
