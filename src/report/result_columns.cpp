#include "report/result_columns.h"

#include <array>
#include <chrono>
#include <cstdint>

#include "base/disarm.h"
#include "base/quantity.h"
#include "base/time.h"

namespace shotlist {
namespace {

template <std::string Result::*Member>
constexpr ResultColumn text(std::string_view name) {
  return {name, [](const Result& row, std::string&) { return std::string_view(row.*Member); },
          [](std::string_view cell, Result& row) {
            row.*Member = cell;
            return true;
          }};
}

template <std::string Result::*Member>
constexpr ResultColumn server_text(std::string_view name) {
  ResultColumn column = text<Member>(name);
  column.text = [](const Result& row, std::string& room) {
    if ((row.*Member).empty()) return std::string_view();
    room = disarm(row.*Member);
    return std::string_view(room);
  };
  return column;
}

std::string_view number(std::int64_t value, std::string& room) {
  room = std::to_string(value);
  return room;
}

int read_count(std::string_view cell) {
  return static_cast<int>(parse_integer(cell, 0, 1'000'000'000).value_or(0));
}

constexpr std::array<ResultColumn, 23> columns = {
    {text<&Result::id>("id"),
     {"status", [](const Result& row, std::string&) { return to_text(row.status); },
      [](std::string_view cell, Result& row) {
        const auto status = parse_status(cell);
        row.status = status.value_or(Status::not_sent);
        return status.has_value();
      }},
     server_text<&Result::task_id>("task_id"),
     text<&Result::prompt>("prompt"),
     server_text<&Result::error>("error"),
     {"error_class", [](const Result& row, std::string&) { return to_text(row.error_class); },
      [](std::string_view cell, Result& row) {
        row.error_class = parse_error_class(cell).value_or(ErrorClass::none);
        return true;
      }},
     {"http_status",
      [](const Result& row, std::string& room) {
        return row.http_status == 0 ? std::string_view() : number(row.http_status, room);
      },
      [](std::string_view cell, Result& row) {
        row.http_status = read_count(cell);
        return true;
      },
      true},
     {"attempts",
      [](const Result& row, std::string& room) { return number(row.attempts, room); },
      [](std::string_view cell, Result& row) {
        row.attempts = read_count(cell);
        return true;
      },
      true},
     {"submitted_at",
      [](const Result& row, std::string& room) {
        if (!row.submitted_at) return std::string_view();
        room = to_text(*row.submitted_at);
        return std::string_view(room);
      },
      [](std::string_view cell, Result& row) {
        row.submitted_at = parse_date(cell);
        return true;
      }},
     {"latency_ms",
      [](const Result& row, std::string& room) {
        return row.latency ? number(row.latency->count(), room) : std::string_view();
      },
      [](std::string_view cell, Result& row) {
        if (const auto ms = parse_integer(cell, 0, 1'000'000'000'000)) {
          row.latency = std::chrono::milliseconds(*ms);
        }
        return true;
      },
      true},
     server_text<&Result::video_status>("video_status"),
     server_text<&Result::video_url>("video_url"),
     text<&Result::video_file>("video_file"),
     text<&Result::model>("model"),
     text<&Result::orientation>("orientation"),
     text<&Result::size>("size"),
     text<&Result::duration>("duration"),
     text<&Result::watermark>("watermark"),
     text<&Result::hidden>("private"),
     text<&Result::images>("images"),
     text<&Result::source>("source"),
     server_text<&Result::request_id>("request_id"),
     text<&Result::fingerprint>("fingerprint")}};

}  // namespace

std::span<const ResultColumn> result_columns() {
  return columns;
}

}  // namespace shotlist
