#include "api/plain_answer.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/text.h"

namespace shotlist::api {
namespace {

// None of them can turn an answer with a task into anything else.
constexpr std::array<std::string_view, 7> names = {
    "id", "status", "status_update_time", "object", "model", "progress", "created_at"};

/// Takes one token after the other from the front of a text.
class Tokens {
 public:
  explicit Tokens(std::string_view text) : rest_(text) {}

  bool take(char c) {
    if (!next_is(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Without its quotes.
  std::optional<std::string_view> take_text() {
    if (!take('"')) return std::nullopt;
    const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
    const std::string_view text = take_while(is_plain);
    if (rest_.empty() || rest_.front() != '"') return std::nullopt;
    rest_.remove_prefix(1);
    return text;
  }

  bool take_whole_number() {
    constexpr std::size_t most_digits = 18;  // fits in 64 bits
    skip_space();
    const std::string_view digits = take_while(is_ascii_digit);
    return !digits.empty() && digits.size() <= most_digits &&
           (digits.size() == 1 || digits.front() != '0');
  }

  bool is_at_end() {
    skip_space();
    return rest_.empty();
  }

 private:
  template <typename Is>
  std::string_view take_while(const Is& is) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is);
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  void skip_space() {
    take_while([](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  }

  bool next_is(char c) {
    skip_space();
    return !rest_.empty() && rest_.front() == c;
  }

  std::string_view rest_;
};

}  // namespace

std::optional<std::string_view> task_id_of_plain_answer(std::string_view body) {
  Tokens tokens(body);
  std::optional<std::string_view> id;
  std::array<bool, names.size()> is_named{};
  if (!tokens.take('{')) return std::nullopt;
  do {
    const auto name = tokens.take_text();
    const auto known = std::find(names.begin(), names.end(), name.value_or(std::string_view()));
    if (known == names.end() || !tokens.take(':')) return std::nullopt;
    bool& is_repeated = is_named[static_cast<std::size_t>(known - names.begin())];
    if (is_repeated) return std::nullopt;
    is_repeated = true;
    const auto text = tokens.take_text();
    if (known == names.begin()) id = text;
    if (!text && (known == names.begin() || !tokens.take_whole_number())) return std::nullopt;
  } while (tokens.take(','));
  return tokens.take('}') && tokens.is_at_end() ? id : std::nullopt;
}

}  // namespace shotlist::api
