#pragma once
// The picture files that a manifest names: `images: [./harbor.jpg]`.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "system/disk.h"

namespace shotlist::manifest {

/// Reads each file once, when a row first needs it, so that what is sent later is what was checked
/// before, whatever becomes of the file meanwhile. Keeps them in memory, 1 GiB at most.
class Pictures {
 public:
  /// Why a file cannot be sent.
  struct Refusal {
    std::string what;
    std::string remedy;
  };

  /// Paths are relative to the manifest at `manifest`. `disk` must outlive it.
  Pictures(system::Disk& disk, std::string manifest)
      : disk_(disk), manifest_(std::move(manifest)) {}

  /// Turns `file`, the name of a picture, into a `data:` URI that holds it; leaves it alone if the
  /// picture is refused. `largest`, the most bytes it may have, is that of the first call for it.
  std::optional<Refusal> embed(std::string& file, std::size_t largest);

 private:
  struct Picture {
    std::string_view media_type;
    std::string bytes;
    std::optional<Refusal> refusal;
  };

  Picture read(const std::string& file, std::size_t largest) const;

  system::Disk& disk_;
  std::string manifest_;
  std::map<std::string, Picture, std::less<>> known_;
  std::size_t held_ = 0;  // bytes
};

/// What the first bytes of a file say it is: `image/png`, ...; none if it is no picture that is
/// sent.
std::optional<std::string_view> media_type_of(std::string_view bytes);

/// Whether the end of a picture of this type is missing, as after a broken download.
bool is_cut_off(std::string_view bytes, std::string_view media_type);

}  // namespace shotlist::manifest
