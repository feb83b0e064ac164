#include "show/cause.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "base/text.h"
#include "results/lines.h"
#include "show/held.h"

namespace shotlist::show {
namespace {

bool is_of_word(char c) {
  return is_ascii_alphanumeric(c) || c == '-' || c == '_';
}

// The message with `#` for each word that contains a digit.
std::string shape_of(std::string_view message) {
  std::string shape;
  for (std::size_t at = 0; at < message.size();) {
    std::size_t end = at;
    while (end < message.size() && is_of_word(message[end]))
      ++end;
    const std::string_view word = message.substr(at, end - at);
    if (word.empty()) {
      shape += message[at++];
      continue;
    }
    if (std::any_of(word.begin(), word.end(), is_ascii_digit)) {
      shape += '#';
    } else {
      shape += word;
    }
    at = end;
  }
  return shape;
}

// The HTTP status keeps `502` and `504` apart; the shape of a message would not.
std::string key_of(const Result& row) {
  if (row.status == Status::held) return "held";
  std::string key(to_text(row.status));
  if (row.has_left()) key += " left";
  key += '\n';
  key += to_text(row.error_class);
  key += '\n' + std::to_string(row.http_status) + '\n';
  return key += shape_of(row.error);
}

bool has_cause(const Result& row) {
  if (row.has_left()) return row.status == Status::in_doubt;
  return row.status != Status::submitted && row.status != Status::not_sent;
}

}  // namespace

std::vector<Cause> causes_of(const Results& results) {
  std::vector<Cause> causes;
  std::unordered_map<std::string, std::size_t> known;
  for (std::size_t number = 0; number < results.rows.size(); ++number) {
    const Result& row = results.rows[number];
    if (!has_cause(row)) continue;
    const auto [at, is_new] = known.try_emplace(key_of(row), causes.size());
    if (is_new) {
      const std::string_view error =
          row.status == Status::held ? results::looks_paid_for : std::string_view(row.error);
      causes.push_back(
          {row.status, row.error_class, std::string(error), 0, {}, {}, row.has_left()});
    }
    Cause& cause = causes[at->second];
    ++cause.rows;
    cause.numbers.push_back(number);
    if (cause.examples.size() < Cause::examples_kept) cause.examples.push_back(row.id);
  }
  std::stable_sort(causes.begin(), causes.end(),
                   [](const Cause& a, const Cause& b) { return a.rows > b.rows; });
  return causes;
}

}  // namespace shotlist::show
