#include "cli/collecting.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "api/request_body.h"
#include "base/disarm.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/files.h"
#include "cli/settings.h"
#include "collect/file_name.h"
#include "manifest/request_view.h"
#include "system/host.h"
#include "system/posix_folder.h"

namespace shotlist::cli {
namespace {

// `s-` and 12 hexadecimal digits: the row has no id of its own.
bool is_made_up(std::string_view id) {
  constexpr std::size_t digits = 12;
  if (id.substr(0, 2) != "s-" || id.size() < 2 + digits) return false;
  const std::string_view hex = id.substr(2, digits);
  return hex.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Fills in `--name`.
class NameTemplate {
 public:
  NameTemplate(std::string text, const std::vector<std::string>& variables)
      : text_(std::move(text)), variables_(variables) {}

  std::string of(const Request& request, std::size_t row) const {
    std::string name;
    std::size_t at = 0;
    for (;;) {
      const std::size_t open = text_.find("{{", at);
      if (open == std::string::npos) return name + text_.substr(at);
      const std::size_t close = text_.find("}}", open);
      if (close == std::string::npos) {
        throw Error(ExitCode::usage, tr("--name has {{ without }}"), "write --name '{{id}}'");
      }
      name += text_.substr(at, open - at);
      name += value_of(trimmed(std::string_view(text_).substr(open + 2, close - open - 2)), request,
                       row);
      at = close + 2;
    }
  }

 private:
  std::string value_of(std::string_view name, const Request& request, std::size_t row) const {
    if (name == "id") return request.id;
    if (name == "row") return fmt::format("{:04}", row);
    for (std::size_t i = 0; i < variables_.size(); ++i) {
      if (variables_[i] == name) return request.variables[i];
    }
    if (const Value* value = find_field(request.fields, name)) return to_text(*value);
    std::vector<std::string> known = {"id", "row"};
    known.insert(known.end(), variables_.begin(), variables_.end());
    for (const Field& field : request.fields)
      known.push_back(field.first);
    throw Error(ExitCode::usage, tr("--name knows no {{{{{}}}}}", disarm(name)),
                tr("use one of {}", fmt::join(known, ", ")));
  }

  std::string text_;
  const std::vector<std::string>& variables_;
};

bool is_doubted(VideoStatus status, const CollectOptions& options) {
  if (status == VideoStatus::completed) return false;  // that is about its file
  return std::find(options.again.begin(), options.again.end(), status) != options.again.end();
}

// Whether a look or a download is still to come.
bool needs_something(const Video& video, const CollectOptions& options) {
  if (!has_ended(video.status) || is_doubted(video.status, options)) return true;
  if (video.status != VideoStatus::completed) return false;
  return video.url.empty() || (!options.download.empty() && video.path.empty());
}

/// Gathers tasks, each once.
class Gathering {
 public:
  Gathering(const Account& account, ledger::Reader& reader, const CollectOptions& options)
      : account_(account), reader_(reader), options_(options) {}

  /// The tries of a slot that have a task; `last` decides its state.
  void add(const std::string& row, const ledger::Attempt& last,
           const std::vector<ledger::Attempt>& tries) {
    add_task(row, last);
    for (const ledger::Attempt& earlier : tries) {
      if (earlier.entry == last.entry || earlier.task_id == last.task_id) continue;
      const VideoStatus status = video_of(earlier).status;
      const bool ended_badly = has_ended(status) && status != VideoStatus::completed;
      if (ended_badly && !is_doubted(status, options_)) continue;
      add_task(fmt::format("{} ({})", last.row, earlier.entry), earlier);
    }
  }

  std::vector<collect::Task> tasks;

 private:
  // A kept purchase may be at another server, which this one knows nothing of.
  void add_task(const std::string& row, const ledger::Attempt& attempt) {
    if (attempt.status != Status::submitted || attempt.task_id.empty()) return;
    if (attempt.server != account_.here.server) return;
    collect::Task& task = tasks.emplace_back();
    task.row = row;
    task.id = attempt.task_id;
    task.sent_at = attempt.sent_at;
    if (const auto request = reader_.request_of(attempt.fingerprint)) task.body = request->body;
    task.video = video_of(attempt);
  }

  Video video_of(const ledger::Attempt& attempt) const {
    const auto known = account_.videos.find(attempt.entry);
    if (known != account_.videos.end()) return known->second;
    Video video;
    video.entry = attempt.entry;
    return video;
  }

  const Account& account_;
  ledger::Reader& reader_;
  const CollectOptions& options_;
};

}  // namespace

std::vector<collect::Task> tasks_of(const ManifestRows& rows, const Account& account,
                                    ledger::Reader& reader, const CollectOptions& options,
                                    bool with_left) {
  Gathering gathering(account, reader, options);
  for (std::size_t row = 0; row < rows.rows().size(); ++row) {
    const plan::Row& known = account.plan.rows[row];
    if (known.selected && !known.tries.empty() && known.holds.empty())
      gathering.add(std::string(rows.rows()[row].id), known.tries.back(), known.tries);
  }
  // Rows that left the manifest were paid for like all others.
  for (const plan::LeftRow& left : account.left) {
    if (with_left)
      gathering.add(fmt::format("{} ({})", left.last.row, left.last.entry), left.last,
                    left.earlier);
  }
  return std::move(gathering.tasks);
}

std::size_t limit_tasks(std::vector<collect::Task>& tasks, std::size_t limit,
                        const CollectOptions& options) {
  std::size_t taken = 0;
  return std::erase_if(tasks, [&](const collect::Task& task) {
    return needs_something(task.video, options) && taken++ >= limit;
  });
}

std::map<std::string, std::size_t> tasks_elsewhere(const Account& account,
                                                   const ledger::Reader& reader,
                                                   const CollectOptions& options,
                                                   bool with_rehearsals) {
  std::map<std::string, std::string> base_urls;  // by server, the last one
  for (const ledger::Run& run : account.runs) {
    if (!run.base_url.empty()) base_urls[server_of(run.base_url)] = run.base_url;
  }
  std::map<std::string, std::size_t> found;
  const auto look_at = [&](const ledger::Attempt& attempt) {
    if (attempt.status != Status::submitted || attempt.task_id.empty()) return;
    if (attempt.rehearsal && !with_rehearsals) return;
    if (attempt.server == account.here.server) return;
    const auto video = account.videos.find(attempt.entry);
    if (video != account.videos.end() && !needs_something(video->second, options)) return;
    const auto named = base_urls.find(attempt.server.text());
    ++found[named == base_urls.end() ? attempt.server.text() : named->second];
  };
  reader.for_each_attempt(account.here.manifest, look_at);
  for (const std::string& former : account.here.former)
    reader.for_each_attempt(former, look_at);
  return found;
}

std::vector<sandbox::EarlierTask> as_earlier(const std::vector<collect::Task>& tasks) {
  std::vector<sandbox::EarlierTask> earlier;
  for (const collect::Task& task : tasks) {
    const Fields fields = api::parse_body(task.body);
    const auto text_of = [&fields](std::string_view name) {
      const Value* value = find_field(fields, name);
      return value == nullptr ? std::string() : to_text(*value);
    };
    earlier.push_back({task.id, text_of("model"), text_of("prompt")});
  }
  return earlier;
}

std::unordered_map<std::string, std::string> video_names(const CollectOptions& options,
                                                         const ManifestRows& rows) {
  std::unordered_map<std::string, std::string> names;
  if (options.download.empty()) return names;
  const NameTemplate pattern(options.name, rows.manifest().variable_names());
  std::vector<collect::RowToName> to_name;
  rows.for_each([&](std::size_t row, manifest::RequestView& view) {
    const Request request = view.request_without_body();
    collect::RowToName& one = to_name.emplace_back();
    one.id = request.id;
    one.has_own_id = !is_made_up(request.id);
    one.row = row + 1;
    if (const Value* prompt = find_field(request.fields, "prompt")) one.prompt = to_text(*prompt);
    if (!options.name.empty()) one.name = pattern.of(request, row + 1);
  });
  collect::FileNames named = collect::name_files(to_name);
  if (!named.clashes.empty()) {
    const collect::NameClash& first = named.clashes.front();
    const std::string more =
        named.clashes.size() > 1 ? tr(" (and {} more)", named.clashes.size() - 1) : std::string();
    throw Error(ExitCode::usage, disarm(first.what) + more, first.remedy);
  }
  for (std::size_t row = 0; row < to_name.size(); ++row)
    names[to_name[row].id] = std::move(named.stems[row]);
  return names;
}

collect::Expectations expectations_from(const ledger::Reader& reader) {
  collect::Expectations expectations;
  reader.for_each_duration(
      [&](const std::string& body, Duration took) { expectations.learn(body, took); });
  return expectations;
}

std::unique_ptr<system::Folder> open_videos_folder(const std::string& path) {
  if (path.empty()) return nullptr;
  try {
    return std::make_unique<system::PosixFolder>(path);
  } catch (const Error& error) {
    throw Error(ExitCode::usage, error.what(),
                tr("name a folder with --download that can be used"));
  }
}

Collecting::Collecting(Parts parts) {
  collect::CollectSettings settings;
  settings.polls.pace = parts.pace;
  if (parts.is_rehearsal) {
    settings.polls.every = std::chrono::seconds(1);
    settings.polls.every_is_given = true;
  }
  if (parts.options.poll_every) {
    settings.polls.every = *parts.options.poll_every;
    settings.polls.every_is_given = true;
  }
  if (parts.options.patience) settings.polls.patience = *parts.options.patience;
  settings.again.insert(parts.options.again.begin(), parts.options.again.end());
  settings.stems = std::move(parts.names);
  settings.write_results = std::move(parts.write_results);
  if (parts.folder != nullptr) {
    for (const collect::Task& task : parts.tasks)
      settings.stems.try_emplace(task.row, collect::file_stem(task.row));
    collect::DownloadSettings download;
    download.jobs = static_cast<std::size_t>(parts.options.download_jobs.value_or(4));
    download.max_bytes = parts.options.max_file;
    download.host = system::host_name();
    downloads_.emplace(download, parts.endpoint, *parts.folder, parts.fetcher, parts.clock, work_);
    folder_ = parts.folder->path();
  }
  collector_.emplace(std::move(parts.tasks), std::move(settings), std::move(parts.endpoint),
                     std::move(parts.expectations), parts.ledger,
                     collect::CollectWorld{parts.clock, parts.random, parts.transport},
                     parts.observer, downloads_ ? &*downloads_ : nullptr);
}

show::Collection Collecting::told(const submit::RunEnd& end) const {
  show::Collection told;
  told.folder = folder_.empty() ? std::string() : shown_path(folder_);
  std::unordered_map<std::string, std::string> rows;  // by the sum of their video
  for (const collect::Task& task : collector_->tasks()) {
    const Video& video = task.video;
    ++told.tasks;
    const auto [first, is_new] = rows.try_emplace(video.sha256, task.row);
    if (!is_new && !video.sha256.empty()) told.same_video.emplace_back(task.row, first->second);
    switch (video.status) {
      case VideoStatus::completed:
        ++told.completed;
        break;
      case VideoStatus::failed:
        ++told.failed;
        break;
      case VideoStatus::expired:
        ++told.expired;
        break;
      case VideoStatus::lost:
        ++told.lost;
        break;
      case VideoStatus::none:
      case VideoStatus::running:
        ++told.running;
        break;
    }
    const bool has_file = !video.path.empty();
    if (has_file) ++told.files;
    const bool lacks_file = video.status == VideoStatus::completed && !folder_.empty() && !has_file;
    const bool lacks_link = video.status == VideoStatus::completed && video.url.empty();
    if (lacks_file) ++told.not_fetched;
    const bool ended_badly = has_ended(video.status) && video.status != VideoStatus::completed;
    if (!ended_badly && !lacks_file && !lacks_link) continue;
    told.missing.push_back(
        {task.row, video.status,
         lacks_link && video.error.empty() ? tr("the server names no link") : video.error});
  }
  const submit::Collecting tally = collector_->tell();
  told.fetched = tally.files;
  told.bytes = tally.bytes;
  told.is_out_of_patience = tally.given_up > 0;
  told.knows_none = collector_->knows_none();
  const submit::RunEnd& own = collector_->end();
  if (downloads_ && !downloads_->disk_fault().empty()) {
    told.stop = ExitCode::disk;
    told.why = downloads_->disk_fault();
  } else if (end.code != ExitCode::ok) {
    told.stop = end.code;
    told.why = end.why;
    told.cause = end.cause;
  } else if (own.code != ExitCode::ok) {
    told.stop = own.code;
    told.why = own.why;
    told.cause = own.cause;
  }
  return told;
}

ExitCode exit_code_of(const show::Collection& collection) {
  if (collection.stop != ExitCode::ok) return collection.stop;
  if (collection.is_out_of_patience) return ExitCode::stopped;
  return collection.missing.empty() ? ExitCode::ok : ExitCode::some_failed;
}

}  // namespace shotlist::cli
