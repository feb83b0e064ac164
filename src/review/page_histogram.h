#pragma once
// How long answers took, on a logarithmic scale.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "review/review.h"
#include "review/totals.h"

namespace shotlist::review {

/// Bins that are each as many times as long as the one before.
struct Histogram {
  static constexpr int bins_per_decade = 12;

  /// Attempts whose answer, or its loss, took at least `from` and less than `to`, in milliseconds.
  struct Bin {
    double from = 0;
    double to = 0;
    std::size_t made = 0;   ///< those that made a task
    std::size_t other = 0;  ///< all other ends
  };

  std::vector<Bin> bins;  ///< without a gap; at least a decade, and nothing where nothing was timed

  /// Where `latency` lies between the first bin's start and the last one's end, as a share of 1.
  double place_of(double latency) const;
};

Histogram histogram_of(const std::vector<AttemptLine>& attempts);

/// As a figure, with the marks of `figures`; a sentence where there is nothing to draw.
std::string histogram_html(const Histogram& histogram,
                           const std::optional<LatencyFigures>& figures);

}  // namespace shotlist::review
