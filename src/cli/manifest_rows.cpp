#include "cli/manifest_rows.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "base/translation.h"
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
    places_.push_back(view.place());
    models_of_rows_.push_back(number_of_model(view.fields()));
    for (const auto& [name, value] : view.fields()) {
      if (!has_own_column(name)) field_names.insert(name);
    }
  });
  show_diagnostics(diagnostics, console, options.strict);
  warnings_ = diagnostics.warnings();
  RunCommand all_rows;
  all_rows.manifest = options;
  selector.must_be_known([this] { return std::vector<std::string_view>(ids_.begin(), ids_.end()); },
                         command_to_plan(all_rows) + tr(" shows them"));
  field_names_.assign(field_names.begin(), field_names.end());
}

// There are few, and most rows ask for the same one as the row before.
std::uint32_t ManifestRows::number_of_model(const Fields& fields) {
  const Value* value = find_field(fields, "model");
  const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  const std::string_view model = text == nullptr ? std::string_view() : *text;
  if (!models_of_rows_.empty() && models_[models_of_rows_.back()] == model)
    return models_of_rows_.back();
  auto found = std::find(models_.begin(), models_.end(), model);
  if (found == models_.end()) found = models_.emplace(found, model);
  return static_cast<std::uint32_t>(found - models_.begin());
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

Request ManifestRows::request_of(std::size_t row) const {
  Request request;
  manifest_.make_again(places_[row], [&](manifest::RequestView& view) {
    view.set_id(rows_[row].id);
    view.set_fingerprint(rows_[row].fingerprint);
    request = view.request();
  });
  return request;
}

std::string ManifestRows::prompt_of(std::size_t row) const {
  std::string text;
  manifest_.make_again(places_[row], [&](manifest::RequestView& view) {
    if (const Value* prompt = find_field(view.fields(), "prompt")) text = to_text(*prompt);
  });
  return text;
}

}  // namespace shotlist::cli
