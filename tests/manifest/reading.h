#pragma once
// Reads manifests for tests and shows what came out as text that is easy to compare.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "manifest/manifest.h"
#include "support/memory_disk.h"

namespace shotlist::tests {

/// All that was said, one message a line, without the lines of the file.
inline std::string messages(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.in_file_order())
    text += to_text(diagnostic) + '\n';
  return text;
}

/// What became of a manifest.
struct Reading {
  std::string mistakes;  ///< one a line, all of them
  std::string shown;     ///< as the user sees them, 100 columns wide
  std::size_t errors = 0;
  Requests requests;
  manifest::ManifestSettings settings;
  std::string name;

  /// `id: body`, one request a line.
  std::string lines() const {
    std::string text;
    for (const Request& request : requests.rows)
      text += request.id + ": " + request.body + '\n';
    return text;
  }

  /// The prompts, one a line.
  std::string prompts() const {
    std::string text;
    for (const Request& request : requests.rows) {
      text += to_text(*find_field(request.fields, "prompt")) + '\n';
    }
    return text;
  }
};

using Files = std::map<std::string, std::string>;
using Set = std::vector<std::pair<std::string, std::string>>;

/// Reads `path` out of `files` the way a command does: everything, whatever is wrong.
inline Reading read_files(Files files, const std::string& path, Set set = {},
                          std::string encoding = {}) {
  MemoryDisk disk(std::move(files));
  Diagnostics diagnostics;
  const manifest::Manifest manifest = manifest::Manifest::read(disk,
                                                               {path,
                                                                *manifest::format_of(path),
                                                                std::move(set),
                                                                {},
                                                                {},
                                                                std::move(encoding),
                                                                "shotlist check " + path},
                                                               diagnostics);
  Reading reading;
  reading.requests = manifest.requests(diagnostics);
  reading.settings = manifest.settings();
  reading.name = manifest.name();
  reading.mistakes = messages(diagnostics);
  reading.shown = diagnostics.to_text(100);
  reading.errors = diagnostics.errors();
  return reading;
}

inline Reading read_yaml(const std::string& text, Set set = {}) {
  return read_files({{"m.yaml", text}}, "m.yaml", std::move(set));
}

inline Reading read_csv(const std::string& text, Set set = {}) {
  return read_files({{"m.csv", text}}, "m.csv", std::move(set));
}

}  // namespace shotlist::tests
