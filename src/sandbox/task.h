#pragma once
// A task that the sandbox charged for: what becomes of it, and its link.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "sandbox/call.h"
#include "sandbox/fault.h"
#include "sandbox/shape.h"

namespace shotlist::sandbox {

/// The link that the last look gave out.
struct Link {
  int number = 0;  ///< how many were given; each is signed anew
  Date starts{};
  Date ends{};
  bool served = false;   ///< a request for it was answered with bytes
  bool refused = false;  ///< a request for it was refused: the next look gives another one
};

struct Task {
  std::string id;
  std::string model;
  std::string prompt;
  std::vector<std::string> images;
  Shape shape{};
  std::size_t turn = 0;  ///< its place in the till
  CallTime created{};
  Duration takes{};
  std::vector<Fault> faults;  ///< its own, for good
  std::vector<Fault> asked;   ///< by its prompt: each happens to one request, then is removed
  Link link;

  bool has(Fault fault) const;
  bool has_ended(Moment now) const;
  bool has_failed() const { return has(Fault::fail) || has(Fault::fail_moderated); }

  /// When it ended, or will.
  Date end() const;

  /// How much of it is done at `now`, from 0 to 1.
  double progress(Moment now) const;

  /// Removes and returns the first of `asked` that is of `group`. Faults of ranges wait for a
  /// request with one, and a late answer for the end of the task: `in_full` says it is there.
  std::optional<Fault> take_asked(FaultGroup group, bool in_full);
};

/// A look at a finished task: a new link if there is none yet, or the last was refused or ended.
void renew_link(Task& task, Date now);

/// Path and query of the link: `/videos/ID.mp4?...&se=...&sig=...`. A link is right if it comes
/// back byte for byte.
std::string link_target(const Task& task);

/// The task's id in a path of this kind; empty if it is of another kind.
std::string_view task_in_link(std::string_view path);

}  // namespace shotlist::sandbox
