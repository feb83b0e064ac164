#include "cli/destination.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "http/url.h"
#include "journal/journal.h"
#include "sandbox/task_ids.h"

namespace shotlist::cli {
namespace {

const char* held_by(Destination place) {
  switch (place) {
    case Destination::sandbox:
      return "a rehearsal in the sandbox";
    case Destination::this_machine:
      return "task ids of a server on this machine";
    case Destination::elsewhere:
      break;
  }
  return "real task ids";
}

[[noreturn]] void refuse_to_mix(const Roof& roof, Destination held) {
  throw Error(ExitCode::invalid,
              fmt::format("{} holds {}, and this run goes to {}", roof.results, held_by(held),
                          roof.base_url),
              fmt::format("give this run its own results with -o FILE, or move {} and {} away",
                          roof.results, journal::journal_path(roof.results)));
}

void must_fit(const Roof& roof, const Standing& standing) {
  if (standing.status != Status::submitted) return;
  const bool rehearsed = sandbox::is_rehearsed(standing.task_id);
  if (rehearsed && roof.here == Destination::elsewhere) refuse_to_mix(roof, Destination::sandbox);
  if (!rehearsed && roof.here == Destination::sandbox) refuse_to_mix(roof, Destination::elsewhere);
}

}  // namespace

Destination destination_of(bool sandbox, const std::string& base_url) {
  const auto url = http::parse_url(base_url);
  if (sandbox) return Destination::sandbox;
  return url && url->is_loopback() ? Destination::this_machine : Destination::elsewhere;
}

void must_have_one_destination(const Roof& roof, const journal::Ledger& ledger) {
  const auto may_be_paid = [&ledger](const std::string& id) {
    return may_be_paid_for(ledger.find(id)->status);
  };
  if (std::none_of(ledger.ids().begin(), ledger.ids().end(), may_be_paid)) return;
  if (const journal::OpenedFact* last = ledger.last_run()) {
    const Destination there = destination_of(last->sandbox, last->base_url);
    if (there != roof.here) refuse_to_mix(roof, there);
    return;
  }
  for (const std::string& id : ledger.ids())
    must_fit(roof, *ledger.find(id));
}

void must_have_one_destination(const Roof& roof,
                               const std::vector<journal::AdoptedFact::Row>& rows) {
  for (const auto& [id, standing] : rows)
    must_fit(roof, standing);
}

}  // namespace shotlist::cli
