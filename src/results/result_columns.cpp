#include "results/result_columns.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/disarm.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/time.h"
#include "base/translation.h"
#include "results/spreadsheet_value.h"

namespace shotlist::results {
namespace {

template <std::string Result::*Member>
constexpr ResultColumn text(std::string_view name) {
  return {name, [](const Result& row, std::string&) { return std::string_view(row.*Member); },
          [](std::string_view cell, Result& row) {
            row.*Member = cell;
            return true;
          }};
}

constexpr ResultColumn never_empty(ResultColumn column) {
  column.is_never_empty = true;
  return column;
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

// A spreadsheet writes `true` as `TRUE`.
template <std::string Result::*Member>
constexpr ResultColumn flag(std::string_view name) {
  ResultColumn column = text<Member>(name);
  column.is_word = true;
  column.read = [](std::string_view cell, Result& row) {
    const std::string word = lower_ascii(cell);
    row.*Member = word == "true" || word == "false" ? std::string_view(word) : cell;
    return true;
  };
  return column;
}

// With digits missing, it would be another task's id or none.
constexpr ResultColumn task_id_column() {
  ResultColumn column = server_text<&Result::task_id>("task_id");
  column.read = [](std::string_view cell, Result& row) {
    row.task_id = cell;
    return !is_shortened_number(cell);
  };
  column.remedy = marked("a spreadsheet has shortened it: restore the file");
  return column;
}

constexpr ResultColumn request_id_column() {
  ResultColumn column = server_text<&Result::request_id>("request_id");
  column.read = [](std::string_view cell, Result& row) {
    row.request_id = is_shortened_number(cell) ? std::string_view() : cell;
    return true;
  };
  return column;
}

constexpr ResultColumn status_column() {
  return {"status", [](const Result& row, std::string&) { return to_text(row.status); },
          [](std::string_view cell, Result& row) {
            const auto status = parse_status(cell);
            row.status = status.value_or(Status::not_sent);
            return status.has_value();
          },
          marked("write submitted, failed, rejected, in_doubt, held or not_sent")};
}

std::string_view number(std::int64_t value, std::string& room) {
  room = std::to_string(value);
  return room;
}

constexpr ResultColumn number_column(std::string_view name, decltype(ResultColumn::text) text,
                                     decltype(ResultColumn::read) read) {
  ResultColumn column{name, text, read};
  column.is_number = true;
  return column;
}

// A spreadsheet may write `4,8` for `4.80`. Three digits after a comma may be thousands.
std::optional<Money> read_amount(std::string_view cell) {
  std::string text(cell);
  const auto comma = text.find(',');
  if (comma != text.npos && text.size() - comma != 4) text[comma] = '.';
  return parse_money(text);
}

constexpr ResultColumn price_column() {
  ResultColumn column{"price",
                      [](const Result& row, std::string& room) {
                        if (!row.price) return std::string_view();
                        room = to_text(*row.price);
                        return std::string_view(room);
                      },
                      [](std::string_view cell, Result& row) {
                        row.price = read_amount(cell);
                        return true;
                      }};
  column.is_word = true;
  return column;
}

int read_count(std::string_view cell) {
  return static_cast<int>(parse_integer(cell, 0, 1'000'000'000).value_or(0));
}

constexpr std::array<ResultColumn, 28> columns = {
    {never_empty(text<&Result::id>("id")),
     never_empty(status_column()),
     task_id_column(),
     never_empty(text<&Result::prompt>("prompt")),
     server_text<&Result::error>("error"),
     {"error_class", [](const Result& row, std::string&) { return to_text(row.error_class); },
      [](std::string_view cell, Result& row) {
        row.error_class = parse_error_class(cell).value_or(ErrorClass::none);
        return true;
      }},
     number_column(
         "http_status",
         [](const Result& row, std::string& room) {
           return row.http_status == 0 ? std::string_view() : number(row.http_status, room);
         },
         [](std::string_view cell, Result& row) {
           row.http_status = read_count(cell);
           return true;
         }),
     never_empty(number_column(
         "attempts",
         [](const Result& row, std::string& room) { return number(row.attempts, room); },
         [](std::string_view cell, Result& row) {
           row.attempts = read_count(cell);
           return true;
         })),
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
     number_column(
         "latency_ms",
         [](const Result& row, std::string& room) {
           return row.latency ? number(row.latency->count(), room) : std::string_view();
         },
         [](std::string_view cell, Result& row) {
           if (const auto ms = parse_integer(cell, 0, 1'000'000'000'000)) {
             row.latency = std::chrono::milliseconds(*ms);
           }
           return true;
         }),
     server_text<&Result::video_status>("video_status"),
     server_text<&Result::video_url>("video_url"),
     text<&Result::video_file>("video_file"),
     server_text<&Result::video_error>("video_error"),
     text<&Result::model>("model"),
     text<&Result::orientation>("orientation"),
     text<&Result::size>("size"),
     text<&Result::duration>("duration"),
     flag<&Result::watermark>("watermark"),
     flag<&Result::hidden>("private"),
     text<&Result::images>("images"),
     price_column(),
     text<&Result::currency>("currency"),
     text<&Result::endpoint>("endpoint"),
     text<&Result::source>("source"),
     request_id_column(),
     never_empty(text<&Result::fingerprint>("fingerprint")),
     text<&Result::entry>("entry")}};

constexpr std::size_t before_fields = 21;  // id to images
static_assert(columns[before_fields - 1].name == "images" &&
              columns[before_fields].name == "price");

}  // namespace

std::span<const ResultColumn> result_columns() {
  return columns;
}

std::span<const ResultColumn> columns_before_fields() {
  return result_columns().first(before_fields);
}

std::span<const ResultColumn> columns_after_fields() {
  return result_columns().subspan(before_fields);
}

}  // namespace shotlist::results
