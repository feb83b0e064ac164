#pragma once
// Answers that a shared ledger did not take: the folder's own ledger keeps them until a command
// hands them over.

#include <string>
#include <vector>

#include "cli/console.h"
#include "ledger/ledger.h"

namespace shotlist::cli {

/// Adds `answers` to the ledger at `own`, which is made if there is none, and tells the user. While
/// another process holds it, waits until the user interrupts. Throws Error if that fails.
void keep_answers(const std::string& own, const std::vector<ledger::Ledger::Imported>& answers,
                  Console& console);

/// Gives a shared ledger what runs on it kept in `own`, and tells the user if it was news; every
/// command does so before it reads. What is known there already changes nothing. Where it cannot be
/// done, the user is told as well.
void hand_over(const std::string& own, const std::string& ledger, Console& console);

}  // namespace shotlist::cli
