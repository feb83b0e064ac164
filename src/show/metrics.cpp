#include "show/metrics.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"

namespace shotlist::show {
namespace {

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

double seconds_of(Date date) {
  return std::chrono::duration<double>(date.time_since_epoch()).count();
}

std::string label_value(std::string_view value) {
  std::string text = "\"";
  for (const char c : disarm(value)) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text += '"';
}

/// Writes metrics one after the other, each with all its samples.
class Page {
 public:
  explicit Page(const MetricLabels& labels)
      : common_(fmt::format("manifest={},server={}", label_value(labels.manifest),
                            label_value(labels.server))) {}

  Page& metric(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_ += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
    return *this;
  }

  template <typename Number>
  Page& sample(Number value, Labels labels = {}, std::string_view ending = {}) {
    text_ += fmt::format("{}{}{{{}", name_, ending, common_);
    for (const auto& [name, text] : labels)
      text_ += fmt::format(",{}={}", name, label_value(text));
    text_ += fmt::format("}} {}\n", value);
    return *this;
  }

  std::string take() { return std::move(text_); }

 private:
  std::string common_;
  std::string name_;
  std::string text_;
};

constexpr std::array all_statuses = {Status::submitted, Status::failed, Status::rejected,
                                     Status::in_doubt,  Status::held,   Status::not_sent};

}  // namespace

Metrics::Metrics(MetricLabels labels, Date started, Publish publish)
    : labels_(std::move(labels)),
      started_(started),
      publish_(std::move(publish)),
      updated_(started) {}

void Metrics::Histogram::add(Duration value) {
  const double seconds = std::chrono::duration<double>(value).count();
  ++count;
  sum += seconds;
  for (std::size_t i = 0; i < bounds.size(); ++i)
    up_to[i] += seconds <= bounds[i] ? 1 : 0;
}

void Metrics::sent(const submit::Try&) {
  ++sent_;
}

void Metrics::settled(const submit::Try&, const Outcome& outcome, bool) {
  ++answers_[{outcome.verdict, outcome.error_class}];
  if (outcome.http_status != 0) latency_.add(outcome.latency);
}

Moment Metrics::turn(const submit::Tally& tally) {
  tally_ = tally;
  const bool is_over = tally.to_send == 0 && tally.in_flight == 0 && !tally.collecting;
  if (!due_ || tally.now >= *due_) {
    due_ = tally.now + every;
    updated_ = tally.date;
    publish_(text());
  }
  return is_over ? Moment::max() : *due_;
}

void Metrics::end(ExitCode code, Date now) {
  ended_with_ = code;
  updated_ = now;
  publish_(text());
}

std::string Metrics::text() const {
  Page page(labels_);
  const bool is_over = ended_with_.has_value();
  page.metric("shotlist_run_active", "gauge", "1 while the run is at work, 0 once it is over.")
      .sample(is_over ? 0 : 1);
  page.metric("shotlist_run_start_timestamp_seconds", "gauge", "When the run began.")
      .sample(fmt::format("{:.3f}", seconds_of(started_)));
  page.metric("shotlist_run_updated_timestamp_seconds", "gauge",
              "When this was written: every few seconds while the run is at work.")
      .sample(fmt::format("{:.3f}", seconds_of(updated_)));
  if (is_over) {
    page.metric("shotlist_run_exit_code", "gauge", "The exit code of the run that is over.")
        .sample(static_cast<int>(*ended_with_));
  }
  page.metric("shotlist_requests_sent_total", "counter", "Requests sent by this run.")
      .sample(sent_);
  page.metric("shotlist_answers_total", "counter",
              "What became of the requests of this run, by verdict and class of error.");
  for (const auto& [kind, count] : answers_)
    page.sample(count, {{"verdict", to_text(kind.first)}, {"error_class", to_text(kind.second)}});
  page.metric("shotlist_answer_duration_seconds", "histogram", "How long answers took.");
  for (std::size_t i = 0; i < Histogram::bounds.size(); ++i)
    page.sample(latency_.up_to[i], {{"le", std::to_string(Histogram::bounds[i])}}, "_bucket");
  page.sample(latency_.count, {{"le", "+Inf"}}, "_bucket")
      .sample(latency_.sum, {}, "_sum")
      .sample(latency_.count, {}, "_count");
  if (!tally_) return page.take();

  page.metric("shotlist_rows", "gauge", "Selected rows of the manifest by status.");
  for (const Status status : all_statuses)
    page.sample(tally_->counts.of(status), {{"status", to_text(status)}});
  page.metric("shotlist_rows_to_send", "gauge", "Rows of this run that are not settled yet.")
      .sample(tally_->to_send);
  page.metric("shotlist_rows_retrying", "gauge", "Rows that wait to be tried again.")
      .sample(tally_->retrying);
  page.metric("shotlist_requests_in_flight", "gauge", "Requests that wait for their answer.")
      .sample(tally_->in_flight);
  if (tally_->wait && !is_over) {
    page.metric("shotlist_line_waiting", "gauge", "1 while no request may leave, by reason.")
        .sample(1, {{"reason", word_of(tally_->wait->reason)}});
  }
  if (tally_->slowed_to) {
    const std::chrono::duration<double> interval = tally_->slowed_to->interval();
    page.metric("shotlist_pace_requests_per_second", "gauge",
                "The pace, where the server's refusals made it slower than the user's.")
        .sample(fmt::format("{:.4g}", 1 / interval.count()));
  }
  if (const auto& tasks = tally_->collecting) {
    page.metric("shotlist_tasks", "gauge", "Tasks that are collected, by state.")
        .sample(tasks->running, {{"state", "running"}})
        .sample(tasks->completed, {{"state", "completed"}})
        .sample(tasks->ended_badly, {{"state", "ended_badly"}})
        .sample(tasks->given_up, {{"state", "given_up"}});
    page.metric("shotlist_video_files_total", "counter", "Videos fetched by this run.")
        .sample(tasks->files);
    page.metric("shotlist_video_bytes_total", "counter", "Bytes of videos that arrived.")
        .sample(tasks->bytes);
  }
  return page.take();
}

}  // namespace shotlist::show
