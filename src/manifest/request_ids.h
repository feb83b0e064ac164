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

/// The longest id, in bytes, so that file names made from it fit everywhere.
inline constexpr std::size_t longest_id = 128;

/// What is wrong with `id` as the name of a shot and a file; empty if nothing is. Allowed are
/// letters, digits, `-`, `_` and `.`, and outside ASCII every character that can be seen, in normal
/// form C (base/normal_form.h), so that no two ids look the same; `@` is reserved for matrix
/// values.
std::string fault_of_id(std::string_view id);

/// `id` without white space around it, and with one `-` for white space in it: `shot 1` is
/// `shot-1`. Line ends stay.
std::string without_spaces(std::string_view id);

/// Whether `id` could have been made from a prompt: `s-`, 12 hex digits and perhaps `-2`.
bool looks_like_made_id(std::string_view id);

/// The ids of one pass over a manifest. Keeps digests, not texts.
class RequestIds {
 public:
  /// `pinned` are the user's ids that look like made ones; it must outlive this.
  RequestIds(const std::set<std::string>& pinned, Diagnostics& diagnostics)
      : pinned_(pinned), diagnostics_(diagnostics) {}

  /// Notes an id from the user, and returns it without spaces, which a note tells once. Returns
  /// empty, with an error, if it is not a safe name or is taken. Valid until the next call.
  std::string_view take(std::string_view id, const SourceRange& at);

  /// Notes an id with a combination or take appended. Returns false, with an error, if it is taken.
  bool take_made(std::string_view id, const SourceRange& at);

  /// Notes a row without an id. Warns about a second row with the same `content`, unless that was
  /// `said`: both will be paid for.
  void note_content(const Fingerprint& content, const SourceRange& at, bool said);

  /// Makes an id from the digest of a prompt: `s-` and its first 12 digits, with `-2` and so on if
  /// these are in use, by the same prompt or by another that happens to share them; then `@` and
  /// the name of the combination. Each combination has its own numbers.
  std::string make(const Fingerprint& prompt, const SourceRange& at,
                   std::string_view combination = {});

 private:
  const std::set<std::string>& pinned_;
  std::string without_spaces_;
  bool told_of_spaces_ = false;
  Diagnostics& diagnostics_;
  DigestIndex chosen_;    // digests of ids
  DigestIndex contents_;  // of rows without an id
  DigestIndex bases_;     // of made ids: the 12 digits; with a combination, a digest of both
  std::unordered_map<std::uint64_t, std::uint32_t> last_number_;  // of those that came again
};

}  // namespace shotlist::manifest
