#pragma once
// Reads manifests for tests and shows what came out as text that is easy to compare.

#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "manifest/manifest.h"
#include "manifest/request_view.h"
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

/// Throws unless each request can be made again as it was, in any order.
inline void must_be_made_again(const manifest::Manifest& manifest, const Requests& requests) {
  std::vector<manifest::RequestPlace> places;
  Diagnostics said_before;
  manifest.for_each_request(said_before,
                            [&](manifest::RequestView& view) { places.push_back(view.place()); });
  for (std::size_t row = places.size(); row-- > 0;) {
    const Request& before = requests.rows[row];
    manifest.make_again(places[row], [&](manifest::RequestView& view) {
      const Request again = view.request();
      const bool is_same = again.body == before.body && again.fingerprint == before.fingerprint &&
                           again.fields == before.fields && again.price == before.price &&
                           again.variables == before.variables &&
                           to_text(again.source) == to_text(before.source);
      if (!is_same) throw std::logic_error("another request is made again for " + before.id);
    });
  }
}

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
  if (reading.errors == 0) must_be_made_again(manifest, reading.requests);
  return reading;
}

inline Reading read_yaml(const std::string& text, Set set = {}) {
  return read_files({{"m.yaml", text}}, "m.yaml", std::move(set));
}

inline Reading read_csv(const std::string& text, Set set = {}) {
  return read_files({{"m.csv", text}}, "m.csv", std::move(set));
}

}  // namespace shotlist::tests
