#pragma once
// Writes a file for the user, who may have one of that name already.

#include <string>
#include <string_view>

namespace shotlist::system {

enum class Existing {
  keep,     ///< a file that is there stays as it is
  replace,  ///< at one instant: nobody sees a part of the new one
};

/// Writes `text` to `path`, readable as the user's umask says. False where a file was there and was
/// kept. Throws Error (disk) on failure, and leaves nothing half written.
bool write_file(const std::string& path, std::string_view text, Existing existing);

}  // namespace shotlist::system
