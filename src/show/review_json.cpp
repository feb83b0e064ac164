#include "show/review_json.h"

#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/disarm.h"
#include "base/json_text.h"
#include "base/money.h"
#include "base/time.h"
#include "show/attempt_lines.h"
#include "show/cause.h"
#include "show/next_steps.h"
#include "show/row_formats.h"
#include "show/totals.h"

namespace shotlist::show {
namespace {

using Json = nlohmann::ordered_json;

Json rows_json(const Counts& rows) {
  Json json = Json::object();
  json["total"] = rows.total();
  for (const Status status : {Status::submitted, Status::rejected, Status::failed, Status::in_doubt,
                              Status::held, Status::not_sent}) {
    json[std::string(to_text(status))] = rows.of(status);
  }
  return json;
}

// Amounts are text: no binary fraction is a price.
Json cost_json(const std::optional<ReviewCost>& cost) {
  if (!cost) return nullptr;
  const Spent& spent = cost->spent;
  Json json = Json::object();
  json["currency"] = cost->currency;
  json["certain"] = to_text(spent.certain.known);
  json["possible"] = to_text(spent.possible.known);
  json["at_most"] = to_text(spent.at_most().known);
  json["unpriced"] = spent.at_most().unpriced;
  return json;
}

Json pace_json(const std::optional<PaceFigures>& pace) {
  if (!pace) return nullptr;
  Json json = Json::object();
  json["first"] = to_text(pace->first);
  json["last"] = to_text(pace->last);
  json["running_ms"] = pace->running.count();
  json["per_minute"] =
      pace->per_minute ? Json(std::round(*pace->per_minute * 10) / 10) : Json(nullptr);
  return json;
}

Json latency_json(const std::optional<LatencyFigures>& latency) {
  if (!latency) return nullptr;
  Json json = Json::object();
  json["answers"] = latency->answers;
  json["median_ms"] = latency->median.count();
  json["p95_ms"] = latency->p95.count();
  return json;
}

Json causes_json(const Results& results) {
  Json causes = Json::array();
  for (const show::Cause& cause : show::causes_of(results)) {
    Json json = Json::object();
    json["status"] = std::string(to_text(cause.status));
    json["error_class"] = std::string(to_text(cause.error_class));
    json["error"] = disarm(cause.error);
    json["rows"] = cause.rows;
    json["left"] = cause.has_left;
    json["examples"] = cause.examples;
    causes.push_back(std::move(json));
  }
  return causes;
}

Json next_json(const Review& review) {
  Json steps = Json::array();
  for (const show::NextStep& step :
       show::next_steps(show::count_rows(review.results), review.results, review.ending)) {
    Json json = Json::object();
    json["before"] = step.prose;
    json["command"] = step.command;
    json["effect"] = step.effect;
    steps.push_back(std::move(json));
  }
  return steps;
}

Json earlier_tries_json(const std::vector<Superseded>& tries) {
  Json list = Json::array();
  for (const auto& [row, line] : tries) {
    Json json = Json::object();
    json["id"] = row->id;
    json["entry"] = line->entry;
    json["status"] = std::string(to_text(line->status));
    json["task_id"] = line->task_id.empty() ? line->named_task : line->task_id;
    json["sent_at"] = to_text(line->sent_at);
    json["server"] = line->server;
    json["rehearsal"] = line->rehearsal;
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace

std::string review_json(const Review& review, const std::vector<const Result*>& rows) {
  const Totals totals = totals_of(review);
  Json head = Json::object();
  head["name"] = review.name;
  head["results"] = review.ending.results_file;
  head["running"] = review.is_live;
  head["rehearsal"] = totals.is_rehearsal();
  head["rows"] = rows_json(totals.rows);
  head["left"] = totals.left;
  head["attempts"] = totals.attempts;
  head["cost"] = cost_json(review.cost);
  head["pace"] = pace_json(totals.pace);
  head["latency"] = latency_json(totals.latency);
  head["causes"] = causes_json(review.results);
  head["earlier_tries"] = earlier_tries_json(superseded_of(review.attempts, rows));
  head["next"] = next_json(review);
  // A document of a million rows would take gigabytes; their text does not.
  std::string text = disarmed_json(head.dump(-1, ' ', false, Json::error_handler_t::replace));
  text.back() = ',';
  text += "\"requests\":[";
  for (const Result* row : rows) {
    if (row != rows.front()) text += ',';
    text += row_as_json(review.results, *row);
  }
  return text + "]}\n";
}

}  // namespace shotlist::show
