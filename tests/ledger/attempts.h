#pragma once
// Intents, answers and whole ledgers for tests.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/attempt.h"
#include "ledger/database.h"
#include "ledger/ledger.h"
#include "ledger/run.h"
#include "model/outcome.h"
#include "model/request.h"
#include "support/dying_vfs.h"

namespace shotlist::tests {

inline constexpr const char* sample_server = "https://api.jxincm.cn";
inline constexpr const char* sample_manifest = "night-market";

Request sample_request(const std::string& id, const std::string& prompt);

ledger::Run sample_run(const std::string& id = "run-1");

/// An attempt that is about to be sent.
ledger::Attempt intent_for(const Request& request, std::int64_t run, int copy = 1, int attempt = 1);

Outcome accepted(const std::string& task);
Outcome lost();

/// All of it, for comparing and for messages.
std::string in_words(const ledger::Attempt& attempt);
std::vector<std::string> in_words(const std::vector<ledger::Attempt>& attempts);

/// Everything that a reader can be told, a line each.
std::string everything(const ledger::Database& database);

std::vector<ledger::Attempt> attempts_in(const ledger::Database& database);

/// The path on a DyingDisk, where `put` made an empty ledger.
inline constexpr const char* disk_path = "shots/shotlist.db";
void put_ledger(DyingDisk& disk);

}  // namespace shotlist::tests
