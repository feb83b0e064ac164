#pragma once
// Matches the rows of a manifest with purchases. The only place that does so, for every command.

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

/// The part of a row that matching uses. The id is borrowed.
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

/// A purchase that keeps a row from being sent until the user decides about it.
struct Hold {
  HeldBy by = HeldBy::near;
  ledger::Attempt purchase;
  std::string ledger;  ///< for `other_ledger`: its path
};

/// A row and what is known about it.
struct Match {
  /// The tries of the row's slot, oldest first, except that the deciding one is last
  /// (ledger::deciding); empty if it was never sent.
  std::vector<ledger::Attempt> tries;

  /// The slot of its next try: the copy of its request at this server, and the number of tries that
  /// has. Differs from the slot of `tries` if those were kept from something else.
  int copy = 1;
  int tried = 0;

  /// The purchases that it may be, the likeliest first; empty if it is not held.
  std::vector<Hold> holds;

  /// The user decided to send it again, and that has not happened yet.
  bool is_retried = false;

  /// The decision because of which the row is not held, though it looks paid for; not acted upon
  /// yet. `retry` if the row was given a purchase in doubt.
  std::optional<ledger::Word> released;

  Status status() const;

  /// The try whose answer another run, which is at work, waits for; null if there is none.
  const ledger::Attempt* on_its_way() const;
};

/// The server a manifest is sent to, and the manifest's name.
struct Here {
  std::string manifest;
  std::string server;  ///< scheme, host and port; or `sandbox`

  /// Manifests whose file is gone: their purchases go to rows that ask for the same.
  std::set<std::string> gone;

  bool is_rehearsal = false;  ///< simulated payments count as real ones

  /// Those in `gone` that are earlier names of this file: their purchases are its own.
  std::set<std::string> former = {};

  /// Whether the purchases of that manifest belong to this one.
  bool owns(const std::string& other) const { return other == manifest || gone.count(other) > 0; }
};

/// A purchase recorded in another ledger of this user.
struct Elsewhere {
  std::string ledger;  ///< its path
  ledger::Attempt purchase;
};

/// Looks for these requests in every other ledger the user has used.
using LookElsewhere = std::function<std::vector<Elsewhere>(const std::vector<Fingerprint>&)>;

/// The inputs of matching, all borrowed.
struct Known {
  ledger::Reader& reader;
  const LookElsewhere& look_elsewhere;  ///< called once, and only if rows are left

  /// Decisions that are about to be recorded; they count as if they were.
  const std::vector<ledger::Decision>& given;
};

/// Matches all rows of a manifest, in manifest order, by the rules in DESIGN for "what is paid
/// for":
///
/// 1. Slots for a row's request, of this manifest or of one that is gone, that may be paid for are
///    assigned first: to the row with the same id, then to the other rows in manifest order. A new
///    name or position never causes a second payment.
/// 2. A purchase that the user assigned to a row (`keep`), and that no row asks for, belongs to
///    that row until the user has the row sent again anyway. Then the slots that created nothing
///    are assigned as in 1.
/// 3. A row without a purchase is held if another manifest, another server or another ledger has a
///    purchase of the same; or if a purchase that no row asks for is nearly the same. One purchase
///    holds at most one row. A row that has created nothing so far is only compared with what was
///    bought since its first try. A decision to pay again (`resubmit`, or `retry` of a kept
///    purchase) applies to that row of this manifest at this server, and to one purchase: once that
///    is made, or in doubt, the decision is used up.
/// 4. A row without a slot gets the lowest free copy.
///
/// `prompt_of` returns the prompt of a row by its number; it is called for rows that are left.
std::vector<Match> match(const std::vector<Asked>& rows, const Here& here, const Known& known,
                         const std::function<std::string(std::size_t)>& prompt_of);

}  // namespace shotlist::plan
