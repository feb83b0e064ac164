#include "cli/glance.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <set>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "cli/reading.h"
#include "manifest/request_view.h"
#include "results/results_csv.h"
#include "show/cell.h"

namespace shotlist::cli {
namespace {

constexpr std::uintmax_t largest_file = 32'000'000;
constexpr std::chrono::seconds longest_look(1);
constexpr std::size_t longest_value = 60;  // bytes

struct LookedLongEnough {};

void for_each_request(
    system::Disk& disk, const ManifestOptions& options,
    const std::function<void(const manifest::Manifest&, manifest::RequestView&)>& take) {
  const auto end = std::chrono::steady_clock::now() + longest_look;
  Diagnostics unseen;
  const manifest::Manifest manifest = open_manifest(disk, options, unseen);
  manifest.for_each_request(unseen, [&](manifest::RequestView& row) {
    take(manifest, row);
    if (std::chrono::steady_clock::now() > end) throw LookedLongEnough();
  });
}

// A pipe would wait for its writer, and keep what it is read for from the run.
bool may_be_read(const std::string& path) {
  std::error_code none;
  return std::filesystem::is_regular_file(path, none) &&
         std::filesystem::file_size(path, none) <= largest_file;
}

bool is_results(system::Disk& disk, const std::string& path) {
  const auto start = disk.read_start(path, results::longest_results_header);
  return start && results::looks_like_results(*start);
}

}  // namespace

// Nothing is told to those who only pressed a key.
void Glance::look(const std::function<void(const ManifestOptions&)>& take) const {
  ManifestOptions file = options_;
  // A shell hands over what was typed.
  if (file.path.starts_with("~/") && !home_.empty()) file.path.replace(0, 1, home_);
  if (!may_be_read(file.path)) return;
  try {
    take(file);
  } catch (const LookedLongEnough&) {
  } catch (const std::exception&) {
  }
}

Results Glance::read() const {
  Results found;
  look([&](const ManifestOptions& file) {
    if (is_results(disk_, file.path)) {
      found = results::read_results(disk_.read(file.path).value_or(""), file.path);
      return;
    }
    const auto add = [&](const manifest::Manifest& manifest, manifest::RequestView& row) {
      found.variable_names = manifest.variable_names();
      for (const auto& [name, value] : row.fields()) {
        auto& names = found.field_names;
        if (!has_own_column(name) && std::find(names.begin(), names.end(), name) == names.end())
          names.push_back(name);
      }
      found.rows.push_back(make_result(row.request_without_body(), found.field_names));
    };
    for_each_request(disk_, file, add);
  });
  return found;
}

std::vector<std::string> Glance::ids() const {
  std::vector<std::string> ids;
  look([&](const ManifestOptions& file) {
    if (is_results(disk_, file.path)) {
      for (Result& row : read().rows)
        ids.push_back(std::move(row.id));
      return;
    }
    for_each_request(disk_, file, [&](const manifest::Manifest&, manifest::RequestView& row) {
      ids.emplace_back(row.id());
    });
  });
  return ids;
}

std::vector<std::string> Glance::field_names() const {
  std::set<std::string> fields;
  std::vector<std::string> variables;
  const auto add = [&](const manifest::Manifest& manifest, manifest::RequestView& row) {
    variables = manifest.variable_names();
    for (const auto& [name, value] : row.fields())
      fields.insert(name);
  };
  look([&](const ManifestOptions& file) { for_each_request(disk_, file, add); });
  std::vector<std::string> names(fields.begin(), fields.end());
  names.insert(names.end(), variables.begin(), variables.end());
  if (!names.empty()) names.insert(names.begin(), "id");
  return names;
}

std::vector<std::string> Glance::variable_names() const {
  std::vector<std::string> names;
  look([&](const ManifestOptions& file) {
    Diagnostics unseen;
    names = open_manifest(disk_, file, unseen).variable_names();
  });
  return names;
}

std::vector<std::string> Glance::column_names() const {
  const Results results = read();
  return show::column_names({results.field_names, results.variable_names});
}

std::vector<std::string> Glance::values_of(const std::string& column) const {
  if (column == "status") return status_words();
  if (column == "video_status") return video_status_words();
  std::vector<std::string> values;
  look([&](const ManifestOptions&) {
    const Results results = read();
    const show::Cell cell({results.field_names, results.variable_names}, column);
    std::unordered_set<std::string> seen;
    std::string room;
    for (const Result& row : results.rows) {
      std::string value(cell.text(row, room));
      const bool is_short =
          !value.empty() && value.size() <= longest_value && value.find('\n') == std::string::npos;
      if (is_short && seen.insert(value).second) values.push_back(std::move(value));
    }
  });
  return values;
}

}  // namespace shotlist::cli
