#pragma once
// Whether a file is a whole video, told from its outermost parts.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace shotlist::collect {

/// Reads `size` bytes of a file at `offset`; fewer only at its end.
using ReadAt = std::function<std::string(std::uint64_t offset, std::size_t size)>;

/// The extension of files with that Content-Type; empty if it says too little.
std::string_view extension_for(std::string_view content_type);

/// What a file is.
struct Container {
  std::string extension;  ///< `mp4`, `mov`, `webm` or `mkv`; empty if it is none of them
  /// Why it is not a whole video; empty if it is. Follows "it is": `a web page`, `JSON: {"error"`,
  /// `an MP4 file that ends inside its part mdat`. Harmless to show.
  std::string fault;

  bool is_whole() const { return fault.empty(); }
};

/// Looks at a file of `size` bytes. `was_announced`: its length is the one that the server
/// announced. Without that, a part that reaches "to the end" proves nothing, and is a fault.
Container container_of(std::uint64_t size, bool was_announced, const ReadAt& read);

}  // namespace shotlist::collect
