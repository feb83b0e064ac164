#include "show/cause.h"

#include <algorithm>
#include <numeric>
#include <string_view>

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

void Causes::add(const Result& row) {
  if (!has_cause(row)) return;
  const auto [at, is_new] = known_.try_emplace(key_of(row), causes_.size());
  if (is_new) {
    const std::string_view error =
        row.status == Status::held ? results::looks_paid_for : std::string_view(row.error);
    causes_.push_back({row.status, row.error_class, std::string(error), 0, {}, row.has_left()});
  }
  Cause& cause = causes_[at->second];
  ++cause.rows;
  if (cause.examples.size() < Cause::examples_kept) cause.examples.push_back(row.id);
}

std::vector<std::size_t> Causes::order() const {
  std::vector<std::size_t> order(causes_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [this](std::size_t one, std::size_t other) {
    return causes_[one].rows > causes_[other].rows;
  });
  return order;
}

std::vector<Cause> Causes::list() const {
  std::vector<Cause> list;
  for (const std::size_t number : order())
    list.push_back(causes_[number]);
  return list;
}

Causes::Places::Places(const Causes& causes) : causes_(causes), places_(causes.causes_.size()) {
  std::size_t place = 0;
  for (const std::size_t number : causes.order())
    places_[number] = place++;
}

std::optional<std::size_t> Causes::Places::of(const Result& row) const {
  if (!has_cause(row)) return std::nullopt;
  return places_[causes_.known_.at(key_of(row))];
}

}  // namespace shotlist::show
