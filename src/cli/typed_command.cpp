#include "cli/typed_command.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "report/wording.h"

namespace shotlist::cli {
namespace {

constexpr std::array<std::string_view, 5> dropped_with_value = {"--only", "--where", "--limit",
                                                                "--changed", "--decisions"};
constexpr std::array<std::string_view, 2> dropped_flags = {"--rejected", "--in-doubt"};

template <std::size_t Count>
bool is_in(const std::array<std::string_view, Count>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> words_about(const char* command, const ManifestOptions& manifest) {
  std::vector<std::string> words = {"shotlist", command, manifest.path};
  if (manifest.format) {
    words.insert(words.end(),
                 {"--format", *manifest.format == manifest::ManifestFormat::csv ? "csv" : "yaml"});
  }
  for (const auto& [field, value] : manifest.set)
    words.insert(words.end(), {"--set", field + '=' + value});
  if (!manifest.output.empty()) words.insert(words.end(), {"-o", manifest.output});
  if (manifest.excel) words.emplace_back("--excel");
  return words;
}

}  // namespace

std::string command_to_go_on(const std::vector<std::string>& typed) {
  std::vector<std::string> words = {"shotlist", "run"};
  for (std::size_t i = 1; i < typed.size(); ++i) {
    const std::string_view word = typed[i];
    const std::string_view name = word.substr(0, word.find('='));
    if (is_in(dropped_with_value, name)) {
      if (name == word) ++i;
      continue;
    }
    if (!is_in(dropped_flags, name)) words.emplace_back(word);
  }
  return report::command_line(words);
}

std::string command_to_run(const ManifestOptions& manifest, const journal::OpenedFact* last_run,
                           const std::string& base_url) {
  std::vector<std::string> words = words_about("run", manifest);
  if (manifest.price) words.insert(words.end(), {"--price", to_text(*manifest.price)});
  if (last_run != nullptr && last_run->sandbox) {
    words.emplace_back("--sandbox");
  } else if (last_run != nullptr && last_run->base_url != base_url) {
    words.insert(words.end(), {"--base-url", last_run->base_url});
  }
  return report::command_line(words);
}

std::string command_to_decide(const std::string& run_command, const std::string& decisions) {
  return run_command + ' ' + report::command_line({"--decisions", decisions});
}

std::string command_to_resolve(const ManifestOptions& manifest) {
  return report::command_line(words_about("resolve", manifest));
}

}  // namespace shotlist::cli
