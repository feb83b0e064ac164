#pragma once
// Rows as test cases (JUnit XML), for the reports of a CI system.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/result.h"

namespace shotlist::show {

/// What every such file of ours begins with.
inline constexpr std::string_view junit_start =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites";

/// One test case a row: failed if it was rejected, failed, or has no video although its task ended;
/// an error if it is in doubt; skipped if it is held or was not sent. Rows that left the manifest
/// are in it only if they are in doubt. Text is safe for XML 1.0, whatever a server wrote.
class JunitReport {
 public:
  /// `name` is the manifest's.
  explicit JunitReport(std::string name) : name_(std::move(name)) {}

  void add(const Result& row);

  /// The whole file. `now` is its time.
  std::string text(Date now) const;

 private:
  std::string name_;
  std::string cases_;
  std::size_t tests_ = 0;
  std::size_t failures_ = 0;
  std::size_t errors_ = 0;
  std::size_t skipped_ = 0;
  std::chrono::milliseconds time_{};
};

}  // namespace shotlist::show
