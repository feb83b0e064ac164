#include "model/result.h"

#include "base/position.h"

namespace shotlist {
namespace {

std::string field_text(const Request& request, const std::string& name) {
  const Value* value = find_field(request.fields, name);
  return value == nullptr ? std::string() : to_text(*value);
}

}  // namespace

void apply(const Standing& standing, Result& result) {
  result.status = standing.status;
  result.task_id = standing.task_id;
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
  const bool maybe_paid =
      standing.status == Status::submitted || standing.status == Status::in_doubt;
  result.submitted_at = maybe_paid ? standing.sent_at : std::nullopt;
  // A row that was edited after it was sent keeps the fingerprint of what the server has.
  if (standing.attempts > 0) result.fingerprint = to_text(standing.fingerprint);
}

Result make_result(const Request& request, const Standing* standing) {
  Result result;
  result.id = request.id;
  result.prompt = field_text(request, "prompt");
  result.model = field_text(request, "model");
  result.orientation = field_text(request, "orientation");
  result.size = field_text(request, "size");
  result.duration = field_text(request, "duration");
  result.watermark = field_text(request, "watermark");
  result.hidden = field_text(request, "private");
  result.images = field_text(request, "images");
  result.source = to_text(Position{request.source.file, request.source.line, 0});
  result.fingerprint = to_text(request.fingerprint);
  result.variables = request.variables;
  if (standing != nullptr) apply(*standing, result);
  return result;
}

}  // namespace shotlist
