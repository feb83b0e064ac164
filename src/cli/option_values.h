#pragma once
// The values that only the command line has, parsed from text.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/translation.h"
#include "manifest/manifest.h"
#include "model/verdict.h"
#include "show/row_formats.h"
#include "show/row_selection.h"

namespace shotlist::cli {

enum class ColorWish { automatic, always, never };
enum class ProgressWish { automatic, bar, plain, none };
enum class Shell { bash, zsh, fish };

/// What to do with rows that are held because they look paid for.
struct HeldWish {
  enum class Word {
    resubmit,  ///< pay for them again
    keep,      ///< accept what was paid for
  };

  Word word = Word::keep;
  std::optional<std::size_t> rows;  ///< how many rows must be held; none: any number

  friend bool operator==(const HeldWish&, const HeldWish&) = default;
};

/// The words of a value, and what they mean.
template <typename Value, std::size_t Count>
using WordTable = std::array<std::pair<std::string_view, Value>, Count>;

inline constexpr WordTable<ColorWish, 3> color_words = {
    {{"auto", ColorWish::automatic}, {"always", ColorWish::always}, {"never", ColorWish::never}}};
inline constexpr WordTable<ProgressWish, 4> progress_words = {{{"auto", ProgressWish::automatic},
                                                               {"bar", ProgressWish::bar},
                                                               {"plain", ProgressWish::plain},
                                                               {"none", ProgressWish::none}}};
inline constexpr WordTable<manifest::ManifestFormat, 2> manifest_format_words = {
    {{"yaml", manifest::ManifestFormat::yaml}, {"csv", manifest::ManifestFormat::csv}}};
inline constexpr WordTable<Shell, 3> shell_words = {
    {{"bash", Shell::bash}, {"zsh", Shell::zsh}, {"fish", Shell::fish}}};
inline constexpr WordTable<HeldWish::Word, 2> held_words = {
    {{"resubmit", HeldWish::Word::resubmit}, {"keep", HeldWish::Word::keep}}};
inline constexpr WordTable<show::RowFormat, 4> row_format_words = {
    {{"table", show::RowFormat::table},
     {"csv", show::RowFormat::csv},
     {"jsonl", show::RowFormat::jsonl},
     {"markdown", show::RowFormat::markdown}}};

/// The words alone.
template <typename Value, std::size_t Count>
std::vector<std::string> names_of(const WordTable<Value, Count>& words) {
  std::vector<std::string> names;
  for (const auto& word : words)
    names.emplace_back(word.first);
  return names;
}

/// Each parses one of the words in its hint.
std::optional<ColorWish> parse_color_wish(std::string_view text);
std::optional<ProgressWish> parse_progress_wish(std::string_view text);
std::optional<manifest::ManifestFormat> parse_manifest_format(std::string_view text);
std::optional<Shell> parse_shell(std::string_view text);
/// The name of an encoding that this system can read.
std::optional<std::string> parse_encoding(std::string_view text);
std::optional<show::RowFormat> parse_row_format(std::string_view text);

inline constexpr std::string_view color_hint = marked("write auto, always or never");
inline constexpr std::string_view progress_hint = marked("write auto, bar, plain or none");
inline constexpr std::string_view format_hint = marked("write yaml or csv");
inline constexpr std::string_view shell_hint = marked("write bash, zsh or fish");
inline constexpr std::string_view encoding_hint =
    marked("write a name such as shift_jis or windows-1252; `iconv -l` lists them");
inline constexpr std::string_view row_format_hint = marked("write csv, jsonl, markdown or table");

/// Parses `resubmit`, `keep`, or either with a number of rows: `resubmit:97`.
std::optional<HeldWish> parse_held_wish(std::string_view text);

inline constexpr std::string_view held_hint =
    marked("write resubmit (pay again) or keep, with the number of rows, such as keep:97");

/// Parses `FIELD=VALUE`; the value may be empty and may contain `=`.
std::optional<std::pair<std::string, std::string>> parse_pair(std::string_view text);

inline constexpr std::string_view pair_hint = marked("write FIELD=VALUE");
inline constexpr std::string_view rows_hint = marked("write a whole number, such as 1");

/// Parses a status as in the results file or as spoken: `in_doubt`, `in-doubt`, `in doubt`.
std::optional<Status> parse_status_word(std::string_view text);

/// `lost`, `expired`, `failed` or `completed`.
std::optional<VideoStatus> parse_end(std::string_view text);
std::vector<std::string> end_words();

inline constexpr std::string_view statuses_hint = marked(
    "write submitted, failed, rejected, in_doubt, held or not_sent, with commas between them");
/// Parses a status of a video, as in the results file.
std::optional<VideoStatus> parse_video_word(std::string_view text);

inline constexpr std::string_view videos_hint =
    marked("write running, completed, failed, expired or lost, with commas between them");
inline constexpr std::string_view sort_hint =
    marked("write columns with commas between them, such as status,latency_ms:desc");

/// Whole numbers: rows (1 or more), a port (0 to 65535), a seed (0 or more).
std::optional<std::size_t> parse_rows(std::string_view text);
std::optional<int> parse_port(std::string_view text);
std::optional<std::uint64_t> parse_seed(std::string_view text);

/// The error message if `arguments` (without the program's name) lack a command or contain an
/// unknown command or option, with a known one that is similar, if any; empty if all are known.
std::string unknown_word(const std::vector<std::string>& arguments,
                         const std::vector<std::string>& commands,
                         const std::vector<std::string>& options);

}  // namespace shotlist::cli
