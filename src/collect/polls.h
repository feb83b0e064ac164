#pragma once
// When each task is looked at, and what an answer means for it. Pure: time comes from outside.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api/video_answer.h"
#include "base/quantity.h"
#include "base/time.h"
#include "submit/stop_rule.h"

namespace shotlist::collect {

/// How long tasks of one kind take, from sending the request to the end.
struct Expectation {
  Duration early{};  ///< a fifth has ended by then
  Duration late{};   ///< nearly all have
};

/// How often to look.
struct PollSettings {
  Duration every = std::chrono::seconds(30);
  bool every_is_given = false;  ///< by the user: the first look is no later than that
  /// For a task whose end does not come; twice that if the server does not answer.
  Duration patience = std::chrono::hours(1);
  Pace pace;  ///< of all requests
};

/// What an answer means for its task.
enum class Finding : std::uint8_t {
  unfinished,  ///< it is looked at again
  completed,   ///< the answer may lack a link
  failed,
  expired,
  lost,      ///< the server does not know it
  given_up,  ///< it is unfinished, and patience is over
};

/// A schedule of looks at tasks, the next one first. A missed answer never ends a task. A task that
/// the server does not know is lost after three such answers in a row, but only if the server knew
/// another one: otherwise the key or the address is wrong, and the end is `stop`.
///
/// If twenty answers in a row about different tasks are missed, nothing is asked for a while, then
/// one at a time until the server answers.
class Polls {
 public:
  static constexpr std::size_t most_looks_without_link = 4;
  static constexpr std::size_t most_unknown = 3;            ///< in a row, of one task
  static constexpr std::size_t unknown_to_all = 5;          ///< different tasks
  static constexpr std::size_t answers_after_expected = 3;  ///< before patience may end
  static constexpr std::size_t most_missed = 20;            ///< in a row, of different tasks

  explicit Polls(const PollSettings& settings) : settings_(settings) {}

  /// A task, numbered by the caller, that was sent `age` ago. `chance` is uniform in [0, 1).
  void add(std::size_t task, Duration age, const Expectation& expected, Moment now, double chance);

  /// The earliest moment of the next look; Moment::max() if an answer must come first or no task is
  /// left.
  Moment next() const;

  /// The task to look at, not before `next()`.
  std::size_t take(Moment now);

  /// The task that was taken is not looked at now, but not before `at`. Returns false if patience
  /// is over by then: it is not looked at any more.
  bool put_back(std::size_t task, Moment at);

  /// The task that was taken need not be looked at any more.
  void drop(std::size_t task);

  /// Must be called once for each look, with its answer.
  Finding settled(std::size_t task, const api::VideoAnswer& answer, Moment now, double chance);

  /// Looks at a task once more, now: its link has ended.
  void look_again(std::size_t task, Moment now);

  /// Tasks that have not ended and are not given up.
  std::size_t unfinished() const { return tasks_left_; }

  /// Whether the server did not know some tasks, and knew none.
  bool knows_none() const { return !knows_any_ && unknown_ > 0; }

  /// Why asking on makes no sense: the key or the address is wrong.
  const std::optional<submit::RunEnd>& stop() const { return stop_; }

  /// Until when nothing is asked, since the server does not answer; none if it does.
  std::optional<Moment> held_until() const;

  /// The time between two looks at a task while so many are unfinished.
  Duration interval() const;

 private:
  struct Task {
    Moment early;  ///< when it is expected to end
    Moment late;
    Moment gives_up;
    Moment asked;
    Duration wait{};  ///< before the next look
    std::size_t answers_after_early = 0;
    std::size_t without_link = 0;
    std::size_t unknown = 0;  ///< in a row
    bool is_left = false;
    std::size_t missed_in = 0;  ///< the last series of missed looks that it was part of
  };

  Task& at(std::size_t task);
  Finding judge(Task& task, const api::VideoAnswer& answer);
  void note_missed(Task& task, const api::VideoAnswer& answer, Moment now);
  void note_answer();
  void schedule(std::size_t number, Task& task, const api::VideoAnswer& answer, Moment now,
                double chance);
  void leave(Task& task);

  PollSettings settings_;
  std::vector<Task> tasks_;
  std::set<std::pair<Moment, std::size_t>> due_;
  std::size_t tasks_left_ = 0;
  std::size_t under_way_ = 0;
  bool was_answered_ = false;   ///< a look got an answer, of whatever content
  bool knows_any_ = false;      ///< the server knew a task
  std::size_t unknown_ = 0;     ///< different tasks that it did not know
  std::size_t missed_ = 0;      ///< different tasks in a row
  std::size_t series_ = 1;      ///< of missed looks; an answer begins another
  std::size_t no_service_ = 0;  ///< in a row
  std::optional<Moment> held_until_;
  Duration hold_{};
  std::optional<submit::RunEnd> stop_;
};

}  // namespace shotlist::collect
