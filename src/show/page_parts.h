#pragma once
// The parts of the page that need no script: its head, numbers, causes, and what to type next.

#include <cstddef>
#include <string>
#include <vector>

#include "show/cause.h"
#include "show/review.h"
#include "show/totals.h"

namespace shotlist::show {

/// When the run was, where it is recorded, and whether it is still under way.
std::string head_html(const Review& review, std::size_t in_table);

/// Rows by status, with their shares, and one bar for all of them.
std::string status_tiles_html(const Counts& rows);

/// Cost, attempts, latency, pace.
std::string figure_tiles_html(const Review& review);

/// A table, or a sentence if nothing failed.
std::string causes_html(const std::vector<show::Cause>& causes);

/// The rows as a plain table, for browsers without scripts: if there are many, only the first ones.
class PlainRows {
 public:
  /// Rows of a smaller `rank` come first.
  void add(const Result& row, std::size_t rank);

  std::string html(const Review& review) const;

 private:
  struct Shown {
    std::string cells;
    std::string video;
  };

  std::vector<std::vector<Shown>> shown_;  // by rank
  std::size_t rows_ = 0;
  bool has_videos_ = false;
};

/// What to do and to type; empty if there is nothing left to do.
std::string next_steps_html(const Review& review);

}  // namespace shotlist::show
