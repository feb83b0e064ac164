#include "manifest/shot_files.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "manifest/keyed_map.h"
#include "manifest/template.h"
#include "manifest/yaml_value.h"

namespace shotlist::manifest {
namespace {

enum class FileKind { csv, text, jsonl };

std::optional<FileKind> kind_of(std::string_view name) {
  const std::string extension = lower_ascii(std::filesystem::path(name).extension().string());
  if (extension == ".csv" || extension == ".tsv") return FileKind::csv;
  if (extension == ".txt") return FileKind::text;
  if (extension == ".jsonl" || extension == ".ndjson" || extension == ".json") {
    return FileKind::jsonl;
  }
  return std::nullopt;
}

class ShotFileReader {
 public:
  ShotFileReader(system::Disk& disk, const ManifestSource& manifest, ManifestContents& contents,
                 ReadingContext context)
      : disk_(disk), manifest_(manifest), contents_(contents), context_(context) {}

  bool read_all(const YamlNode& node) {
    if (node.kind != YamlNode::Kind::list) return read(node);
    bool good = true;
    for (const YamlEntry& file : node.entries)
      good = read(*file.value) && good;
    return good;
  }

 private:
  bool read(const YamlNode& node) {
    if (node.kind == YamlNode::Kind::map) return read_map(node);
    const auto name = read_text(node, "shots_from", context_.diagnostics);
    return name && read_file(std::string(*name), node.at, {});
  }

  bool read_map(const YamlNode& node) {
    KeyedMap map(node, file_keys(), context_.diagnostics);
    map.refuse_others();
    ShotGroup group;
    if (const YamlNode* defaults = map.find("defaults")) {
      group.defaults = std::make_unique<Defaults>();
      group.defaults->read(*defaults, context_);
    }
    if (const YamlNode* vars = map.find("vars")) read_variables(*vars, group);
    const auto name = map.text("file");
    return name && read_file(std::string(*name), map.find("file")->at, std::move(group));
  }

  void read_variables(const YamlNode& vars, ShotGroup& group) {
    if (!expect_map(vars, "vars", context_.diagnostics)) return;
    for (const auto& [key, value] : vars.entries) {
      const bool named = check_variable_name(*key, context_.profiles, context_.diagnostics);
      const auto text = read_text(*value, key->text, context_.diagnostics);
      if (!named) continue;
      if (const auto mistake = text ? template_in_value(key->text, *text) : std::nullopt) {
        context_.diagnostics.error(mistake->code, value->at, mistake->what, mistake->remedy);
      }
      group.variables.push_back(
          {context_.variables.add(key->text), text.value_or(std::string_view())});
    }
  }

  // Returns false, with an error at the place that names the file, if it cannot be read.
  bool read_file(const std::string& name, const SourceRange& named_at, ShotGroup group) {
    const auto kind = kind_of(name);
    if (!kind) {
      context_.diagnostics.error(Code::shots_file, named_at,
                                 tr("`{}` does not say what kind of file it is", name),
                                 tr("name a .csv, .txt (one prompt a line) or .jsonl file"));
      return false;
    }
    // A path in a manifest does not depend on the working directory.
    const auto path = std::filesystem::path(manifest_.path).parent_path() / name;
    try {
      contents_.texts.push_back(read_source(disk_, path.string(), manifest_.encoding));
    } catch (const Error& error) {
      context_.diagnostics.error(Code::shots_file, named_at, error.what());
      return false;
    }
    const SourceText& text = contents_.texts.back();
    context_.diagnostics.mention(text.file);
    check_encoding(text, context_.diagnostics, manifest_.command);
    if (!may_hold_shots(text, context_.diagnostics)) return false;
    group.rows = rows_of(text, *kind);
    contents_.groups.push_back(std::move(group));
    return true;
  }

  std::unique_ptr<ShotSource> rows_of(const SourceText& text, FileKind kind) const {
    switch (kind) {
      case FileKind::csv:
        return make_csv_shots(text, context_);
      case FileKind::jsonl:
        return make_jsonl_shots(text, context_);
      case FileKind::text:
        break;
    }
    return make_text_shots(text, context_);
  }

  system::Disk& disk_;
  const ManifestSource& manifest_;
  ManifestContents& contents_;
  ReadingContext context_;
};

}  // namespace

bool read_shot_files(system::Disk& disk, const YamlNode& node, const ManifestSource& manifest,
                     ManifestContents& contents, ReadingContext context) {
  const bool good = ShotFileReader(disk, manifest, contents, context).read_all(node);
  if (node.kind == YamlNode::Kind::list && node.entries.empty() && contents.groups.empty()) {
    context.diagnostics.error(Code::no_shots, node.at, tr("`shots_from` names no file"),
                              tr("name a .csv, .txt or .jsonl file"));
    return false;
  }
  return good;
}

}  // namespace shotlist::manifest
