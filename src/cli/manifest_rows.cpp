#include "cli/manifest_rows.h"

#include <set>
#include <utility>

#include "cli/reading.h"
#include "cli/typed_command.h"
#include "model/result.h"

namespace shotlist::cli {

ManifestRows::ManifestRows(system::Disk& disk, const ManifestOptions& options,
                           const plan::Selection& selection, Console& console)
    : ManifestRows(disk, options, selection, console, Diagnostics()) {}

ManifestRows::ManifestRows(system::Disk& disk, const ManifestOptions& options,
                           const plan::Selection& selection, Console& console,
                           Diagnostics diagnostics)
    : manifest_(open_manifest(disk, options, diagnostics)) {
  plan::Selector selector(selection, manifest_.variable_names());
  std::set<std::string, std::less<>> field_names;
  Request whole;
  manifest_.for_each_request(diagnostics, [&](manifest::RequestView& view) {
    const std::string& id = ids_.emplace_back(view.id());
    const bool wanted =
        selector.wants(id, [&]() -> const Request& { return whole = view.request(); });
    rows_.push_back({{id, view.fingerprint()}, view.price(), wanted});
    lines_.push_back({view.at().source, view.at().line});
    for (const auto& [name, value] : view.fields()) {
      if (!has_own_column(name)) field_names.insert(name);
    }
  });
  show_diagnostics(diagnostics, console, options.strict);
  warnings_ = diagnostics.warnings();
  RunCommand all_rows;
  all_rows.manifest = options;
  selector.must_be_known([this] { return std::vector<std::string_view>(ids_.begin(), ids_.end()); },
                         command_to_plan(all_rows) + " shows them");
  field_names_.assign(field_names.begin(), field_names.end());
}

void ManifestRows::for_each(
    const std::function<void(std::size_t, manifest::RequestView&)>& take) const {
  Diagnostics said_before;
  std::size_t row = 0;
  manifest_.for_each_request(said_before, [&](manifest::RequestView& view) {
    view.set_fingerprint(rows_[row].fingerprint);
    take(row++, view);
  });
}

std::string ManifestRows::prompt_of(std::size_t row) const {
  if (prompts_.empty()) {
    for_each([this](std::size_t, manifest::RequestView& view) {
      const Value* prompt = find_field(view.fields(), "prompt");
      prompts_.push_back(prompt == nullptr ? std::string() : to_text(*prompt));
    });
  }
  return prompts_[row];
}

}  // namespace shotlist::cli
