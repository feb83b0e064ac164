#include "show/collection.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/json_object.h"
#include "base/recorded_text.h"
#include "base/text.h"
#include "base/translation.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

std::string totals_of(const Collection& collection) {
  std::string text =
      tr("{}: {} completed", counted(collection.tasks, "task"), collection.completed);
  const auto add = [&text](std::size_t count, const char* name) {
    if (count > 0) text += tr(", {} {}", count, name);
  };
  add(collection.failed, tr("failed"));
  add(collection.expired, tr("expired"));
  add(collection.lost, tr("lost"));
  add(collection.running, tr("still running"));
  if (collection.folder.empty()) return text;
  text += tr(" · {} on the disk", counted(collection.files, "video"));
  if (collection.fetched > 0) {
    text += tr(", {} fetched into {} now ({})", collection.fetched, disarm(collection.folder),
               size_text(collection.bytes));
  }
  return text;
}

// Equal causes are one line, with three rows as examples.
std::string missing_text(const std::vector<MissingVideo>& missing, std::size_t width) {
  constexpr std::size_t most_examples = 3;
  struct Cause {
    std::size_t count = 0;
    std::string rows;
  };
  std::map<std::pair<std::string, std::string>, Cause> causes;
  for (const MissingVideo& video : missing) {
    const bool is_video = video.status == VideoStatus::completed;
    Cause& cause =
        causes[{is_video ? std::string(tr("not fetched")) : spoken(video.status), video.error}];
    if (cause.count++ < most_examples)
      cause.rows += (cause.rows.empty() ? "" : tr(", ")) + disarm(video.row);
  }
  std::string text;
  for (const auto& [key, cause] : causes) {
    const auto& [kind, error] = key;
    const std::string more =
        cause.count > most_examples ? tr(" and {} more", cause.count - most_examples) : "";
    std::string line = fmt::format("  {} ({})  {}{}", kind, cause.count, cause.rows, more);
    if (!error.empty()) line += tr(": ") + disarm(spoken_text(error));
    text += fitted(line, std::max<std::size_t>(width, 40)) + '\n';
  }
  return text;
}

// What to do before looking again.
std::string_view remedy_of(const Collection& collection) {
  switch (collection.cause) {
    case ErrorClass::auth:
      return tr(
          "give the key that the tasks were sent with (SHOTLIST_API_KEY or --api-key-file), "
          "then ");
    case ErrorClass::endpoint:
      return tr("correct the address (--base-url, or query_path in the manifest), then ");
    default:
      return collection.knows_none ? tr("check the key and the address, then ") : "";
  }
}

}  // namespace

std::string collection_line(const Collection& collection) {
  return totals_of(collection);
}

std::string collection_text(const Collection& collection, const std::string& look_again,
                            std::size_t width) {
  std::string text = collection_line(collection) + '\n';
  text += missing_text(collection.missing, width);
  if (!collection.same_video.empty()) {
    const auto& [row, other] = collection.same_video.front();
    text += tr("{} the bytes of another row's, though each was paid for: {} is {}\n",
               counted(collection.same_video.size(), "video", "has", "have"), disarm(row),
               disarm(other));
  }
  if (collection.knows_none && collection.lost > 0) {
    text +=
        tr("the server knew none of the tasks that it was asked for: the key may belong to another "
           "account, or the address may be another gateway's\n");
  }
  if (!collection.why.empty()) text += tr("stopped: {}\n", disarm(collection.why.spoken));
  if (collection.is_out_of_patience)
    text += tr("patience is over (--patience): the tasks go on at the server\n");
  const bool may_go_on = collection.running > 0 || collection.not_fetched > 0 ||
                         collection.stop == ExitCode::stopped || collection.knows_none;
  if (may_go_on && !look_again.empty()) {
    text += tr("next: {}look again, which costs nothing:  {}\n", remedy_of(collection), look_again);
  }
  return text;
}

std::string collection_json(const Collection& collection) {
  std::string json;
  JsonObject object(json);
  const auto number = [&object](std::string_view name, std::uint64_t count) {
    object.number(name, static_cast<std::int64_t>(count));
  };
  number("tasks", collection.tasks);
  number("completed", collection.completed);
  number("failed", collection.failed);
  number("expired", collection.expired);
  number("lost", collection.lost);
  number("running", collection.running);
  number("files", collection.files);
  number("fetched", collection.fetched);
  number("bytes", collection.bytes);
  if (collection.why.empty()) {
    object.null("stopped");
  } else {
    object.text("stopped", collection.why.english);
  }
  object.json("missing", json_list(collection.missing, [](std::string& list, const auto& video) {
                JsonObject one(list);
                one.text("id", video.row);
                one.text("video_status", to_text(video.status));
                one.text("video_error", video.error);
                one.end();
              }));
  object.end();
  return json + '\n';
}

}  // namespace shotlist::show
