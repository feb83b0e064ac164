#pragma once
// The parts of the page that need no script: its head, numbers, causes, and what to type next.

#include <string>
#include <vector>

#include "show/cause.h"
#include "show/review.h"
#include "show/totals.h"

namespace shotlist::show {

/// When the run was, where it is recorded, and whether it is still under way.
std::string head_html(const Review& review, const Totals& totals, std::size_t in_table);

/// Rows by status, with their shares, and one bar for all of them.
std::string status_tiles_html(const Counts& rows);

/// Cost, attempts, latency, pace.
std::string figure_tiles_html(const Review& review, const Totals& totals);

/// A table, or a sentence if nothing failed.
std::string causes_html(const std::vector<show::Cause>& causes);

/// The rows as a plain table, for browsers without scripts.
std::string rows_html(const Review& review, const std::vector<const Result*>& rows);

/// What to do and to type; empty if there is nothing left to do.
std::string next_steps_html(const Review& review);

}  // namespace shotlist::show
