#pragma once
// Detects rows that were damaged, or changed by hand, since this program wrote them.

#include <cstdint>
#include <string>

#include "ledger/attempt.h"
#include "ledger/run.h"
#include "model/video.h"

namespace shotlist::ledger {

/// SQLite checks the structure of its pages, not their contents. So each row has a checksum of its
/// values. It detects damage and manual edits; it does not protect against an attacker.

/// Covers all fields, as they are read back; texts must already be cleaned.
/// Of an attempt in a shared ledger not its number, which the database gives it afterwards, nor to
/// which row of which manifest it belongs, which other runs may change until it has its answer.
std::int64_t checksum_of(const Attempt& attempt, bool is_alone);
std::int64_t checksum_of(const Decision& decision);
std::int64_t checksum_of(const Video& video);

/// Covers all fields except the end time.
std::int64_t checksum_of(const Run& run);

/// Covers a request.
std::int64_t checksum_of(const Fingerprint& fingerprint, const std::string& prompt,
                         const std::string& body);

}  // namespace shotlist::ledger
