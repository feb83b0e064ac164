#include "show/page_data.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/recorded_text.h"
#include "base/translation.h"
#include "results/csv_writer.h"
#include "show/attempt_lines.h"
#include "show/file_link.h"
#include "show/page_html.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

// A JSON list that omits empty cells at its end.
class Cells {
 public:
  explicit Cells(std::string& json) : json_(json) { json_ += '['; }
  Cells(const Cells&) = delete;
  Cells& operator=(const Cells&) = delete;
  ~Cells() { json_ += ']'; }

  void text(std::string_view shown) {
    if (shown.empty()) return skip();
    put_separators();
    append_script_text(json_, shown);
  }

  void number(std::optional<std::int64_t> value) {
    json(value ? std::to_string(*value) : std::string());
  }

  /// Anything else; empty if there is none.
  void json(std::string_view value) {
    if (value.empty()) return skip();
    put_separators();
    json_ += value;
  }

 private:
  void skip() { ++skipped_; }

  void put_separators() {
    for (; skipped_ > 0; --skipped_) {
      if (has_cells_) json_ += ',';
      json_ += "null";
      has_cells_ = true;
    }
    if (has_cells_) json_ += ',';
    has_cells_ = true;
  }

  std::string& json_;
  std::size_t skipped_ = 0;
  bool has_cells_ = false;
};

std::string in_chinese(std::string_view reason) {
  const InLanguage chinese(Language::chinese);
  return spoken_text(reason);
}

constexpr std::size_t most_values = 400;  // of a column; with more it is a text

/// Texts that differ from row to row.
constexpr std::array<std::string_view, 13> texts = {
    "taskId",    "prompt", "error",      "sentAt", "requestId", "source",   "videoFile",
    "videoLink", "rated",  "videoError", "entry",  "argument",  "namedTask"};
// The statuses of rows that need a person, the most urgent first.
constexpr std::array<Status, 4> needs = {Status::in_doubt, Status::held, Status::rejected,
                                         Status::failed};
constexpr std::array<std::string_view, 10> attempt_columns = {
    "attempt", "sentAt", "outcome", "latency", "kind",
    "http",    "error",  "reply",   "taskId",  "requestId"};

std::optional<std::int64_t> millis(const std::optional<Date>& date) {
  if (!date) return std::nullopt;
  return date->time_since_epoch().count();
}

std::optional<std::int64_t> millis(const std::optional<std::chrono::milliseconds>& latency) {
  if (!latency) return std::nullopt;
  return latency->count();
}

std::optional<std::int64_t> unless_zero(int value) {
  return value == 0 ? std::nullopt : std::optional<std::int64_t>(value);
}

std::string price_of(const Result& row) {
  return row.price ? price_text(*row.price, disarm(row.currency)) : std::string();
}

// What names the row in a command about it alone, if a person must decide; empty otherwise. The id
// names no try in particular, and nothing once the row has left the manifest.
std::string argument_of(const ReviewRow& of) {
  const Result& row = of.line;
  if (row.status == Status::held) return command_line({row.id});
  if (row.status != Status::in_doubt) return {};
  const auto doubts = std::count_if(
      of.tries.begin(), of.tries.end(),
      [](const ledger::Attempt* attempt) { return attempt->verdict == Verdict::unknown; });
  return command_line({(row.has_left() || doubts > 1) && !row.entry.empty() ? row.entry : row.id});
}

// The start of the row's line in the CSV of marks, without a line end.
std::string rated(const Result& row) {
  std::string line;
  results::CsvWriter csv(line);
  csv.cell(disarm(row.id));
  csv.cell(disarm(row.entry));
  return line;
}

std::string_view outcome_word(std::optional<Verdict> verdict) {
  if (!verdict) return "on its way";
  switch (*verdict) {
    case Verdict::accepted:
      return "made a task";
    case Verdict::unknown:
      return "in doubt";
    case Verdict::refused:
      return "refused";
    case Verdict::busy:
      return "told to wait";
    case Verdict::unsent:
      break;
  }
  return "never left";
}

template <typename List, typename Add>
void add_list(std::string& json, const List& list, Add add) {
  json += '[';
  bool is_first = true;
  for (const auto& item : list) {
    if (!is_first) json += ',';
    is_first = false;
    add(item);
  }
  json += ']';
}

// What is known of a row's video, in a word.
std::string video_word(const Result& row) {
  if (!row.video_status.empty()) return disarm(row.video_status);
  return row.video_file.empty() ? "" : "file";
}

std::string number_text(std::optional<std::int64_t> value) {
  return value ? std::to_string(*value) : std::string();
}

}  // namespace

std::string glance(std::string_view text) {
  constexpr std::size_t most = 240;  // columns
  return fitted(disarm(text), most);
}

PageData::PageData(const Review& review, bool by_need)
    : review_(review), by_need_(by_need), causes_(review.unfinished.causes) {
  const auto number = [this](const char* name, std::function<std::string(const Result&)> of) {
    columns_.push_back({name, std::move(of), true});
  };
  const auto word = [this](std::string name, std::function<std::string(const Result&)> of) {
    columns_.push_back({std::move(name), std::move(of)});
  };
  word("status", [](const Result& row) { return std::string(spoken(row.status)); });
  word("kind", [](const Result& row) { return std::string(spoken(row.error_class)); });
  number("http", [](const Result& row) { return number_text(unless_zero(row.http_status)); });
  number("tries", [](const Result& row) { return number_text(unless_zero(row.attempts)); });
  number("cause", [this](const Result& row) { return number_text(causes_.of(row)); });
  word("model", [](const Result& row) { return disarm(row.model); });
  word("size", [](const Result& row) { return disarm(row.size); });
  word("orientation", [](const Result& row) { return disarm(row.orientation); });
  word("duration", [](const Result& row) { return disarm(row.duration); });
  word("watermark", [](const Result& row) { return disarm(row.watermark); });
  word("private", [](const Result& row) { return disarm(row.hidden); });
  word("images", [](const Result& row) { return disarm(row.images); });
  word("video", video_word);
  word("videoStatus", [](const Result& row) { return disarm(row.video_status); });
  word("price", price_of);
  word("endpoint", [](const Result& row) { return disarm(row.endpoint); });
  for (std::size_t i = 0; i < review.field_names.size(); ++i) {
    word(fmt::format("f{}", i), [i](const Result& row) {
      return i < row.fields.size() ? disarmed_lines(row.fields[i]) : std::string();
    });
  }
  for (std::size_t i = 0; i < review.variable_names.size(); ++i) {
    word(fmt::format("v{}", i), [i](const Result& row) {
      return i < row.variables.size() ? disarmed_lines(row.variables[i]) : std::string();
    });
  }
}

std::size_t PageData::rank_of(const Result& row) const {
  if (!by_need_) return needs.size();
  return static_cast<std::size_t>(std::find(needs.begin(), needs.end(), row.status) -
                                  needs.begin());
}

std::vector<std::size_t> PageData::first() const {
  std::vector<std::size_t> first;
  for (const auto& numbers : first_of_rank_) {
    const std::size_t room = rows_in_piece - first.size();
    first.insert(first.end(), numbers.begin(),
                 numbers.begin() + static_cast<std::ptrdiff_t>(std::min(room, numbers.size())));
  }
  std::sort(first.begin(), first.end());
  if (first.empty() || first.back() + 1 == first.size()) return {};
  return first;
}

void PageData::note_reason(std::string_view reason) {
  constexpr std::size_t most_reasons = 4000;
  if (reason.empty() || reasons_.size() >= most_reasons) return;
  const auto [at, is_new] = reasons_.try_emplace(disarmed_lines(reason));
  if (is_new) at->second = disarmed_lines(in_chinese(reason));
}

std::string PageData::reasons_json(const std::vector<show::Cause>& causes) const {
  auto reasons = reasons_;
  for (const show::Cause& cause : causes)
    reasons.try_emplace(glance(cause.error), glance(in_chinese(cause.error)));
  std::erase_if(reasons, [](const auto& reason) { return reason.first == reason.second; });
  std::string json;
  add_list(json, reasons, [&](const auto& reason) {
    Cells cells(json);
    cells.text(reason.first);
    cells.text(reason.second);
  });
  return json;
}

void PageData::add(const ReviewRow& of) {
  const Result& row = of.line;
  note_reason(row.error);
  note_reason(row.video_error);
  for (const ledger::Attempt* attempt : of.tries)
    note_reason(attempt->error);
  auto& of_rank = first_of_rank_.at(rank_of(row));
  if (of_rank.size() < rows_in_piece) of_rank.push_back(rows_);
  if (rows_++ > 0) {
    ids_ += ',';
    latencies_ += ',';
  }
  append_script_text(ids_, disarm(row.id));
  latencies_ += row.latency ? std::to_string(row.latency->count()) : "null";
  has_videos_ = has_videos_ || !file_link(row.video_file).empty();
  for (Column& column : columns_) {
    if (column.is_text) continue;
    std::string value = column.of(row);
    const auto [at, is_new] =
        column.known.try_emplace(value, static_cast<std::uint16_t>(column.values.size()));
    column.codes.push_back(at->second);
    if (!is_new) continue;
    column.values.push_back(std::move(value));
    if (column.values.size() > most_values)
      column = {column.name, column.of, column.is_number, {}, {}, {}, true};
  }
}

// In the order of PageData::head's `texts`.
void PageData::add_texts(std::string& json, const ReviewRow& of) const {
  const Result& row = of.line;
  Cells cells(json);
  std::string attempts;
  for (const ledger::Attempt* attempt : of.tries) {
    attempts += attempts.empty() ? "[" : ",";
    add_attempt(attempts, *attempt, row);
  }
  if (!attempts.empty()) attempts += ']';
  cells.json(attempts);
  cells.text(disarm(row.task_id));
  cells.text(disarmed_lines(row.prompt));
  cells.text(disarmed_lines(row.error));
  cells.number(millis(row.submitted_at));
  cells.text(disarm(row.request_id));
  cells.text(disarm(row.source));
  cells.text(disarm(row.video_file));
  const std::string link = file_link(row.video_file);
  cells.text(link);
  cells.text(link.empty() ? std::string() : rated(row));
  cells.text(disarmed_lines(row.video_error));
  cells.text(disarm(row.entry));
  const bool has_command = !review_.is_live;
  cells.text(has_command ? argument_of(of) : std::string());
  const bool has_named = has_command && row.status == Status::in_doubt && !row.task_id.empty();
  cells.text(has_named ? command_line({row.task_id}) : std::string());
  for (const Column& column : columns_) {
    if (!column.is_text) continue;
    const std::string value = column.of(row);
    column.is_number ? cells.json(value) : cells.text(value);
  }
}

void PageData::add_attempt(std::string& json, const ledger::Attempt& attempt,
                           const Result& row) const {
  const AttemptPoint point = point_of(attempt);
  Cells cells(json);
  cells.number(attempt.attempt);
  cells.number(millis(point.has_time() ? std::optional(point.sent_at) : std::nullopt));
  cells.text(outcome_word(point.verdict));
  cells.number(millis(point.latency));
  cells.text(spoken(attempt.error_class));
  cells.number(unless_zero(attempt.http_status));
  const bool has_task = attempt.verdict == Verdict::accepted;
  cells.text(has_task ? std::string() : disarmed_lines(attempt.error));
  const auto reply = review_.replies.find(attempt.number);
  cells.text(reply == review_.replies.end() ? std::string() : disarmed_lines(reply->second));
  // Values equal to the row's are omitted: for ten thousand rows they would take a megabyte.
  cells.text(attempt.task_id == row.task_id ? std::string() : disarm(attempt.task_id));
  cells.text(attempt.request_id == row.request_id ? std::string() : disarm(attempt.request_id));
}

std::string PageData::attempts_json() const {
  const std::vector<AttemptPoint>& all = review_.attempts;
  const auto first = std::find_if(all.begin(), all.end(),
                                  [](const AttemptPoint& point) { return point.has_time(); });
  const Date start = first == all.end() ? Date() : first->sent_at;
  std::string json = fmt::format("{{\"start\":{},\"sentAt\":", start.time_since_epoch().count());
  add_list(json, all, [&](const AttemptPoint& point) {
    json += point.has_time() ? std::to_string((point.sent_at - start).count()) : "null";
  });
  std::vector<std::string_view> words;
  json += ",\"outcome\":{\"codes\":";
  add_list(json, all, [&](const AttemptPoint& point) {
    const std::string_view word = outcome_word(point.verdict);
    const auto known = std::find(words.begin(), words.end(), word);
    json += std::to_string(known - words.begin());
    if (known == words.end()) words.push_back(word);
  });
  json += ",\"values\":";
  add_list(json, words, [&](std::string_view word) { append_script_text(json, word); });
  json += "},\"latency\":";
  add_list(json, all, [&](const AttemptPoint& point) {
    json += point.latency ? std::to_string(point.latency->count()) : "null";
  });
  return json + '}';
}

std::string PageData::head(const std::vector<show::Cause>& causes) const {
  std::string json;
  const auto add_name = [&json](std::string_view name) { append_script_text(json, disarm(name)); };
  json += fmt::format("{{\"count\":{},\"total\":{},\"inPiece\":{},\"needs\":", rows_,
                      review_.totals.all_rows(), rows_in_piece);
  const auto wanted = by_need_ ? std::span<const Status>(needs) : std::span<const Status>();
  add_list(json, wanted, [&](Status status) { add_name(spoken(status)); });
  json += ",\"first\":";
  add_list(json, first(), [&](std::size_t number) { json += std::to_string(number); });
  json += fmt::format(",\"columns\":{{\"id\":{{\"list\":[{}]}},\n\"latency\":{{\"list\":[{}]}}",
                      ids_, latencies_);
  std::vector<std::string_view> texts_here(texts.begin(), texts.end());
  for (const Column& column : columns_) {
    if (column.is_text) {
      texts_here.push_back(column.name);
      continue;
    }
    json += fmt::format(",\n\"{}\":{{\"values\":", column.name);
    add_list(json, column.values, [&](const std::string& value) {
      column.is_number && !value.empty() ? void(json += value) : append_script_text(json, value);
    });
    if (column.values.size() > 1) {
      json += ",\"codes\":";
      add_list(json, column.codes, [&](std::uint16_t code) { json += std::to_string(code); });
    }
    json += '}';
  }
  json += "},\n\"texts\":";
  add_list(json, texts_here, add_name);
  json += ",\"fields\":";
  add_list(json, review_.field_names, add_name);
  json += ",\"variables\":";
  add_list(json, review_.variable_names, add_name);
  json += ",\"attemptColumns\":";
  add_list(json, attempt_columns, add_name);
  json += ",\"causes\":";
  add_list(json, causes, [&](const show::Cause& cause) {
    Cells cells(json);
    cells.text(spoken(cause.status));
    cells.text(spoken(cause.error_class));
    cells.text(glance(cause.error));
  });
  json += ",\"reasons\":" + reasons_json(causes);
  json += ",\n\"attempts\":" + attempts_json();
  json += ",\n\"latencyMarks\":[";
  if (const auto& latency = review_.totals.latency) {
    json +=
        fmt::format("[\"median\",{}],[\"p95\",{}]", latency->median.count(), latency->p95.count());
  }
  json += fmt::format("],\"hasAllAttempts\":{},\"hasVideos\":{},\"isRehearsal\":{},\"resolve\":",
                      review_.has_all_attempts, has_videos_, review_.totals.is_rehearsal());
  const Ending& ending = review_.ending;
  add_name(ending.resolve_command);
  json += ",\"run\":";
  add_name(ending.held.command.empty() ? ending.run_command : ending.held.command);
  json += ",\"marksKey\":";
  add_name(review_.marks_key);
  return json += '}';
}

}  // namespace shotlist::show
