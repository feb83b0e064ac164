#include "cli/typed_command.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/files.h"
#include "show/wording.h"

namespace shotlist::cli {
namespace {

constexpr std::array<std::string_view, 5> dropped_with_value = {"--only", "--limit", "--held",
                                                                "--decisions", "--videos"};
constexpr std::array<std::string_view, 4> dropped_flags = {"--rejected", "--in-doubt", "--wait",
                                                           "--yes"};

// Options of a run that `resolve` accepts, too.
constexpr std::array<std::string_view, 6> of_manifest = {
    "--format", "--encoding", "--set", "--variables", "--price", "--manifest-name"};
constexpr std::string_view output = "-o";
constexpr std::string_view ledger_word = "--ledger";
constexpr std::string_view manifest_name = "--manifest-name";
constexpr std::string_view encoding = "--encoding";
constexpr std::string_view price = "--price";
constexpr std::string_view variables = "--variables";
constexpr std::string_view sandbox = "--sandbox";
constexpr std::string_view excel = "--excel";
constexpr std::string_view key_file = "--api-key-file";
constexpr std::string_view ca_file = "--ca-file";

template <std::size_t Count>
bool is_in(const std::array<std::string_view, Count>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

using Words = std::vector<std::string>;

void add_pairs(Words& words, const char* option,
               const std::vector<std::pair<std::string, std::string>>& pairs) {
  for (const auto& [field, value] : pairs)
    words.insert(words.end(), {option, field + '=' + value});
}

void add_variables(Words& words, const std::vector<std::string>& names) {
  if (names.empty()) return;
  words.insert(words.end(), {std::string(variables), fmt::format("{}", fmt::join(names, ","))});
}

Words manifest_words(const ManifestOptions& manifest) {
  Words words;
  if (manifest.format) {
    words.insert(words.end(),
                 {"--format", *manifest.format == manifest::ManifestFormat::csv ? "csv" : "yaml"});
  }
  if (!manifest.encoding.empty())
    words.insert(words.end(), {std::string(encoding), manifest.encoding});
  if (!manifest.name.empty())
    words.insert(words.end(), {std::string(manifest_name), manifest.name});
  add_pairs(words, "--set", manifest.set);
  add_variables(words, manifest.variables);
  if (manifest.price) words.insert(words.end(), {std::string(price), to_text(*manifest.price)});
  if (!manifest.output.empty()) words.insert(words.end(), {std::string(output), manifest.output});
  if (!manifest.ledger.empty())
    words.insert(words.end(), {std::string(ledger_word), manifest.ledger});
  if (manifest.excel) words.emplace_back(excel);
  return words;
}

bool is_flag(std::string_view option) {
  return option == sandbox || option == excel;
}

bool has_folder(const std::string& path) {
  std::error_code none;
  return std::filesystem::is_directory(std::filesystem::path(path).parent_path(), none);
}

// Updates recorded options for today: files and prices typed today replace recorded ones, and if
// the results' folder no longer exists, they go next to the manifest.
Words as_of_today(const Words& remembered, const ManifestOptions& today) {
  Words words;
  ManifestOptions missing = today;
  for (std::size_t i = 0; i < remembered.size(); ++i) {
    const std::string& option = remembered[i];
    words.push_back(option);
    if (is_flag(option) || i + 1 == remembered.size()) continue;
    std::string value = remembered[++i];
    if (option == ledger_word) {
      value = today.ledger.empty() ? shown_path(value) : today.ledger;
      missing.ledger.clear();
    } else if (option == encoding && !today.encoding.empty()) {
      value = std::exchange(missing.encoding, {});
    } else if (option == manifest_name && !today.name.empty()) {
      value = std::exchange(missing.name, {});
    } else if (option == price && today.price) {
      value = to_text(*std::exchange(missing.price, {}));
    } else if (option == variables && !today.variables.empty()) {
      value = fmt::format("{}", fmt::join(std::exchange(missing.variables, {}), ","));
    } else if (option == output && !today.output.empty()) {
      value = std::exchange(missing.output, {});
    } else if (option == output && has_folder(value)) {
      value = shown_path(value);
    } else if (option == output) {
      words.pop_back();
      continue;
    }
    words.push_back(std::move(value));
  }
  add_variables(words, missing.variables);
  if (!missing.encoding.empty())
    words.insert(words.end(), {std::string(encoding), missing.encoding});
  if (!missing.name.empty()) words.insert(words.end(), {std::string(manifest_name), missing.name});
  if (missing.price) words.insert(words.end(), {std::string(price), to_text(*missing.price)});
  if (!missing.output.empty()) words.insert(words.end(), {std::string(output), missing.output});
  if (!missing.ledger.empty())
    words.insert(words.end(), {std::string(ledger_word), missing.ledger});
  return words;
}

// Of these options of a run, those of the manifest, its results and its ledger; with the server, if a
// command asks it.
Words without_spending(const Words& options, bool with_server) {
  constexpr std::array<std::string_view, 3> of_server = {"--base-url", key_file, ca_file};
  Words words;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const std::string& option = options[i];
    if (is_flag(option)) words.push_back(option);
    if (is_flag(option) || i + 1 == options.size()) continue;
    const bool is_file = option == output || option == ledger_word;
    if (is_file || is_in(of_manifest, option) || (with_server && is_in(of_server, option)))
      words.insert(words.end(), {option, options[i + 1]});
    ++i;
  }
  return words;
}

std::string command_about(const char* command, const std::string& manifest, const Words& words) {
  Words all = {"shotlist", command, manifest};
  all.insert(all.end(), words.begin(), words.end());
  return show::command_line(all);
}

}  // namespace

std::vector<std::string> shaping_options(const RunCommand& command) {
  ManifestOptions manifest = command.manifest;
  if (!manifest.output.empty()) manifest.output = resolved_path(manifest.output);
  if (!manifest.ledger.empty()) manifest.ledger = resolved_path(manifest.ledger);
  Words words = manifest_words(manifest);
  add_pairs(words, "--where", command.selection.where);
  if (command.max_cost) words.insert(words.end(), {"--max-cost", to_text(*command.max_cost)});
  if (command.submit.base_url) words.insert(words.end(), {"--base-url", *command.submit.base_url});
  if (command.sandbox) words.emplace_back(sandbox);
  return words;
}

ManifestOptions shaped_like(ManifestOptions manifest, const std::vector<std::string>& options) {
  const bool has_set = !manifest.set.empty();
  const bool has_variables = !manifest.variables.empty();
  for (std::size_t i = 0; i + 1 < options.size(); ++i) {
    if (is_flag(options[i])) continue;
    const std::string& value = options[i + 1];
    const std::size_t equals = value.find('=');
    if (options[i] == "--set" && equals != std::string::npos && !has_set)
      manifest.set.emplace_back(value.substr(0, equals), value.substr(equals + 1));
    if (options[i] == variables && !has_variables) {
      for (const std::string_view name : split(value, ','))
        manifest.variables.emplace_back(name);
    }
    if (options[i] == encoding && manifest.encoding.empty()) manifest.encoding = value;
    if (options[i] == price && !manifest.price) manifest.price = api::parse_given_price(value);
    ++i;
  }
  return manifest;
}

std::string command_to_go_on(const std::vector<std::string>& typed, std::optional<Money> max_cost) {
  Words words = {"shotlist", "run"};
  for (std::size_t i = 1; i < typed.size(); ++i) {
    const std::string_view word = typed[i];
    const std::string_view name = word.substr(0, word.find('='));
    if (is_in(dropped_with_value, name) || (max_cost && name == "--max-cost")) {
      if (name == word) ++i;
      continue;
    }
    if (!is_in(dropped_flags, name)) words.emplace_back(word);
  }
  if (max_cost) words.insert(words.end(), {"--max-cost", to_text(*max_cost)});
  return show::command_line(words);
}

std::string command_with(const std::vector<std::string>& typed, const std::string& option,
                         const std::string& value) {
  Words words = {"shotlist"};
  for (std::size_t i = 0; i < typed.size(); ++i) {
    if (typed[i] == option) {
      ++i;
    } else if (!typed[i].starts_with(option + '=')) {
      words.push_back(typed[i]);
    }
  }
  words.insert(words.end(), {option, value});
  return show::command_line(words);
}

std::string command_to_run(const ManifestOptions& manifest, const ledger::Run* last_run) {
  return command_about(
      "run", manifest.path,
      last_run == nullptr ? manifest_words(manifest) : as_of_today(last_run->options, manifest));
}

std::string command_to_plan(const RunCommand& command) {
  Words words = as_of_today(shaping_options(command), command.manifest);
  words.erase(std::remove(words.begin(), words.end(), excel), words.end());
  if (!command.selection.only.empty())
    words.insert(words.end(),
                 {"--only", fmt::format("{}", fmt::join(command.selection.only, ","))});
  return command_about("plan", command.manifest.path, words);
}

std::string command_to_decide(const std::string& run_command, const std::string& decisions) {
  return run_command + ' ' + show::command_line({"--decisions", decisions});
}

std::string command_to_check(const ManifestOptions& manifest) {
  ManifestOptions shaping;
  shaping.format = manifest.format;
  shaping.set = manifest.set;
  return command_about("check", manifest.path, manifest_words(shaping));
}

std::string command_to_resolve(const ManifestOptions& manifest,
                               const std::vector<std::string>& options) {
  return command_about("resolve", manifest.path,
                       without_spending(as_of_today(options, manifest), false));
}

std::string command_to_collect(const ManifestOptions& manifest, Words options) {
  options = without_spending(as_of_today(options, manifest), true);
  options.insert(options.end(), {"--download", "videos"});
  return command_about("collect", manifest.path, options);
}

std::string command_to_collect(const RunCommand& command) {
  Words options = shaping_options(command);
  if (!command.submit.api_key_file.empty())
    options.insert(options.end(), {std::string(key_file), command.submit.api_key_file});
  if (command.submit.ca_file)
    options.insert(options.end(), {std::string(ca_file), *command.submit.ca_file});
  return command_to_collect(command.manifest, std::move(options));
}

}  // namespace shotlist::cli
