#pragma once
// Writes a file for the user, who may already have one of that name.

#include <string>
#include <string_view>

namespace shotlist::system {

enum class Existing {
  keep,     ///< an existing file stays as it is
  replace,  ///< atomically: readers never see a part of the new one
};

/// Writes `text` to `path`, with permissions according to the user's umask. Returns false if an
/// existing file was kept. Throws Error (disk) on failure and leaves nothing half written. A new
/// file is made as `<path>.<aside>`, which no other process may use at the same time.
bool write_file(const std::string& path, std::string_view text, Existing existing,
                std::string_view aside = "new");

}  // namespace shotlist::system
