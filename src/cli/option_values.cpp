#include "cli/option_values.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/disarm.h"
#include "base/nearest.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/translation.h"
#include "system/text_decoder.h"

namespace shotlist::cli {
namespace {

template <typename Word, std::size_t Count>
std::optional<Word> word_of(const WordTable<Word, Count>& words, std::string_view text) {
  for (const auto& [name, word] : words) {
    if (name == text) return word;
  }
  return std::nullopt;
}

std::string unknown(const char* kind, const std::string& word,
                    const std::optional<std::string_view>& meant) {
  return tr("there is no {} {}", kind, disarm(word)) +
         (meant ? tr("; did you mean {}?", *meant) : std::string());
}

// What other programs call an option, and what to type here.
struct Elsewhere {
  std::string_view name;
  const char* here;
};

constexpr const char* more_at_once = marked("-j N sends N requests at a time");
constexpr const char* more_tries = marked("--attempts N tries a row N times");
constexpr const char* key_apart = marked("set SHOTLIST_API_KEY, or use --api-key-file FILE");
constexpr const char* another_server = marked("--base-url URL names the server");
constexpr const char* goes_on = marked("the same command goes on where the last run ended");
constexpr const char* rehearse =
    marked("`shotlist plan` shows what would be sent, and `shotlist run --sandbox` rehearses it");

constexpr auto elsewhere = std::to_array<Elsewhere>({
    {"--dry-run", rehearse},
    {"--dryrun", rehearse},
    {"--simulate", rehearse},
    {"--concurrency", more_at_once},
    {"--max-concurrency", more_at_once},
    {"--parallel", more_at_once},
    {"--workers", more_at_once},
    {"--threads", more_at_once},
    {"--retries", more_tries},
    {"--max-retries", more_tries},
    {"--retry", more_tries},
    {"--key", key_apart},
    {"--token", key_apart},
    {"--url", another_server},
    {"--host", another_server},
    {"--endpoint", another_server},
    {"--resume", goes_on},
    {"--continue", goes_on},
    {"--rate-limit", marked("--rate N/UNIT sets the pace, such as 60/min")},
    {"--rps", marked("--rate N/UNIT sets the pace, such as 2/s")},
    {"--qps", marked("--rate N/UNIT sets the pace, such as 2/s")},
    {"--delay", marked("--rate N/UNIT sets the pace, such as 60/min")},
    {"--budget", marked("--max-cost AMOUNT is a limit of costs")},
    {"--out", marked("-o FILE names the results file")},
    {"--output-dir", marked("--download DIR is where videos go, -o FILE the results file")},
    {"--model", marked("--set model=NAME sets it for every row")},
    {"--filter", marked("--where FIELD=VALUE and --only ID choose rows")},
    {"-n", marked("--limit N sends at most N rows; a dry run is `shotlist plan`")},
    {"--number", marked("--limit N sends at most N rows")},
});

bool is_in(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

const Elsewhere* find_elsewhere(std::string_view name) {
  const auto* const found =
      std::find_if(elsewhere.begin(), elsewhere.end(),
                   [name](const Elsewhere& option) { return option.name == name; });
  return found == elsewhere.end() ? nullptr : found;
}

// `--concurency` is a slip in the name that others use; an option of ours goes before it.
std::string unknown_option(const std::string& name, const std::vector<std::string>& options) {
  const Elsewhere* usual = find_elsewhere(name);
  std::optional<std::string_view> meant;
  if (usual == nullptr) {
    std::vector<std::string_view> known;
    for (const std::string& option : options) {
      if (option != "--help") known.emplace_back(option);  // which is named anyway
    }
    for (const Elsewhere& option : elsewhere) {
      if (option.name.starts_with("--")) known.push_back(option.name);
    }
    meant = nearest(name, known);
    const bool is_ours = meant && is_in(options, std::string(*meant));
    if (meant && !is_ours) usual = find_elsewhere(*meant);
  }
  if (usual != nullptr) return tr("there is no option {}; {}", disarm(name), tr(usual->here));
  return unknown(tr("option"), name, meant);
}

}  // namespace

std::optional<ColorWish> parse_color_wish(std::string_view text) {
  return word_of(color_words, text);
}

std::optional<ProgressWish> parse_progress_wish(std::string_view text) {
  return word_of(progress_words, text);
}

std::optional<manifest::ManifestFormat> parse_manifest_format(std::string_view text) {
  return word_of(manifest_format_words, text);
}

std::optional<Shell> parse_shell(std::string_view text) {
  return word_of(shell_words, text);
}

std::optional<std::string> parse_encoding(std::string_view text) {
  if (!system::is_encoding(text)) return std::nullopt;
  return std::string(text);
}

std::optional<HeldWish> parse_held_wish(std::string_view text) {
  const auto colon = text.find(':');
  const auto word = word_of(held_words, text.substr(0, colon));
  if (!word) return std::nullopt;
  if (colon == std::string_view::npos) return HeldWish{*word, {}};
  const auto rows = parse_rows(text.substr(colon + 1));
  if (!rows) return std::nullopt;
  return HeldWish{*word, *rows};
}

std::optional<show::RowFormat> parse_row_format(std::string_view text) {
  return word_of(row_format_words, text);
}

std::optional<Status> parse_status_word(std::string_view text) {
  std::string word = lower_ascii(trimmed(text));
  std::replace_if(
      word.begin(), word.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
  return parse_status(word);
}

std::optional<VideoStatus> parse_video_word(std::string_view text) {
  const std::string word = lower_ascii(trimmed(text));
  return word.empty() ? std::nullopt : parse_video_status(word);
}

std::optional<std::pair<std::string, std::string>> parse_pair(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) return std::nullopt;
  return std::pair(std::string(text.substr(0, equals)), std::string(text.substr(equals + 1)));
}

std::optional<std::size_t> parse_rows(std::string_view text) {
  const auto rows = parse_integer(text, 1, std::numeric_limits<std::int64_t>::max());
  if (!rows) return std::nullopt;
  return static_cast<std::size_t>(*rows);
}

std::optional<int> parse_port(std::string_view text) {
  const auto port = parse_integer(text, 0, 65535);
  if (!port) return std::nullopt;
  return static_cast<int>(*port);
}

std::optional<std::uint64_t> parse_seed(std::string_view text) {
  const auto seed = parse_integer(text, 0, std::numeric_limits<std::int64_t>::max());
  if (!seed) return std::nullopt;
  return static_cast<std::uint64_t>(*seed);
}

std::string unknown_word(const std::vector<std::string>& arguments,
                         const std::vector<std::string>& commands,
                         const std::vector<std::string>& options) {
  if (arguments.empty()) return tr("no command was given");
  const std::string& command = arguments.front();
  if (command.rfind('-', 0) != 0 && !is_in(commands, command)) {
    return unknown(tr("command"), command, nearest(command, {commands.begin(), commands.end()}));
  }
  for (const std::string& argument : arguments) {
    if (argument == "--") break;
    // Without its value, which may be a secret.
    const std::string name = argument.substr(0, argument.find('='));
    if (is_in(options, name)) continue;
    if (name.starts_with("--") || find_elsewhere(name) != nullptr)
      return unknown_option(name, options);
  }
  return {};
}

std::optional<VideoStatus> parse_end(std::string_view text) {
  const auto status = parse_video_status(text);
  return status && has_ended(*status) ? status : std::nullopt;
}

std::vector<std::string> end_words() {
  std::vector<std::string> words = video_status_words();
  words.erase(std::remove_if(words.begin(), words.end(),
                             [](const std::string& word) { return !parse_end(word); }),
              words.end());
  return words;
}

}  // namespace shotlist::cli
