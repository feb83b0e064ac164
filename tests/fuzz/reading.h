#pragma once
// A manifest of any bytes, read the way a command reads it.

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/display_width.h"
#include "base/error.h"
#include "base/utf8.h"
#include "fuzz/must.h"
#include "manifest/manifest.h"
#include "manifest/request_view.h"
#include "support/memory_disk.h"

namespace shotlist::tests {

/// Whatever the files hold, there is a list of mistakes that can be shown, or there are requests.
inline void read_manifest_of(MemoryDisk& disk, const std::string& name,
                             manifest::ManifestFormat format) {
  Diagnostics diagnostics;
  const manifest::Manifest manifest = manifest::Manifest::read(
      disk, {name, format, {{"model", "sora-2-pro"}, {"size", "small"}}}, diagnostics);
  manifest.for_each_request(diagnostics, [](manifest::RequestView& view) {
    must(!view.id().empty());
    must(!first_invalid_utf8(view.body()));
  });
  for (const Diagnostic& diagnostic : diagnostics.in_file_order()) {
    const Excerpt& at = diagnostic.at;
    must(at.start.line == 0 || at.start.column > 0);
    must(at.end_column == 0 || at.end_column >= at.start.column);
    must(!first_invalid_utf8(to_json(diagnostic)));
  }
  must(!first_invalid_utf8(diagnostics.to_text(80)));
}

/// Likewise for a manifest of these bytes alone.
inline void read_any(const std::string& name, manifest::ManifestFormat format,
                     const std::uint8_t* bytes, std::size_t size) {
  MemoryDisk disk({{name, std::string(reinterpret_cast<const char*>(bytes), size)}});
  read_manifest_of(disk, name, format);
}

}  // namespace shotlist::tests
