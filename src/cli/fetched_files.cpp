#include "cli/fetched_files.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/json_object.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/files.h"
#include "system/atomic_file.h"
#include "system/host.h"

namespace shotlist::cli {
namespace {

/// Files of one kind, told with the first as an example.
struct Remark {
  std::size_t files = 0;
  std::string example;

  void add(const collect::Task& task) {
    if (files++ == 0)
      example = fmt::format("{}: {}", disarm(task.row), disarm(shown_path(task.video.path)));
  }

  /// What they are, and what is done about it; empty if there are none.
  std::string text(std::string_view what, std::string_view then) const {
    if (files == 0) return {};
    return tr("{} {} ({}): {}\n", counted(files, "video", "is", "are"), what, example, then);
  }
};

std::string begin_of(std::string_view entry) {
  return fmt::format(R"({{"entry":"{}",)", entry);
}

std::string sidecar_of(std::string_view row, const ledger::Attempt& attempt, const Video& video,
                       const std::optional<ledger::RequestText>& request) {
  std::string json;
  JsonObject sidecar(json);
  sidecar.text("entry", attempt.entry);
  sidecar.text("id", row);
  sidecar.text("task_id", attempt.task_id);
  sidecar.text("fingerprint", to_text(attempt.fingerprint));
  sidecar.text("endpoint", attempt.server.text());
  sidecar.text("submitted_at", to_text(attempt.sent_at));
  sidecar.text("file", std::filesystem::path(video.path).filename().string());
  sidecar.number("bytes", video.bytes);
  sidecar.text("sha256", video.sha256);
  if (request) sidecar.json("request", request->body);
  sidecar.end();
  return json + '\n';
}

}  // namespace

void look_after_files(std::vector<collect::Task>& tasks, const std::vector<VideoStatus>& again,
                      Console& console) {
  Remark gone;
  Remark elsewhere;
  Remark changed;
  const bool fetches_again = std::count(again.begin(), again.end(), VideoStatus::completed) > 0;
  const std::string host = system::host_name();
  for (collect::Task& task : tasks) {
    Video& video = task.video;
    if (video.path.empty()) continue;
    std::error_code failed;
    const std::uintmax_t size = std::filesystem::file_size(video.path, failed);
    if (failed) {
      (video.host == host ? gone : elsewhere).add(task);
      if (!fetches_again) continue;
      video.path.clear();
      video.sha256.clear();
      video.bytes = 0;
    } else if (size != static_cast<std::uintmax_t>(video.bytes)) {
      changed.add(task);
    }
  }
  const std::string then = fetches_again
                               ? tr("fetched again")
                               : tr("not fetched again, unless --again completed is given");
  console.say(gone.text(tr("no longer there"), then));
  console.say(elsewhere.text(tr("not here but on another machine"), then));
  console.say(changed.text(tr("not as it was fetched"), tr("left as it is")));
}

void write_sidecars(const ManifestRows& rows, const Account& account, ledger::Reader& reader,
                    system::Disk& disk, Console& console) {
  for (std::size_t row = 0; row < rows.rows().size(); ++row) {
    const plan::Row& known = account.plan.rows[row];
    if (known.tries.empty()) continue;
    const ledger::Attempt& attempt = known.tries.back();
    const auto found = account.videos.find(attempt.entry);
    if (found == account.videos.end() || found->second.path.empty()) continue;
    std::error_code none;
    if (!std::filesystem::exists(found->second.path, none)) continue;
    const std::string path =
        std::filesystem::path(found->second.path).replace_extension(".json").string();
    const std::string sidecar = sidecar_of(rows.rows()[row].id, attempt, found->second,
                                           reader.request_of(attempt.fingerprint));
    const auto kind = std::filesystem::symlink_status(path, none).type();
    const bool is_other = kind != std::filesystem::file_type::not_found &&
                          kind != std::filesystem::file_type::regular;
    const auto old = is_other ? std::string() : disk.read_start(path, sidecar.size() + 1);
    if (old == sidecar) continue;
    if (old && !old->starts_with(begin_of(attempt.entry))) {
      console.complain(tr("{} is there already and is no sidecar of this video: it is left\n",
                          disarm(shown_path(path))));
      continue;
    }
    system::AtomicFile file(disk, path);
    file.append(sidecar);
    file.commit();
  }
}

}  // namespace shotlist::cli
