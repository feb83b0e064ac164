#include "cli/typed_command.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "report/wording.h"

namespace shotlist::cli {
namespace {

constexpr std::array<std::string_view, 4> dropped_with_value = {"--only", "--limit", "--held",
                                                                "--decisions"};
constexpr std::array<std::string_view, 3> dropped_flags = {"--rejected", "--in-doubt", "--wait"};

// Of a run, those that `resolve` understands as well.
constexpr std::array<std::string_view, 4> of_manifest = {"--format", "--set", "-o", "--ledger"};
constexpr std::string_view sandbox = "--sandbox";
constexpr std::string_view excel = "--excel";

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

Words manifest_words(const ManifestOptions& manifest) {
  Words words;
  if (manifest.format) {
    words.insert(words.end(),
                 {"--format", *manifest.format == manifest::ManifestFormat::csv ? "csv" : "yaml"});
  }
  add_pairs(words, "--set", manifest.set);
  if (manifest.price) words.insert(words.end(), {"--price", to_text(*manifest.price)});
  if (!manifest.output.empty()) words.insert(words.end(), {"-o", manifest.output});
  if (!manifest.ledger.empty()) words.insert(words.end(), {"--ledger", manifest.ledger});
  if (manifest.excel) words.emplace_back(excel);
  return words;
}

std::string command_about(const char* command, const std::string& manifest, const Words& words) {
  Words all = {"shotlist", command, manifest};
  all.insert(all.end(), words.begin(), words.end());
  return report::command_line(all);
}

}  // namespace

std::vector<std::string> shaping_options(const RunCommand& command) {
  Words words = manifest_words(command.manifest);
  add_pairs(words, "--where", command.selection.where);
  if (command.max_cost) words.insert(words.end(), {"--max-cost", to_text(*command.max_cost)});
  if (command.submit.base_url) words.insert(words.end(), {"--base-url", *command.submit.base_url});
  if (command.sandbox) words.emplace_back(sandbox);
  return words;
}

ManifestOptions shaped_like(ManifestOptions manifest, const std::vector<std::string>& options) {
  const bool has_set = !manifest.set.empty();
  for (std::size_t i = 0; i + 1 < options.size(); ++i) {
    const bool is_flag = options[i] == sandbox || options[i] == excel;
    if (is_flag) continue;
    const std::string& value = options[i + 1];
    const std::size_t equals = value.find('=');
    if (options[i] == "--price" && !manifest.price) manifest.price = api::parse_given_price(value);
    if (options[i] == "--set" && !has_set && equals != std::string::npos)
      manifest.set.emplace_back(value.substr(0, equals), value.substr(equals + 1));
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
  return report::command_line(words);
}

std::string command_to_run(const ManifestOptions& manifest, const ledger::Run* last_run) {
  return command_about("run", manifest.path,
                       last_run == nullptr ? manifest_words(manifest) : last_run->options);
}

std::string command_to_decide(const std::string& run_command, const std::string& decisions) {
  return run_command + ' ' + report::command_line({"--decisions", decisions});
}

std::string command_to_resolve(const ManifestOptions& manifest,
                               const std::vector<std::string>& options) {
  Words words;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const bool is_flag = options[i] == sandbox || options[i] == excel;
    if (is_flag) words.push_back(options[i]);
    if (is_flag || i + 1 == options.size()) continue;
    if (is_in(of_manifest, options[i])) words.insert(words.end(), {options[i], options[i + 1]});
    ++i;
  }
  return command_about("resolve", manifest.path, words);
}

}  // namespace shotlist::cli
