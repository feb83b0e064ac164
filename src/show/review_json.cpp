#include "show/review_json.h"

#include <cstdint>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/json_object.h"
#include "base/json_text.h"
#include "base/money.h"
#include "base/time.h"
#include "show/attempt_lines.h"
#include "show/cause.h"
#include "show/next_steps.h"
#include "show/row_formats.h"

namespace shotlist::show {
namespace {

template <typename Fill>
std::string object_of(const Fill& fill) {
  std::string json;
  JsonObject object(json);
  fill(object);
  object.end();
  return json;
}

std::int64_t number(std::size_t count) {
  return static_cast<std::int64_t>(count);
}

// Amounts are text: a binary fraction cannot represent prices exactly.
std::string cost_json(const std::optional<ReviewCost>& cost) {
  if (!cost) return "null";
  return object_of([&](JsonObject& json) {
    const Spent& spent = cost->spent;
    json.text("currency", cost->currency);
    json.text("certain", to_text(spent.certain.known));
    json.text("possible", to_text(spent.possible.known));
    json.text("at_most", to_text(spent.at_most().known));
    json.number("unpriced", number(spent.at_most().unpriced));
  });
}

std::string pace_json(const std::optional<PaceFigures>& pace) {
  if (!pace) return "null";
  return object_of([&](JsonObject& json) {
    json.text("first", to_text(pace->first));
    json.text("last", to_text(pace->last));
    json.number("running_ms", pace->running.count());
    json.json("per_minute", pace->per_minute ? fmt::format("{:.1f}", *pace->per_minute) : "null");
  });
}

std::string latency_json(const std::optional<LatencyFigures>& latency) {
  if (!latency) return "null";
  return object_of([&](JsonObject& json) {
    json.number("answers", number(latency->answers));
    json.number("median_ms", latency->median.count());
    json.number("p95_ms", latency->p95.count());
  });
}

std::string videos_json(const VideoTotals& videos, const VideoFiles& files) {
  return object_of([&](JsonObject& json) {
    for (const VideoStatus status : {VideoStatus::running, VideoStatus::completed,
                                     VideoStatus::failed, VideoStatus::expired, VideoStatus::lost})
      json.number(to_text(status), number(videos.of(status)));
    json.number("files", number(files.found));
    json.number("missing", number(files.missing));
    json.number("bytes", static_cast<std::int64_t>(files.bytes));
  });
}

std::string causes_json(const Causes& causes) {
  return json_list(causes.list(), [](std::string& list, const Cause& cause) {
    JsonObject json(list);
    json.text("status", to_text(cause.status));
    json.text("error_class", to_text(cause.error_class));
    json.text("error", disarm(cause.error));
    json.number("rows", number(cause.rows));
    json.truth("left", cause.has_left);
    json.json("examples", json_texts(cause.examples));
    json.end();
  });
}

std::string next_json(const Review& review) {
  return json_list(next_steps(review.totals.rows, review.unfinished, review.ending),
                   [](std::string& list, const NextStep& step) {
                     JsonObject json(list);
                     json.text("before", step.prose);
                     json.text("command", step.command);
                     json.text("effect", step.effect);
                     json.end();
                   });
}

std::string earlier_tries_json(const SelectedRows& rows) {
  std::string list;
  rows.for_each([&list](const ReviewRow& row) {
    for (const ledger::Attempt* tried : superseded_of(row)) {
      list += list.empty() ? "" : ",";
      JsonObject json(list);
      json.text("id", row.line.id);
      json.text("entry", tried->entry);
      json.text("status", to_text(tried->status));
      json.text("task_id", tried->task_id.empty() ? tried->named_task : tried->task_id);
      json.text("sent_at", to_text(tried->sent_at));
      json.text("server", tried->server);
      json.truth("rehearsal", tried->rehearsal);
      json.end();
    }
  });
  return '[' + list + ']';
}

void add_totals(JsonObject& json, const Review& review) {
  const Totals& totals = review.totals;
  json.text("name", review.name);
  json.text("results", review.ending.results_file);
  json.truth("running", review.is_live);
  json.truth("rehearsal", totals.is_rehearsal());
  json.json("rows", rows_json(totals.rows));
  json.number("left", number(totals.left));
  json.number("attempts", number(totals.attempts));
  json.json("cost", cost_json(review.cost));
  json.json("pace", pace_json(totals.pace));
  json.json("latency", latency_json(totals.latency));
  json.json("videos", videos_json(totals.videos, review.video_files));
  json.json("causes", causes_json(review.unfinished.causes));
}

void add_summary(JsonObject& json, const Review& review) {
  add_totals(json, review);
  json.json("next", next_json(review));
}

}  // namespace

std::string rows_json(const Counts& rows) {
  return object_of([&](JsonObject& json) {
    json.number("total", number(rows.total()));
    for (const Status status : shown_statuses)
      json.number(to_text(status), number(rows.of(status)));
  });
}

std::string review_summary_json(const Review& review) {
  return disarmed_json(object_of([&](JsonObject& json) { add_summary(json, review); })) + '\n';
}

std::string run_summary_json(const Review& review, const RunEnding& ending) {
  const std::string text = object_of([&](JsonObject& json) {
    add_summary(json, review);
    json.number("run", ending.run);
    json.number("exit_code", static_cast<int>(ending.code));
    ending.why.empty() ? json.null("stopped") : json.text("stopped", ending.why.english);
    if (!ending.collection) return json.null("collection");
    std::string collection = collection_json(*ending.collection);
    collection.pop_back();  // the line end
    json.json("collection", collection);
  });
  return disarmed_json(text) + '\n';
}

void write_review_json(const Review& review, const SelectedRows& rows, const TakeText& take) {
  std::string head = object_of([&](JsonObject& json) {
    add_totals(json, review);
    json.json("earlier_tries", earlier_tries_json(rows));
    json.json("next", next_json(review));
  });
  std::string text = disarmed_json(head);
  text.back() = ',';
  take(text + "\"requests\":[");
  bool is_first = true;
  rows.for_each([&](const ReviewRow& row) {
    take((std::exchange(is_first, false) ? "" : ",") + row_as_json(review, row.line));
  });
  take("]}\n");
}

}  // namespace shotlist::show
