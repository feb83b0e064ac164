#pragma once
// Which row of a manifest has which purchase. The one place that says so, for every command.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "ledger/attempt.h"
#include "ledger/reader.h"

namespace shotlist::plan {

/// A row of the manifest, as far as it is matched by. The id is borrowed.
struct Asked {
  std::string_view id;
  Fingerprint fingerprint;
};

/// Why a row looks paid for.
enum class HeldBy : std::uint8_t {
  other_manifest,  ///< another manifest of this ledger paid for the same
  other_server,    ///< the same was paid for at another server
  other_ledger,    ///< the same was paid for in another ledger of this user
  near,            ///< a purchase of this manifest that no row asks for is nearly the same
};

/// A purchase that keeps a row from being sent until a person says what it is.
struct Hold {
  HeldBy by = HeldBy::near;
  ledger::Attempt purchase;
  std::string ledger;  ///< of `other_ledger`: its path
};

/// A row and what is known of it.
struct Match {
  /// The tries of the slot that is the row's, oldest first, but the one that it stands as at the
  /// end (ledger::deciding); empty: it was never sent.
  std::vector<ledger::Attempt> tries;

  /// The slot that its next try would be of: the copy of what it asks for at this server, and how
  /// many tries that has. Another one than that of `tries` where those are kept of something else.
  int copy = 1;
  int tried = 0;

  /// The purchases that it may be, the likeliest first. Empty: it is not held.
  std::vector<Hold> holds;

  /// A person said that it may be sent again, and it was not yet.
  bool is_retried = false;

  /// The word by which nothing holds the row, though it looks paid for; not acted upon yet.
  /// `retry`: it was given a purchase in doubt.
  std::optional<ledger::Word> released;

  Status status() const;
};

/// Where a manifest is to be sent, and what it is called.
struct Here {
  std::string manifest;
  std::string server;  ///< scheme, host and port; or `sandbox`

  /// Manifests whose file is gone: what they paid for is handed to rows that ask for the same.
  std::set<std::string> gone;

  bool is_rehearsal = false;  ///< what would be paid is counted as if it were

  /// Those of them that are names which this very file had before: what they paid for is its own.
  std::set<std::string> former = {};

  /// Whether what that manifest paid for is this one's.
  bool owns(const std::string& other) const { return other == manifest || gone.count(other) > 0; }
};

/// A purchase that another ledger of this user knows.
struct Elsewhere {
  std::string ledger;  ///< its path
  ledger::Attempt purchase;
};

/// Looks for these requests in every other ledger that the user has used.
using LookElsewhere = std::function<std::vector<Elsewhere>(const std::vector<Fingerprint>&)>;

/// What matching needs to know, all of it borrowed.
struct Known {
  ledger::Reader& reader;
  const LookElsewhere& look_elsewhere;  ///< asked once, and only where rows are left

  /// Words that are about to be recorded, and count as if they were.
  const std::vector<ledger::Decision>& given;
};

/// Matches all rows of a manifest, in manifest order, as DESIGN's rules of "what is paid for" say:
///
/// 1. Among the slots of what a row asks for, of this manifest or of one that is gone, those that
///    may be paid for are given out first: to the row of the same id, then to the other rows in
///    manifest order. Nothing is paid again for a new name or place.
/// 2. A purchase that a person said is a row's (`keep`), and for which no row asks, is that row's,
///    until the person has it sent again all the same. Then the slots that made nothing are given
///    out like those of 1.
/// 3. A row without a purchase is held where the same was paid for by another manifest, at another
///    server or in another ledger; or where a purchase that no row asks for is nearly the same. One
///    purchase holds one row at most. A row that made nothing so far is near only to what was
///    bought since its first try. Who said to pay for a row again (`resubmit`, or `retry` of what
///    it was given) said so for that row, of this manifest, at this server, and for one purchase:
///    once that is made, or in doubt, the word is used up.
/// 4. The copy of a row that has no slot is the lowest that is free.
///
/// `prompt_of` is asked for the prompts of rows that are left, by their number.
std::vector<Match> match(const std::vector<Asked>& rows, const Here& here, const Known& known,
                         const std::function<std::string(std::size_t)>& prompt_of);

}  // namespace shotlist::plan
