#pragma once
// What a run is about to do, in words, before it does it.

#include <cstddef>
#include <string>

#include "journal/ledger.h"
#include "model/cost.h"
#include "model/request.h"
#include "report/style.h"
#include "submit/plan.h"

namespace shotlist::report {

/// A plan about to be carried out. Everything is borrowed.
struct Intent {
  const std::string& manifest;  ///< its name
  const Requests& requests;
  const submit::Plan& plan;
  const journal::Ledger& ledger;
  std::optional<std::string> currency = {};  ///< of the prices; absent: there are none, and no cost
                                             ///< is told
  Spent spent = {};                          ///< before
};

/// `night-market: 6 requests · 0 submitted before · 6 to send`, or where there are prices
/// `night-market: 6 requests · 0 submitted before · est. CNY 28.80`, with the number of rows where
/// not all of them are sent, and with what was spent before: `(before: est. CNY 9.60, or up to CNY
/// 14.40 with what is in doubt)`.
std::string run_intent(const Intent& intent);

/// What is sent again and why, and what is left alone and how to have it sent. For example:
///
///   night-market: 6 requests · 3 submitted before · 1 to send again
///     failed (1)  server: upstream error   market
///   left alone: 1 row in doubt (--in-doubt sends it, and it may be paid for twice), 1 row never
///     sent (shotlist run sends it)
std::string retry_intent(const Intent& intent, std::size_t width, const Style& style);

/// What to do about rows that `plan` leaves alone because they were edited after they were
/// submitted; nothing where it leaves none. `changed`: how many were edited so.
std::string left_changed_text(const submit::Plan& plan, std::size_t changed);

}  // namespace shotlist::report
