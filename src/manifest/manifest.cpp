#include "manifest/manifest.h"

#include <filesystem>

#include "base/text.h"
#include "base/translation.h"
#include "manifest/expansion.h"
#include "manifest/manifest_contents.h"
#include "manifest/manifest_reader.h"
#include "manifest/request_view.h"

namespace shotlist::manifest {

std::optional<ManifestFormat> format_of(const std::string& path) {
  const std::string extension = lower_ascii(std::filesystem::path(path).extension().string());
  if (extension == ".csv" || extension == ".tsv") return ManifestFormat::csv;
  if (extension == ".yaml" || extension == ".yml") return ManifestFormat::yaml;
  return std::nullopt;
}

Manifest Manifest::read(system::Disk& disk, const ManifestSource& source,
                        Diagnostics& diagnostics) {
  auto contents = std::make_unique<ManifestContents>();
  read_manifest(disk, source, *contents, diagnostics);
  return Manifest(std::move(contents));
}

Manifest::Manifest(std::unique_ptr<ManifestContents> contents) : contents_(std::move(contents)) {}
Manifest::Manifest(Manifest&&) noexcept = default;
Manifest& Manifest::operator=(Manifest&&) noexcept = default;
Manifest::~Manifest() = default;

bool Manifest::is_named() const {
  return contents_->is_named;
}

const std::string& Manifest::name() const {
  return contents_->name;
}
const ManifestSettings& Manifest::settings() const {
  return contents_->settings;
}
const api::PriceList* Manifest::prices() const {
  return contents_->prices ? &*contents_->prices : nullptr;
}
const std::vector<std::string>& Manifest::variable_names() const {
  return contents_->variables.names();
}

void Manifest::for_each_request(Diagnostics& diagnostics,
                                const std::function<void(RequestView&)>& take) const {
  Expansion expansion(*contents_, diagnostics);
  for (const SourceText& text : contents_->texts)
    diagnostics.mention(text.file);
  std::size_t rows = 0;
  std::vector<const ShotSource*> empty_files;
  for (const ShotGroup& group : contents_->groups) {
    const std::size_t found = group.rows->for_each_shot(
        diagnostics, [&](const Shot& shot) { expansion.expand(group, shot, take); });
    const bool is_file = group.rows->start().source != &contents_->texts.front();
    if (found == 0 && is_file) empty_files.push_back(group.rows.get());
    rows += found;
  }
  if (rows == 0 && contents_->complete && !contents_->groups.empty()) {
    diagnostics.error(Code::no_shots, contents_->groups.front().rows->start(),
                      tr("there are no shots here"), tr("write at least one"));
    return;
  }
  for (const ShotSource* file : empty_files) {
    diagnostics.warning(Code::no_shots, file->start(), tr("there are no shots in this file"),
                        tr("write at least one, or take it out of `shots_from`"));
  }
}

struct Manifest::Again {
  explicit Again(const ManifestContents& contents) : expansion(contents, diagnostics) {}

  Diagnostics diagnostics;  // said before
  Expansion expansion;
};

void Manifest::make_again(const RequestPlace& place,
                          const std::function<void(RequestView&)>& take) const {
  if (!again_) again_ = std::make_unique<Again>(*contents_);
  const ShotGroup& group = contents_->groups[place.group];
  group.rows->make_again(
      {&file_of(place), place.offset, place.line}, again_->diagnostics,
      [&](const Shot& shot) { again_->expansion.make_again(group, shot, place.number, take); });
}

const SourceText& Manifest::file_of(const RequestPlace& place) const {
  return *contents_->groups[place.group].rows->start().source;
}

Requests Manifest::requests(Diagnostics& diagnostics) const {
  Requests all;
  all.variable_names = variable_names();
  for_each_request(diagnostics,
                   [&](RequestView& request) { all.rows.push_back(request.request()); });
  return all;
}

}  // namespace shotlist::manifest
