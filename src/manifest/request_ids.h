#pragma once
// Gives every request its id and keeps ids unique.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/diagnostics.h"
#include "base/digest.h"
#include "manifest/digest_index.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

/// The longest id, in bytes, so that file names made of it fit everywhere.
inline constexpr std::size_t longest_id = 128;

/// What is wrong with `id` as a name of a shot and a file; empty where nothing is. Allowed are
/// letters of any script, digits, `-`, `_` and `.`; `@` is kept for the values of a matrix.
std::string fault_of_id(std::string_view id);

/// Whether `id` could have been made of a prompt: `s-`, 12 hex digits and perhaps `-2`.
bool looks_like_made_id(std::string_view id);

/// The ids of one pass over a manifest. Remembers digests, not texts.
class RequestIds {
 public:
  /// `pinned` are the ids people chose that look like made ones; it must outlive this.
  RequestIds(const std::set<std::string>& pinned, Diagnostics& diagnostics)
      : pinned_(pinned), diagnostics_(diagnostics) {}

  /// Notes an id that somebody chose. False, and an error, where it is no safe name or taken.
  bool take(std::string_view id, const SourceRange& at);

  /// Notes an id that was made of one that somebody chose. False, and an error, where it is taken.
  bool take_made(std::string_view id, const SourceRange& at);

  /// Notes a row without an id. A second one with the same `content` is warned about, unless that
  /// was `said`: both will be paid for.
  void note_content(const Fingerprint& content, const SourceRange& at, bool said);

  /// Makes an id of the digest of a prompt: `s-` and its first 12 digits, with `-2` and so on where
  /// these were given before, be it for the same prompt or for another one that has them by chance;
  /// then `@` and the name of the combination, which has numbers of its own.
  std::string make(const Fingerprint& prompt, std::string_view combination = {});

 private:
  const std::set<std::string>& pinned_;
  Diagnostics& diagnostics_;
  DigestIndex chosen_;    // digests of ids
  DigestIndex contents_;  // of rows without an id
  // By the 12 digits, with a combination by a digest of both.
  std::unordered_map<std::uint64_t, std::uint32_t> last_number_;
};

}  // namespace shotlist::manifest
