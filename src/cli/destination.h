#pragma once
// Where the requests of a run go, and which results may be under one roof.

#include <string>
#include <vector>

#include "journal/ledger.h"

namespace shotlist::cli {

/// Task ids of a rehearsal are worth nothing, and rows that were rehearsed were never bought: one
/// journal must not hold both. A server on this machine may be either, so it is a place of its own.
enum class Destination { sandbox, this_machine, elsewhere };

Destination destination_of(bool sandbox, const std::string& base_url);

/// What the user is told where results and a run do not belong together.
struct Roof {
  std::string results;   ///< the results file
  Destination here;      ///< where this run goes
  std::string base_url;  ///< of this run
};

/// Throws Error (invalid) where the rows of `ledger` come from another place: where the last run
/// went, or where no run is known, as their task ids tell a rehearsal from the real thing.
void must_have_one_destination(const Roof& roof, const journal::Ledger& ledger);

/// Likewise for rows that only a results file knows.
void must_have_one_destination(const Roof& roof,
                               const std::vector<journal::AdoptedFact::Row>& rows);

}  // namespace shotlist::cli
