#include "manifest/manifest.h"

#include <deque>
#include <filesystem>
#include <string_view>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "manifest/defaults.h"
#include "manifest/expansion.h"
#include "manifest/keys.h"
#include "manifest/request_view.h"
#include "manifest/settings.h"
#include "manifest/shot_source.h"
#include "manifest/source_text.h"
#include "manifest/template.h"
#include "manifest/variables.h"
#include "manifest/yaml_document.h"
#include "manifest/yaml_value.h"

namespace shotlist {

struct Manifest::Contents {
  std::deque<SourceText> texts;  // the manifest, then its files of shots; places point into them
  std::unique_ptr<YamlDocument> document;
  std::string name;
  ManifestSettings settings;
  Defaults defaults;
  VariableTable variables;
  ShotSources sources;
  bool complete = true;  // false where a source could not be read: its rows are not missed twice
};

namespace {

std::string extension_of(const std::string& path) {
  return lower_ascii(std::filesystem::path(path).extension().string());
}

bool is_later_top_key(std::string_view key) {
  return key == "matrix" || key == "prices" || key == "models" || key == "extra" || key == "takes";
}

}  // namespace

/// Fills the contents of one manifest.
class ManifestReader {
 public:
  ManifestReader(Disk& disk, const ManifestSource& source, Manifest::Contents& contents,
                 Diagnostics& diagnostics)
      : disk_(disk), source_(source), contents_(contents), diagnostics_(diagnostics) {}

  void read() {
    const bool from_stdin = source_.path == "-";
    SourceText& text =
        contents_.texts.emplace_back(read_source(disk_, from_stdin ? "/dev/stdin" : source_.path));
    if (from_stdin) text.file = "stdin";
    contents_.name = std::filesystem::path(text.file).stem().string();
    diagnostics_.mention(text.file);
    const bool is_text = check_encoding(text, diagnostics_);
    if (source_.format == ManifestFormat::csv) {
      contents_.complete = may_hold_shots(text, diagnostics_);
      if (contents_.complete) contents_.sources.push_back(make_csv_shots(text, survey()));
    } else if (is_text) {
      read_yaml(text);
    } else {
      contents_.complete = false;
    }
    contents_.defaults.set(source_.set, diagnostics_);
  }

 private:
  Survey survey() { return {contents_.variables, diagnostics_}; }

  void read_yaml(const SourceText& text) {
    const std::size_t errors_before = diagnostics_.errors();
    contents_.document = std::make_unique<YamlDocument>(text, diagnostics_);
    const YamlNode* root = contents_.document->root();
    if (root == nullptr || root->kind != YamlNode::Kind::map) {
      contents_.complete = false;
      if (diagnostics_.errors() > errors_before && root == nullptr) return;
      diagnostics_.error(Code::not_a_manifest, Place{&text, 0, 1}, "this is no manifest",
                         "start it with `shotlist: 1` and put `key: value` lines below");
      return;
    }
    read_format(find(*root, "shotlist"), text);
    // Names before values: shots may use every variable, wherever `vars` stands.
    if (const YamlNode* vars = find(*root, "vars")) read_variables(*vars);
    for (const auto& [key, value] : root->entries)
      read_entry(*key, *value);
    read_shots(*root, text);
  }

  static const YamlNode* find(const YamlNode& map, std::string_view name) {
    for (const auto& [key, value] : map.entries) {
      if (key->text == name) return value;
    }
    return nullptr;
  }

  void read_format(const YamlNode* format, const SourceText& text) {
    if (format == nullptr) {
      diagnostics_.error(Code::format_version, Place{&text, 0, 1},
                         "`shotlist`, the format version, is missing",
                         "add the line `shotlist: 1`");
    } else if (format->kind != YamlNode::Kind::scalar || format->text != "1") {
      diagnostics_.error(Code::format_version, format->at,
                         "this version reads manifests of format 1 only", "write `shotlist: 1`");
    }
  }

  void read_entry(const YamlNode& key, const YamlNode& value) {
    if (key.text == "name") {
      read_name(value);
    } else if (key.text == "api") {
      read_api_settings(value, contents_.settings, diagnostics_);
    } else if (key.text == "submit") {
      read_submit_settings(value, contents_.settings, diagnostics_);
    } else if (key.text == "defaults") {
      contents_.defaults.read(value, diagnostics_);
    } else if (is_later_top_key(key.text)) {
      refuse_later_key(key.at, key.text, diagnostics_);
    } else if (find_request_field(key.text) != nullptr) {
      diagnostics_.error(Code::misplaced_key, key.at,
                         fmt::format("`{}` does not belong here", key.text),
                         "move it under defaults, or into a shot");
    } else if (manifest_keys().find(key.text) == nullptr) {
      refuse_unknown_key(key, manifest_keys().names(), diagnostics_);
    }
  }

  void read_name(const YamlNode& node) {
    const auto name = read_text(node, "name", diagnostics_);
    if (!name) return;
    if (trimmed(*name).empty() || name->find('\n') != std::string_view::npos) {
      diagnostics_.error(Code::bad_value, node.at, "the name must be one line of text",
                         "write a few words, or remove the line");
      return;
    }
    contents_.name = *name;
  }

  void read_variables(const YamlNode& vars) {
    if (!expect_map(vars, "vars", diagnostics_)) return;
    for (const auto& [key, value] : vars.entries) {
      const bool named = check_variable_name(*key, diagnostics_);
      const auto text = read_text(*value, key->text, diagnostics_);
      if (!named) continue;
      if (const auto mistake = text ? template_in_value(key->text, *text) : std::nullopt) {
        diagnostics_.error(mistake->code, value->at, mistake->what, mistake->remedy);
      }
      const std::size_t index = contents_.variables.add(key->text);
      contents_.variables.set_default(index, std::string(text.value_or(std::string_view())));
    }
  }

  void read_shots(const YamlNode& root, const SourceText& text) {
    const YamlNode* shots = find(root, "shots");
    const YamlNode* files = find(root, "shots_from");
    if (shots == nullptr && files == nullptr) {
      contents_.complete = false;
      diagnostics_.error(Code::no_shots, Place{&text, 0, 1}, "the manifest has no shots",
                         "list them under `shots`, or name a file with `shots_from`");
    }
    if (shots != nullptr) read_list(*shots);
    if (files == nullptr) return;
    if (files->kind != YamlNode::Kind::list) return read_file(*files);
    for (const YamlEntry& file : files->entries)
      read_file(*file.value);
    if (files->entries.empty() && shots == nullptr) {
      contents_.complete = false;
      diagnostics_.error(Code::no_shots, files->at, "`shots_from` names no file",
                         "name a .csv, .txt or .jsonl file");
    }
  }

  void read_list(const YamlNode& shots) {
    if (shots.kind == YamlNode::Kind::list) {
      contents_.sources.push_back(make_yaml_shots(shots, survey()));
      return;
    }
    contents_.complete = false;
    diagnostics_.error(Code::wrong_type, shots.at, "`shots` must be a list",
                       "start each shot with `- `, indented below `shots:`");
  }

  void read_file(const YamlNode& node) {
    const auto name = read_text(node, "shots_from", diagnostics_);
    const auto source = name ? open(std::string(*name), node.at) : nullptr;
    if (!source) contents_.complete = false;
  }

  // Null, and an error at the place where the file is named, where it can not be read.
  const SourceText* open(const std::string& name, const Place& named_at) {
    const std::string extension = extension_of(name);
    const bool is_csv = extension == ".csv" || extension == ".tsv";
    const bool is_jsonl = extension == ".jsonl" || extension == ".ndjson";
    if (!is_csv && !is_jsonl && extension != ".txt") {
      diagnostics_.error(Code::shots_file, named_at,
                         fmt::format("`{}` does not say what kind of file it is", name),
                         "name a .csv, .txt (one prompt a line) or .jsonl file");
      return nullptr;
    }
    // A path in a manifest means the same from wherever the command is run.
    const auto path = std::filesystem::path(source_.path).parent_path() / name;
    try {
      contents_.texts.push_back(read_source(disk_, path.string()));
    } catch (const Error& error) {
      diagnostics_.error(Code::shots_file, named_at, error.what());
      return nullptr;
    }
    const SourceText& text = contents_.texts.back();
    diagnostics_.mention(text.file);
    check_encoding(text, diagnostics_);
    if (!may_hold_shots(text, diagnostics_)) return nullptr;
    contents_.sources.push_back(is_csv     ? make_csv_shots(text, survey())
                                : is_jsonl ? make_jsonl_shots(text, survey())
                                           : make_text_shots(text));
    return &text;
  }

  Disk& disk_;
  const ManifestSource& source_;
  Manifest::Contents& contents_;
  Diagnostics& diagnostics_;
};

std::optional<ManifestFormat> format_of(const std::string& path) {
  const std::string extension = extension_of(path);
  if (extension == ".csv" || extension == ".tsv") return ManifestFormat::csv;
  if (extension == ".yaml" || extension == ".yml") return ManifestFormat::yaml;
  return std::nullopt;
}

Manifest Manifest::read(Disk& disk, const ManifestSource& source, Diagnostics& diagnostics) {
  auto contents = std::make_unique<Contents>();
  ManifestReader(disk, source, *contents, diagnostics).read();
  return Manifest(std::move(contents));
}

Manifest::Manifest(std::unique_ptr<Contents> contents) : contents_(std::move(contents)) {}
Manifest::Manifest(Manifest&&) noexcept = default;
Manifest& Manifest::operator=(Manifest&&) noexcept = default;
Manifest::~Manifest() = default;

const std::string& Manifest::name() const {
  return contents_->name;
}
const ManifestSettings& Manifest::settings() const {
  return contents_->settings;
}
const std::vector<std::string>& Manifest::variable_names() const {
  return contents_->variables.names();
}

void Manifest::for_each_request(Diagnostics& diagnostics,
                                const std::function<void(RequestView&)>& take) const {
  Expansion expansion(contents_->defaults, contents_->variables, contents_->sources, diagnostics);
  for (const SourceText& text : contents_->texts)
    diagnostics.mention(text.file);
  std::size_t rows = 0;
  std::vector<const ShotSource*> empty_files;
  for (const auto& source : contents_->sources) {
    const std::size_t found = source->for_each_shot(
        diagnostics, [&](const Shot& shot) { expansion.expand(*source, shot, take); });
    const bool is_file = source->start().source != &contents_->texts.front();
    if (found == 0 && is_file) empty_files.push_back(source.get());
    rows += found;
  }
  if (rows == 0 && contents_->complete && !contents_->sources.empty()) {
    diagnostics.error(Code::no_shots, contents_->sources.front()->start(),
                      "there are no shots here", "write at least one");
    return;
  }
  for (const ShotSource* file : empty_files) {
    diagnostics.warning(Code::no_shots, file->start(), "there are no shots in this file",
                        "write at least one, or take it out of `shots_from`");
  }
}

Requests Manifest::requests(Diagnostics& diagnostics) const {
  Requests all;
  all.variable_names = variable_names();
  for_each_request(diagnostics,
                   [&](RequestView& request) { all.rows.push_back(request.request()); });
  return all;
}

}  // namespace shotlist
