#pragma once
// Gives every request its id and keeps ids unique.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/diagnostics.h"
#include "base/digest.h"
#include "manifest/first_seen.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

/// The longest id, in bytes, so that file names made of it fit everywhere.
inline constexpr std::size_t longest_id = 128;

/// What is wrong with `id` as a name of a shot and a file; empty where nothing is. Allowed are
/// letters of any script, digits, `-`, `_` and `.`; `@` is kept for the values of a matrix.
std::string fault_of_id(std::string_view id);

/// Whether `id` could have been made from content: `s-`, 8 hex digits and perhaps `-2`.
bool looks_like_content_id(std::string_view id);

/// The ids of one pass over a manifest. Remembers digests, not texts.
class RequestIds {
 public:
  /// `pinned` are the ids people chose that look like made ones; it must outlive this.
  RequestIds(const std::set<std::string>& pinned, Diagnostics& diagnostics)
      : pinned_(pinned), diagnostics_(diagnostics) {}

  /// Notes an id that somebody chose. False, and an error, where it is no safe name or taken.
  bool take(std::string_view id, const Place& at);

  /// Notes an id that was made of one that somebody chose. False, and an error, where it is taken.
  bool take_made(std::string_view id, const Place& at);

  /// Makes an id from content: `s-` and the first 8 digits of `content`, with `-2` and so on where
  /// that is taken. A second row with the same content is warned about, unless that was `said`:
  /// both will be paid for.
  std::string make(const Fingerprint& content, const Place& at, bool said = false);

 private:
  const std::set<std::string>& pinned_;
  Diagnostics& diagnostics_;
  FirstSeen chosen_;    // digests of ids
  FirstSeen contents_;  // of rows without an id
  // By the 8 digits; of those alone that are taken more than once.
  std::unordered_map<std::uint32_t, std::uint32_t> last_suffix_;
};

}  // namespace shotlist::manifest
