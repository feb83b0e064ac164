#pragma once
// Rows that look paid for: what they look like, and how to release them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/cost.h"
#include "model/request.h"
#include "plan/match.h"

namespace shotlist::show {

/// A held row that is shown as an example.
struct HeldRow {
  std::string id;
  plan::Hold hold;
  std::vector<FieldChange> changes;  ///< from the purchase to the current request
};

/// All held rows of a manifest.
struct HeldRows {
  std::size_t rows = 0;
  std::vector<HeldRow> examples;
  std::string server;                        ///< where the rows would be sent
  Cost cost;                                 ///< of paying for all of them
  std::optional<std::string> currency = {};  ///< none if there are no prices
  std::string command = {};                  ///< runs the manifest, without `--held`

  /// Whether this is a rehearsal in the sandbox, where nothing was paid.
  bool is_rehearsal() const { return server == ledger::sandbox_server; }
};

/// For example; empty if no row is held:
///
///   2 rows are held: they look paid for, and are not sent until you say so
///     harbor  nearly the same as harbor (krtvbcdfghjk), submitted at 2026-03-01T09:30:00.125Z
///       duration: 15 -> 25
///     to accept what there is:  shotlist run shots.yaml --held keep:2
///     to pay for them again:    shotlist run shots.yaml --held resubmit:2  (CNY 9.60)
///
/// At most `width` columns, except for commands.
std::string held_text(const HeldRows& held, std::size_t width);

}  // namespace shotlist::show
