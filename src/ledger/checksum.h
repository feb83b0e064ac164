#pragma once
// What tells a row that was damaged, or changed by hand, from one that this program wrote.

#include <cstdint>
#include <string>

#include "ledger/attempt.h"
#include "ledger/run.h"

namespace shotlist::ledger {

/// SQLite checks how its pages hang together, and nothing of what they say. So each row has a
/// checksum of its values. It notices damage and a person's hand; it is no seal against an
/// attacker.

/// Of all of it, as it is read back; texts must be cleaned already.
std::int64_t checksum_of(const Attempt& attempt);
std::int64_t checksum_of(const Decision& decision);

/// Of all of it but its end.
std::int64_t checksum_of(const Run& run);

/// Of a request.
std::int64_t checksum_of(const Fingerprint& fingerprint, const std::string& prompt,
                         const std::string& body);

}  // namespace shotlist::ledger
