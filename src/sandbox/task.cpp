#include "sandbox/task.h"

#include <algorithm>
#include <array>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/digest.h"

namespace shotlist::sandbox {
namespace {

constexpr std::string_view folder = "/videos/";
constexpr std::string_view ending = ".mp4";

std::string escaped_colons(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == ':') {
      escaped += "%3A";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string signed_date(Date date) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(date);
  return escaped_colons(fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                                    fmt::gmtime(std::chrono::system_clock::to_time_t(seconds))));
}

/// Faults that need more than any request of their group.
constexpr auto waiting =
    std::to_array<Fault>({Fault::query_late, Fault::file_200, Fault::file_elsewhere,
                          Fault::file_200_range, Fault::file_416});

}  // namespace

bool Task::has(Fault fault) const {
  return std::find(faults.begin(), faults.end(), fault) != faults.end();
}

bool Task::has_ended(Moment now) const {
  return !has(Fault::stuck) && now - created.moment >= takes;
}

Date Task::end() const {
  return created.date + std::chrono::floor<std::chrono::milliseconds>(takes);
}

double Task::progress(Moment now) const {
  if (has_ended(now)) return 1;
  const double passed = static_cast<double>((now - created.moment).count());
  // A task that never ends stays short of it.
  return std::clamp(passed / static_cast<double>(takes.count()), 0.0, 0.99);
}

std::optional<Fault> Task::take_asked(FaultGroup group, bool in_full) {
  const auto found = std::find_if(asked.begin(), asked.end(), [&](Fault fault) {
    return group_of(fault) == group &&
           (in_full || std::find(waiting.begin(), waiting.end(), fault) == waiting.end());
  });
  if (found == asked.end()) return std::nullopt;
  const Fault fault = *found;
  asked.erase(found);
  return fault;
}

void renew_link(Task& task, Date now) {
  using namespace std::chrono_literals;
  if (task.link.number > 0 && !task.link.refused && now < task.link.ends) return;
  // As the gateway's own: some days and an hour.
  const std::chrono::seconds life = task.has(Fault::link_expires) ? 2s : std::chrono::seconds(145h);
  const auto start = std::chrono::floor<std::chrono::seconds>(now);
  task.link = {task.link.number + 1, start, start + life, false, false};
}

std::string link_target(const Task& task) {
  const auto signature = fingerprint_of(fmt::format("{} {}", task.id, task.link.number));
  return fmt::format("{}{}{}?st={}&se={}&sks=b&sp=r&sig={}%2B%2F..%2F{}%3D", folder,
                     escaped_colons(task.id), ending, signed_date(task.link.starts),
                     signed_date(task.link.ends), to_hex(signature.high), to_hex(signature.low));
}

std::string_view task_in_link(std::string_view path) {
  if (path.substr(0, folder.size()) != folder || path.size() < folder.size() + ending.size() ||
      path.substr(path.size() - ending.size()) != ending) {
    return {};
  }
  path.remove_prefix(folder.size());
  path.remove_suffix(ending.size());
  return path;
}

}  // namespace shotlist::sandbox
