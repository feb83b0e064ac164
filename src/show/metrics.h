#pragma once
// The state of a run as metrics, for the textfile collector of Prometheus's node_exporter.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/exit_code.h"
#include "submit/observer.h"

namespace shotlist::show {

/// What the file of an earlier run begins with, as that of any run.
inline constexpr std::string_view metrics_start = "# HELP shotlist_";

/// What tells the samples of one run from those of another: in every line.
struct MetricLabels {
  std::string manifest;
  std::string server;
};

/// Counts what happens, and publishes all of it every few seconds, so that a reader can tell a run
/// that is waiting from one that died.
class Metrics final : public submit::Observer {
 public:
  /// Takes the whole text. What it does with it is no concern of the run.
  using Publish = std::function<void(std::string_view text)>;

  static constexpr Duration every = std::chrono::seconds(5);

  Metrics(MetricLabels labels, Date started, Publish publish);

  void sent(const submit::Try& tried) override;
  void settled(const submit::Try& tried, const Outcome& outcome, bool again) override;
  Moment turn(const submit::Tally& tally) override;

  /// Publishes a last time: the run is over.
  void end(ExitCode code, Date now);

  /// In the text format of Prometheus, version 0.0.4.
  std::string text() const;

 private:
  struct Histogram {
    static constexpr std::array<int, 10> bounds = {1, 2, 5, 10, 20, 30, 60, 120, 300, 600};  // s

    std::array<std::size_t, bounds.size()> up_to{};  ///< cumulative
    std::size_t count = 0;
    double sum = 0;

    void add(Duration value);
  };

  MetricLabels labels_;
  Date started_;
  Publish publish_;
  std::size_t sent_ = 0;
  std::map<std::pair<Verdict, ErrorClass>, std::size_t> answers_;
  Histogram latency_;
  std::optional<submit::Tally> tally_;  // of the last turn
  std::optional<Moment> due_;           // none: at once
  Date updated_;
  std::optional<ExitCode> ended_with_;
};

}  // namespace shotlist::show
