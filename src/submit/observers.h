#pragma once
// Several observers of one run.

#include <functional>
#include <vector>

#include "submit/observer.h"

namespace shotlist::submit {

/// Passes on everything to each of them, in the order in which they were added.
class Observers final : public Observer {
 public:
  /// Borrows `observer`.
  void add(Observer& observer) { all_.emplace_back(observer); }

  void sent(const Try& tried) override;
  void settled(const Try& tried, const Outcome& outcome, bool again) override;
  void corrected(const Try& tried, Status before, Status after) override;
  void stopping(const Sentence& why) override;
  void unrecorded(const Try& tried, const Outcome& outcome) override;
  void collected(std::string_view row, std::string_view task_id, const Video& video) override;
  void told(const Sentence& line) override;

  /// The earliest moment that one of them asks for.
  Moment turn(const Tally& tally) override;

 private:
  std::vector<std::reference_wrapper<Observer>> all_;
};

}  // namespace shotlist::submit
