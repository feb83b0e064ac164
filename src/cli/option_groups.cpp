#include "cli/option_groups.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/quantity.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/option_values.h"
#include "cli/shared_address.h"
#include "manifest/keys.h"

namespace shotlist::cli {
namespace {

using Kind = Option::Kind;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view names_hint = marked("write names of columns with commas between them");
constexpr std::string_view ids_hint = marked("write ids with commas between them");
constexpr std::string_view key_refusal = marked(
    "is not taken on the command line, where every user of this machine can read it; set "
    "SHOTLIST_API_KEY or use --api-key-file");

auto pair_into(Pairs& target) {
  return [&target](const std::string& text) {
    const auto pair = parse_pair(text);
    if (pair) target.push_back(*pair);
    return pair.has_value();
  };
}

constexpr std::string_view file_hint = "name a file";

std::optional<std::string> parse_file(std::string_view text) {
  if (text.empty() || text == "-") return std::nullopt;
  return std::string(text);
}

// For Option::take: stores the result of `parse` for each word between commas.
template <typename Target, typename Parse>
auto list_into(std::vector<Target>& target, Parse parse) {
  return [&target, parse](const std::string& text) {
    for (const std::string_view word : split(text, ',')) {
      auto value = parse(word);
      if (!value) return false;
      target.push_back(*std::move(value));
    }
    return true;
  };
}

// Each is followed by a number of rows, if any.
std::vector<std::string> held_choices() {
  std::vector<std::string> choices = names_of(held_words);
  for (const auto& word : names_of(held_words))
    choices.push_back(word + ':');
  return choices;
}

std::vector<std::string> fault_choices() {
  using Group = sandbox::FaultGroup;
  std::vector<std::string> choices;
  for (const Group group : {Group::create, Group::query, Group::task, Group::file}) {
    for (const std::string& name : sandbox::fault_names(group))
      choices.push_back(name + '=');
  }
  return choices;
}

// Letters from A to J.
std::vector<std::string> shape_letters() {
  std::vector<std::string> letters;
  for (char letter = 'A'; sandbox::parse_shape({&letter, 1}); ++letter)
    letters.emplace_back(1, letter);
  return letters;
}

std::optional<std::string> parse_id(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return std::string(text);
}

template <typename Target>
Option count(std::string names, Target& target, std::int64_t most, std::string description) {
  const auto parse = [most](const std::string& text) { return parse_integer(text, 1, most); };
  return {.names = std::move(names),
          .value = "N",
          .description = std::move(description),
          .take = parsed_into(target, parse),
          .hint = rows_hint};
}

template <typename Target>
Option time(std::string names, Target& target, std::string description) {
  return {.names = std::move(names),
          .value = "TIME",
          .description = std::move(description),
          .take = parsed_into(target, parse_duration),
          .hint = duration_hint};
}

}  // namespace

Options console_options(ConsoleOptions& console) {
  return {{.names = "--color",
           .value = "WHEN",
           .description = tr("auto, always or never"),
           .words = [] { return names_of(color_words); },
           .take = parsed_into(console.color, parse_color_wish),
           .hint = color_hint},
          {.names = "-q,--quiet",
           .kind = Kind::flag,
           .description = tr("Print only errors"),
           .take = set(console.quiet)},
          {.names = "-v,--verbose",
           .kind = Kind::flag,
           .description = tr("Also print where each setting came from"),
           .take = set(console.verbose)}};
}

Options manifest_options(ManifestOptions& manifest) {
  return {{.names = "MANIFEST",
           .description = tr("YAML or CSV file; - reads standard input"),
           .take = text_into(manifest.path),
           .required = true},
          {.names = "--format",
           .value = "FORMAT",
           .description = tr("yaml or csv, where the name does not say"),
           .words = [] { return names_of(manifest_format_words); },
           .take = parsed_into(manifest.format, parse_manifest_format),
           .hint = format_hint},
          encoding_option(manifest),
          {.names = "--set",
           .kind = Kind::repeat,
           .value = "FIELD=VALUE",
           .description = tr("A default for every row (repeatable)"),
           .take = pair_into(manifest.set),
           .hint = pair_hint},
          {.names = "--variables",
           .kind = Kind::repeat,
           .value = "NAME,...",
           .description = tr("Columns that are variables, though their names are close to fields"),
           .take = list_into(manifest.variables, parse_id),
           .hint = names_hint}};
}

Option encoding_option(ManifestOptions& manifest) {
  return {.names = "--encoding",
          .value = "NAME",
          .description = tr("What the text is in where it is not UTF-8, such as shift_jis"),
          .take = parsed_into(manifest.encoding, parse_encoding),
          .hint = encoding_hint};
}

Option strict_option(ManifestOptions& manifest) {
  return {.names = "--strict",
          .kind = Kind::flag,
          .description = tr("Take warnings for mistakes: nothing is sent"),
          .take = set(manifest.strict)};
}

Option output_option(ManifestOptions& manifest) {
  return {.names = "-o,--output",
          .value = "FILE",
          .description = tr("Results file [<manifest stem>.results.csv beside the manifest]"),
          .take = text_into(manifest.output)};
}

Option excel_option(ManifestOptions& manifest) {
  return {.names = "--excel",
          .kind = Kind::flag,
          .description = tr("Write the results so that Excel shows every script"),
          .take = set(manifest.excel)};
}

Option decisions_option(std::string& decisions) {
  return {.names = "--decisions",
          .value = "FILE",
          .description = tr("A CSV with task ids, or in a column decision retry, not_created, "
                            "resubmit, keep or skip"),
          .take = text_into(decisions)};
}

Options selection_options(plan::Selection& selection) {
  return {{.names = "--only",
           .kind = Kind::repeat,
           .value = "ID,...",
           .description = tr("Only the rows with these ids"),
           .take = list_into(selection.only, parse_id),
           .hint = ids_hint},
          {.names = "--where",
           .kind = Kind::repeat,
           .value = "FIELD=VALUE",
           .description = tr("Only rows with this value (repeatable)"),
           .take = pair_into(selection.where),
           .hint = pair_hint},
          {.names = "--limit",
           .value = "N",
           .description = tr("Send at most N rows"),
           .take = parsed_into(selection.limit, parse_rows),
           .hint = rows_hint}};
}

Options row_options(show::RowSelection& selection) {
  return {
      {.names = "--status",
       .kind = Kind::repeat,
       .value = "STATUS,...",
       .description =
           tr("Only rows with these: submitted, failed, rejected, in_doubt, held, not_sent"),
       .words = status_words,
       .take = list_into(selection.statuses, parse_status_word),
       .hint = statuses_hint},
      {.names = "--videos",
       .kind = Kind::repeat,
       .value = "STATUS,...",
       .description = tr("Only rows with such videos: running, completed, failed, expired, lost"),
       .words = video_status_words,
       .take = list_into(selection.videos, parse_video_word),
       .hint = videos_hint},
      {.names = "--where",
       .kind = Kind::repeat,
       .value = "COLUMN=VALUE",
       .description = tr("Only rows with this value (repeatable)"),
       .take = pair_into(selection.where),
       .hint = pair_hint},
      {.names = "--sort",
       .kind = Kind::repeat,
       .value = "COLUMN,...",
       .description = tr("By these columns or variables; COLUMN:desc reverses one"),
       .take = list_into(selection.sort, show::parse_sort_key),
       .hint = sort_hint},
      {.names = "--limit",
       .value = "N",
       .description = tr("Show at most N rows"),
       .take = parsed_into(selection.limit, parse_rows),
       .hint = rows_hint}};
}

Option price_option(ManifestOptions& manifest) {
  return {.names = "--price",
          .value = "AMOUNT[/CUR]",
          .description = tr("Price of each row that has none in the manifest"),
          .take = parsed_into(manifest.price, api::parse_given_price),
          .hint = api::given_price_hint};
}

Option max_cost_option(std::optional<Money>& max_cost) {
  return {.names = "--max-cost",
          .value = "AMOUNT",
          .description = tr("Spend no more than this, earlier runs and rows in doubt included"),
          .take = parsed_into(max_cost, parse_money),
          .hint = money_hint};
}

Option held_option(std::optional<HeldWish>& held) {
  return {
      .names = "--held",
      .value = "WHAT[:N]",
      .description = tr("N rows that look paid for: keep (accept that) or resubmit (pay again)"),
      .words = held_choices,
      .take = parsed_into(held, parse_held_wish),
      .hint = held_hint};
}

Option ledger_option(std::string& ledger) {
  return {.names = "--ledger",
          .value = "FILE",
          .description = tr("The ledger, or postgresql://USER@HOST/DB, which many runs share "
                            "[shotlist.db in the manifest's folder; SHOTLIST_LEDGER]"),
          .take = [&ledger](const std::string& text) {
            ledger = with_password_aside(text);
            return true;
          }};
}

Option manifest_name_option(ManifestOptions& manifest) {
  return {.names = "--manifest-name",
          .value = "NAME",
          .description = tr("What the ledger calls the manifest [its `name:`, else its file name]"),
          .take = text_into(manifest.name)};
}

Option wait_option(bool& wait) {
  return {.names = "--wait",
          .kind = Kind::flag,
          .description = tr("Wait for the run that holds the ledger"),
          .take = set(wait)};
}

Options asking_options(SubmitOptions& submit) {
  return {
      {.names = "--base-url",
       .value = "URL",
       .description = tr("The API's address [SHOTLIST_BASE_URL]"),
       .take = text_into(submit.base_url)},
      {.names = "--api-key-file",
       .value = "FILE",
       .description = tr("File that holds the key [SHOTLIST_API_KEY]"),
       .take = text_into(submit.api_key_file)},
      {.names = "--ca-file",
       .value = "FILE",
       .description =
           tr("Certificates to trust besides the system's [SSL_CERT_FILE, CURL_CA_BUNDLE]"),
       .take = text_into(submit.ca_file)},
      {.names = "--api-key", .value = "KEY", .refusal = key_refusal},
      {.names = "--rate",
       .value = "N/UNIT",
       .description = tr("Request rate, retries included: 2/s, 60/min, 5/15s, none [none]"),
       .take = parsed_into(submit.rate, parse_pace),
       .hint = pace_hint},
      count("--burst", submit.burst, manifest::most_burst,
            tr("Requests that may leave at once under --rate [1]")),
      count("-j,--jobs", submit.jobs, manifest::most_jobs, tr("Requests in flight at most [4]")),
      time("--timeout", submit.timeout, tr("How long to wait for an answer [120s]")),
      time("--connect-timeout", submit.connect_timeout,
           tr("How long to wait for a connection [10s]"))};
}

Options submit_options(SubmitOptions& submit) {
  Options options = asking_options(submit);
  options.insert(options.end(),
                 {count("--attempts", submit.attempts, manifest::most_attempts,
                        tr("Tries per row, for failures known to be free [5]")),
                  {.names = "--stop-after",
                   .value = "N|N%",
                   .description = tr("Stop sending after N failed rows"),
                   .take = parsed_into(submit.stop_after, parse_count_or_share),
                   .hint = count_or_share_hint},
                  time("--give-up", submit.give_up,
                       tr("End the run after this long without a success [10min]"))});
  return options;
}

Options report_options(ReportOptions& reports) {
  return {{.names = "--log-file",
           .value = "FILE",
           .description = tr("Add every event to this file, one JSON object a line"),
           .take = parsed_into(reports.log_file, parse_file),
           .hint = file_hint},
          {.names = "--log-prompts",
           .kind = Kind::flag,
           .description = tr("Prompts, too, in the log"),
           .take = set(reports.log_prompts),
           .only_with = {"--log-file"}},
          {.names = "--metrics",
           .value = "FILE",
           .description = tr("Keep metrics in this file, for Prometheus's node_exporter (.prom)"),
           .take = parsed_into(reports.metrics, parse_file),
           .hint = file_hint}};
}

Option junit_option(std::string& junit) {
  return {.names = "--junit",
          .value = "FILE",
          .description = tr("Write the rows as test cases (JUnit XML), for CI"),
          .take = parsed_into(junit, parse_file),
          .hint = file_hint};
}

Options collect_options(CollectOptions& collect, const std::vector<std::string>& only_with) {
  constexpr std::int64_t most_downloads = 64;
  Options options = {
      {.names = "--download",
       .value = "DIR",
       .description = tr("Fetch the videos into this folder"),
       .take = text_into(collect.download)},
      count("--download-jobs", collect.download_jobs, most_downloads, tr("Files at a time [4]")),
      {.names = "--name",
       .value = "TEMPLATE",
       .description = tr("Names of the files, such as '{{scene}}-{{id}}' [{{id}}]"),
       .take = text_into(collect.name)},
      {.names = "--sidecar",
       .kind = Kind::flag,
       .description = tr("Beside each video a .json with its request, task and sum"),
       .take = set(collect.sidecar)},
      {.names = "--max-file",
       .value = "SIZE",
       .description = tr("Fetch no file larger than this, such as 500MB"),
       .take = parsed_into(collect.max_file, parse_size),
       .hint = tr("write a size such as 500MB or 2GiB")},
      time("--poll-every", collect.poll_every, tr("How often to look at a task [30s]")),
      time("--patience", collect.patience, tr("How long to look at a task that does not end [1h]")),
      {.names = "--again",
       .kind = Kind::repeat,
       .value = "STATUS,...",
       .description = tr("Ask anew about tasks that were lost, expired or failed; completed: fetch "
                         "what is gone"),
       .words = end_words,
       .take = list_into(collect.again, parse_end),
       .hint = tr("write lost, expired, failed or completed, with commas between them")}};
  for (Option& option : options) {
    option.group = marked("Videos");
    option.only_with = only_with;
    const bool is_about_files = option.names == "--download-jobs" || option.names == "--name" ||
                                option.names == "--sidecar" || option.names == "--max-file";
    if (is_about_files) option.only_with.push_back("--download");
  }
  return options;
}

Options rehearsal_options(sandbox::SandboxOptions& sandbox,
                          const std::vector<std::string>& only_with) {
  static const std::string fault_hint =
      tr("write NAME=PROBABILITY such as 502=5%, with a name out of ") +
      or_list(sandbox::fault_names(sandbox::FaultGroup::create)) +
      tr("; `shotlist sandbox --help` lists more, of tasks and videos");
  const auto take_fault = [&sandbox](const std::string& text) {
    const auto fault = sandbox::parse_fault(text);
    if (fault) sandbox.faults[fault->first] = fault->second;
    return fault.has_value();
  };
  // The rehearsal server alone has no options of a run that theirs could be taken for.
  const auto named = [&only_with](std::string_view name) {
    return fmt::format(fmt::runtime(only_with.empty() ? "--{0},--sandbox-{0}" : "--sandbox-{0}"),
                       name);
  };
  Options options = {
      {.names = "--fault",
       .kind = Kind::repeat,
       .value = "NAME=P",
       .description = tr("Inject a fault, such as 502=5% (repeatable); `shotlist sandbox --help` "
                         "lists them"),
       .words = fault_choices,
       .take = take_fault,
       .hint = fault_hint},
      {.names = "--sandbox-rate",
       .value = "N/UNIT",
       .description = tr("Answer 429 above this rate"),
       .take = parsed_into(sandbox.limit, parse_pace),
       .hint = pace_hint},
      time("--sandbox-latency", sandbox.latency, tr("Wait before each answer")),
      {.names = "--sandbox-seed",
       .value = "N",
       .description = tr("Seed of its random choices [1]"),
       .take = parsed_into(sandbox.seed, parse_seed),
       .hint = rows_hint},
      {.names = named("shape"),
       .value = "LETTER",
       .description = tr("How it answers about tasks, A to J [as the model's gateway]"),
       .words = shape_letters,
       .take = parsed_into(sandbox.shape, sandbox::parse_shape),
       .hint = tr("write a letter from A to J")},
      time(named("finish"), sandbox.finish, tr("How long a task takes, roughly [2s]")),
      {.names = named("unfinished"),
       .value = "N",
       .description = tr("Answer 429 while N tasks are unfinished"),
       .take = parsed_into(sandbox.unfinished, parse_rows),
       .hint = rows_hint}};
  for (Option& option : options) {
    option.group = marked("Sandbox");
    option.only_with = only_with;
  }
  return options;
}

}  // namespace shotlist::cli
