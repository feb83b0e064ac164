#include "show/page_data.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/money.h"
#include "results/csv_writer.h"
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
    if (!value) return skip();
    put_separators();
    json_ += std::to_string(*value);
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

constexpr std::array<std::string_view, 28> row_columns = {
    "id",        "status",      "taskId",   "prompt",     "error",     "kind",     "http",
    "tries",     "latency",     "model",    "sentAt",     "requestId", "source",   "cause",
    "size",      "orientation", "duration", "watermark",  "private",   "images",   "videoStatus",
    "videoFile", "videoLink",   "rated",    "videoError", "price",     "endpoint", "entry"};
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

// `CNY 4.80`
std::string price_text(const Result& row) {
  if (!row.price) return {};
  return (row.currency.empty() ? std::string() : disarm(row.currency) + ' ') + to_text(*row.price);
}

// The start of the row's line in the CSV of marks, without a line end.
std::string rated(const Result& row) {
  std::string line;
  results::CsvWriter csv(line);
  csv.cell(disarm(row.id));
  csv.cell(disarm(row.entry));
  return line;
}

void add_row(std::string& json, const Result& row, std::size_t fields,
             std::optional<std::size_t> cause) {
  Cells cells(json);
  cells.text(disarm(row.id));
  cells.text(spoken(row.status));
  cells.text(disarm(row.task_id));
  cells.text(disarmed_lines(row.prompt));
  cells.text(disarmed_lines(row.error));
  cells.text(spoken(row.error_class));
  cells.number(unless_zero(row.http_status));
  cells.number(unless_zero(row.attempts));
  cells.number(millis(row.latency));
  cells.text(disarm(row.model));
  cells.number(millis(row.submitted_at));
  cells.text(disarm(row.request_id));
  cells.text(disarm(row.source));
  cells.number(cause);
  cells.text(disarm(row.size));
  cells.text(disarm(row.orientation));
  cells.text(disarm(row.duration));
  cells.text(disarm(row.watermark));
  cells.text(disarm(row.hidden));
  cells.text(disarm(row.images));
  cells.text(disarm(row.video_status));
  cells.text(disarm(row.video_file));
  const std::string link = file_link(row.video_file);
  cells.text(link);
  cells.text(link.empty() ? std::string() : rated(row));
  cells.text(disarmed_lines(row.video_error));
  cells.text(price_text(row));
  cells.text(disarm(row.endpoint));
  cells.text(disarm(row.entry));
  for (std::size_t i = 0; i < fields; ++i)
    cells.text(i < row.fields.size() ? disarmed_lines(row.fields[i]) : std::string());
  for (const std::string& value : row.variables)
    cells.text(disarmed_lines(value));
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

// The values that charts need.
void add_figures(Cells& cells, const AttemptLine& line) {
  cells.number(line.attempt);
  cells.number(millis(line.has_time() ? std::optional(line.sent_at) : std::nullopt));
  cells.text(outcome_word(line.verdict));
  cells.number(millis(line.latency));
}

void add_attempt(std::string& json, const AttemptLine& line, const Result& row) {
  Cells cells(json);
  add_figures(cells, line);
  cells.text(spoken(line.error_class));
  cells.number(unless_zero(line.http_status));
  cells.text(disarmed_lines(line.error));
  cells.text(disarmed_lines(line.reply));
  // Values equal to the row's are omitted: for ten thousand rows they would take a megabyte.
  cells.text(line.task_id == row.task_id ? std::string() : disarm(line.task_id));
  cells.text(line.request_id == row.request_id ? std::string() : disarm(line.request_id));
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

/// The tries of each slot, or of each row id for a line that names no attempt.
class AttemptsOfRows {
 public:
  using Lines = std::vector<const AttemptLine*>;

  explicit AttemptsOfRows(const std::vector<AttemptLine>& lines) {
    for (const AttemptLine& line : lines) {
      // Results alone do not show which attempts are tries of one slot.
      const std::string_view alone = line.number == 0 ? std::string_view(line.entry) : "";
      const Slot slot{line.server, line.fingerprint, line.copy, alone};
      slots_[slot].push_back(&line);
      by_entry_.emplace(line.entry, slot);
      by_id_[line.row].push_back(&line);
    }
  }

  /// Null if there are none.
  const Lines* of(const Result& row) const {
    if (row.status == Status::held) return nullptr;  // its entry is another row's
    if (row.entry.empty()) return find(by_id_, std::string_view(row.id));
    const Slot* slot = find(by_entry_, std::string_view(row.entry));
    return slot == nullptr ? nullptr : find(slots_, *slot);
  }

 private:
  using Slot = std::tuple<std::string_view, Fingerprint, int, std::string_view>;

  template <typename Map, typename Key>
  static const typename Map::mapped_type* find(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
  }

  std::map<Slot, Lines> slots_;
  std::unordered_map<std::string_view, Slot> by_entry_;
  std::unordered_map<std::string_view, Lines> by_id_;
};

std::vector<std::optional<std::size_t>> causes_by_row(const std::vector<show::Cause>& causes,
                                                      std::size_t rows) {
  std::vector<std::optional<std::size_t>> numbers(rows);
  for (std::size_t cause = 0; cause < causes.size(); ++cause) {
    for (const std::size_t row : causes[cause].numbers)
      numbers.at(row) = cause;
  }
  return numbers;
}

}  // namespace

std::string glance(std::string_view text) {
  constexpr std::size_t most = 240;  // columns
  return fitted(disarm(text), most);
}

std::string cause_name(const show::Cause& cause) {
  return glance(show::reason_text(cause.error_class, cause.error));
}

std::string page_data(const Review& review, const std::vector<const Result*>& rows,
                      const std::vector<show::Cause>& causes,
                      const std::optional<LatencyFigures>& latency) {
  std::string json;
  const auto add_name = [&json](std::string_view name) { append_script_text(json, disarm(name)); };

  json += "{\"columns\":";
  add_list(json, row_columns, add_name);
  json += ",\"fields\":";
  add_list(json, review.results.field_names, add_name);
  json += ",\"variables\":";
  add_list(json, review.results.variable_names, add_name);
  json += ",\"attemptColumns\":";
  add_list(json, attempt_columns, add_name);
  json += ",\"causes\":";
  add_list(json, causes, [&](const show::Cause& cause) { add_name(cause_name(cause)); });
  json += ",\n\"rows\":";
  const auto cause_of = causes_by_row(causes, review.results.rows.size());
  add_list(json, rows, [&](const Result* row) {
    json += '\n';
    add_row(json, *row, review.results.field_names.size(),
            cause_of.at(static_cast<std::size_t>(row - review.results.rows.data())));
  });
  json += ",\n\"attempts\":";
  const AttemptsOfRows attempts(review.attempts);
  std::vector<bool> is_of_row(review.attempts.size());
  add_list(json, rows, [&](const Result* row) {
    const AttemptsOfRows::Lines* lines = attempts.of(*row);
    if (lines == nullptr) {
      json += "[]";
      return;
    }
    add_list(json, *lines, [&](const AttemptLine* line) {
      is_of_row[static_cast<std::size_t>(line - review.attempts.data())] = true;
      add_attempt(json, *line, *row);
    });
  });
  std::vector<const AttemptLine*> others;
  for (std::size_t i = 0; i < is_of_row.size(); ++i) {
    if (!is_of_row[i]) others.push_back(&review.attempts[i]);
  }
  json += ",\n\"otherAttempts\":";
  add_list(json, others, [&](const AttemptLine* line) {
    Cells cells(json);
    add_figures(cells, *line);
  });
  json += ",\"latencyMarks\":[";
  if (latency) {
    json +=
        fmt::format("[\"median\",{}],[\"p95\",{}]", latency->median.count(), latency->p95.count());
  }
  json += fmt::format("],\"hasAllAttempts\":{},\"marksKey\":", review.has_all_attempts);
  add_name(review.marks_key);
  return json += '}';
}

}  // namespace shotlist::show
