#include "cli/place.h"

#include <fmt/format.h>

#include "base/error.h"
#include "http/url.h"
#include "journal/journal.h"
#include "sandbox/task_ids.h"

namespace shotlist {
namespace {

const char* held_by(Place place) {
  switch (place) {
    case Place::sandbox:
      return "a rehearsal in the sandbox";
    case Place::this_machine:
      return "task ids of a server on this machine";
    case Place::elsewhere:
      break;
  }
  return "real task ids";
}

[[noreturn]] void refuse_to_mix(const Roof& roof, Place held) {
  throw Error(ExitCode::invalid,
              fmt::format("{} holds {}, and this run goes to {}", roof.results, held_by(held),
                          roof.base_url),
              fmt::format("give this run its own results with -o FILE, or move {} and {} away",
                          roof.results, journal_path(roof.results)));
}

}  // namespace

Place place_of(bool sandbox, const std::string& base_url) {
  const auto url = parse_url(base_url);
  if (sandbox) return Place::sandbox;
  return url && url->is_loopback() ? Place::this_machine : Place::elsewhere;
}

void must_be_of_one_place(const Roof& roof, const OpenedFact& last) {
  const Place there = place_of(last.sandbox, last.base_url);
  if (there != roof.here) refuse_to_mix(roof, there);
}

void must_be_of_one_place(const Roof& roof, const AdoptedFact& adopted) {
  for (const auto& [id, standing] : adopted.rows) {
    if (standing.status != Status::submitted) continue;
    const bool rehearsed = is_rehearsed(standing.task_id);
    if (rehearsed && roof.here == Place::elsewhere) refuse_to_mix(roof, Place::sandbox);
    if (!rehearsed && roof.here == Place::sandbox) refuse_to_mix(roof, Place::elsewhere);
  }
}

}  // namespace shotlist
