#include "collect/downloads.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "api/answer_date.h"
#include "api/rate_headers.h"
#include "base/error.h"
#include "base/quantity.h"
#include "base/sha256.h"
#include "base/text.h"
#include "base/translation.h"
#include "collect/container.h"
#include "collect/file_name.h"
#include "http/address.h"
#include "http/data_link.h"

namespace shotlist::collect {
namespace {

using namespace std::chrono_literals;

constexpr Duration longest_silence = 30s;
constexpr Duration first_pause = 2s;
constexpr Duration short_pause = 1s;
constexpr Duration long_pause = 30s;  // a longer one is told

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// A link that has ended answers so; a gateway that passes files on answers 502 then.
bool is_about_link(int status, bool is_gateway) {
  return status == 403 || status == 404 || status == 410 || (status == 502 && is_gateway);
}

std::string value_of(std::string_view url, std::string_view name) {
  const std::size_t query = url.find('?');
  if (query == std::string_view::npos) return {};
  for (const std::string_view part : split(url.substr(query + 1), '&')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos || part.substr(0, equals) != name) continue;
    std::string value(part.substr(equals + 1));
    for (std::size_t at = value.find("%3A"); at != std::string::npos; at = value.find("%3A"))
      value.replace(at, 3, ":");
    return value;
  }
  return {};
}

std::string sum_of(system::GrowingFile& file) {
  constexpr std::size_t piece = std::size_t{1} << 20U;
  const std::uint64_t size = file.size();
  Sha256 sum;
  for (std::uint64_t at = 0; at < size; at += piece)
    sum.add(file.read(at, piece));
  return sum.hex();
}

}  // namespace

std::optional<Date> end_of_link(const std::string& url) {
  for (const char* end : {"se", "Expires"}) {
    if (const auto date = api::read_date(value_of(url, end))) return date;
  }
  constexpr std::int64_t week = 604800;
  const auto begin = api::read_date(value_of(url, "X-Amz-Date"));
  const auto lasts = parse_integer(value_of(url, "X-Amz-Expires"), 0, week);
  if (begin && lasts) return *begin + std::chrono::seconds(*lasts);
  return std::nullopt;
}

/// The sum of a file as far as it was fetched, so that it need not be read again.
struct Downloads::RunningSum {
  Sha256 sum;
  std::uint64_t bytes = 0;
};

/// One file on its way.
struct Downloads::File {
  std::size_t task = 0;
  std::string task_id;
  std::string stem;
  std::string part;
  Video video;
  std::optional<Date> link_ends;
  Moment due = Moment::min();  ///< when it may start
  int tries = 0;
  std::string last_failure;
  bool is_under_way = false;
  std::string name;  ///< once it is whole: it only has to be sealed and put in its place
  bool waits_for_link = false;
  bool had_new_link = false;

  // Of the present try:
  Starts starts;
  std::string url;  ///< after redirects
  int redirects = 0;
  Moment began;
  Held held;
  std::unique_ptr<system::GrowingFile> file;
  std::optional<RunningSum> sum;  ///< if this process fetched the file from its first byte
  Step step;
  std::string refusal;    ///< why the body was not taken
  bool is_final = false;  ///< another try would be refused alike
};

/// Passes on what a fetch brings, as long as its file is wanted.
class Downloads::Sink final : public http::FileSink {
 public:
  Sink(Downloads& downloads, const std::shared_ptr<File>& file)
      : downloads_(downloads), file_(file) {}
  bool begin(const http::Reply& head) override {
    const auto file = file_.lock();
    return file && downloads_.begin(*file, head);
  }
  bool take(std::string_view bytes) override {
    const auto file = file_.lock();
    return file && downloads_.take(*file, bytes);
  }
  void ended(http::Reply reply) override {
    const auto file = file_.lock();
    if (file) downloads_.ended(*file, reply);
  }

 private:
  Downloads& downloads_;
  std::weak_ptr<File> file_;
};

Downloads::Downloads(const DownloadSettings& settings, api::Endpoint endpoint,
                     system::Folder& folder, http::Fetcher& fetcher, system::Clock& clock,
                     system::Worker& worker)
    : settings_(settings),
      endpoint_(std::move(endpoint)),
      gateway_(http::parse_url(endpoint_.base_url)),
      folder_(folder),
      fetcher_(fetcher),
      clock_(clock),
      worker_(worker),
      redactor_(endpoint_.key) {}

Downloads::~Downloads() {
  fetcher_.abandon_all();
}

void Downloads::add(std::size_t task, const std::string& task_id, const std::string& stem,
                    const Video& video, std::optional<Date> link_ends) {
  if (!disk_fault_.empty()) return listener_->not_fetched(task, disk_fault_.english);
  auto file = std::make_shared<File>();
  file->task = task;
  file->task_id = task_id;
  file->stem = stem;
  file->part = part_name(stem, task_id);
  file->video = video;
  file->link_ends = link_ends ? link_ends : end_of_link(video.url);
  files_[task] = std::move(file);
}

void Downloads::renew(std::size_t task, const std::string& url, std::optional<Date> link_ends) {
  const auto found = files_.find(task);
  if (found == files_.end()) return;
  File& file = *found->second;
  file.waits_for_link = false;
  file.video.url = url;
  file.link_ends = link_ends ? link_ends : end_of_link(url);
  file.due = Moment::min();
}

void Downloads::give_up(std::size_t task, const std::string& why) {
  const auto found = files_.find(task);
  if (found == files_.end()) return;
  File& file = *found->second;
  file.waits_for_link = false;
  fail_try(file, why.empty() ? file.last_failure : file.last_failure + "; " + why);
}

Moment Downloads::turn(Moment now) {
  const std::size_t before = files_.size();
  seal_what_waits();
  if (files_.size() != before) return now;  // that may have been all
  Moment next = Moment::max();
  // A slow disk must not be ahead of by more files than the line has.
  while (!is_stopped_ && disk_fault_.empty() && under_way_ < settings_.jobs &&
         to_seal_.size() <= settings_.jobs) {
    std::shared_ptr<File> soonest;
    next = Moment::max();
    for (const auto& [task, file] : files_) {
      if (file->is_under_way || !file->name.empty() || file->waits_for_link) continue;
      if (file->due > now) {
        next = std::min(next, file->due);
        continue;
      }
      const auto ends = [](const File& one) { return one.link_ends.value_or(Date::max()); };
      if (!soonest || ends(*file) < ends(*soonest)) soonest = file;
    }
    if (!soonest) return next;
    start(*soonest, now);
  }
  return next;
}

void Downloads::stop() {
  is_stopped_ = true;
  if (worker_.is_busy()) {
    try {
      worker_.finish();
      place_or_leave();
    } catch (const Error& error) {
      lose_disk({error.english(), error.what()});
    }
  }
  to_seal_.clear();
  fetcher_.abandon_all();
  files_.clear();
  under_way_ = 0;
}

std::uint64_t Downloads::bytes_left() const {
  std::uint64_t left = 0;
  for (const auto& [task, file] : files_) {
    const std::uint64_t total = file->held.total.value_or(0);
    left += total > file->held.bytes ? total - file->held.bytes : 0;
  }
  return left;
}

void Downloads::start(File& file, Moment now) {
  file.is_under_way = true;
  ++under_way_;
  file.began = now;
  file.url = file.video.url;
  file.redirects = 0;
  if (http::is_data_link(file.url)) {
    use_disk(file, [&] { take_data_link(file); });
  } else if (use_disk(file, [&] { look_at_part(file); })) {
    send(file);
  }
}

// What fails with this file alone ends it; any other failure ends all downloads. Returns whether
// nothing failed.
template <typename Use>
bool Downloads::use_disk(File& file, const Use& use) {
  try {
    use();
    return true;
  } catch (const system::NotOurs& error) {
    file.is_final = true;
    fail_try(file, error.english());
  } catch (const Error& error) {
    lose_disk({error.english(), error.what()});
  }
  return false;
}

void Downloads::look_at_part(File& file) {
  file.held.bytes = folder_.kept_size_of(file.part).value_or(0);
  if (file.held.validators.etag.empty() && file.held.validators.last_modified.empty()) {
    file.held.validators.etag = file.video.etag;
    if (file.video.bytes > 0) file.held.total = static_cast<std::uint64_t>(file.video.bytes);
  }
  if (!can_resume(file.held)) file.held = {};
}

void Downloads::send(File& file) {
  file.step = {};
  file.refusal.clear();
  http::Fetch fetch;
  fetch.url = file.url;
  fetch.headers = range_headers(file.held);
  if (sends_key(file.url)) fetch.bearer = endpoint_.key;
  fetch.user_agent = endpoint_.user_agent;
  fetch.ca_file = endpoint_.ca_file;
  fetch.connect_timeout = endpoint_.connect_timeout;
  fetch.stall = longest_silence;
  fetch.private_addresses = may_be_private(file.url);
  fetch.sink = std::make_shared<Sink>(*this, files_.at(file.task));
  fetcher_.fetch(std::move(fetch));
}

bool Downloads::sends_key(const std::string& url) const {
  const auto link = http::parse_link(url);
  return link && gateway_ && http::same_origin(*link, *gateway_);
}

// A gateway that is not public itself may name others that are not, and its own host in any case.
bool Downloads::may_be_private(const std::string& url) const {
  if (!gateway_) return false;
  const auto address = http::parse_address(gateway_->host);
  const bool is_private =
      gateway_->is_loopback() || (address && !http::not_public(*address).empty());
  const auto link = http::parse_link(url);
  return is_private || (link && link->host == gateway_->host);
}

bool Downloads::begin(File& file, const http::Reply& head) {
  if (is_redirect(head.status)) return false;
  try {
    file.step = next_step(file.held, head);
    using Kind = Step::Kind;
    if (file.step.kind == Kind::ask_anew) start_over(file);
    if (file.step.kind != Kind::append && file.step.kind != Kind::rewrite) return false;
    const std::uint64_t total = file.step.total.value_or(0);
    must_not_meet_other(file, head);
    must_not_exceed_limit(file, total);
    if (!file.refusal.empty()) return false;
    open_part(file);
    if (file.step.kind == Kind::rewrite) start_over(file);
    if (file.file->size() != file.held.bytes) {
      file.refusal = "another program has changed the part";
      return false;
    }
    if (total > file.held.bytes) must_have_room(file, total - file.held.bytes);
    file.held.total = file.step.total;
    file.held.validators = file.step.validators;
    if (file.video.etag != file.held.validators.etag ||
        file.video.bytes != static_cast<std::int64_t>(total)) {
      file.video.etag = file.held.validators.etag;
      file.video.bytes = static_cast<std::int64_t>(total);
      listener_->part_begun(file.task, file.video);
    }
    return true;
  } catch (const system::NotOurs& error) {
    file.is_final = true;
    file.refusal = error.english();
    return false;
  } catch (const Error& error) {
    disk_fault_ = {error.english(), error.what()};
    return false;
  }
}

// A name that is taken is noticed before its bytes are fetched, where the server says what they
// are. A file of the announced size may be the same: a run that was killed may have left it.
void Downloads::must_not_meet_other(File& file, const http::Reply& head) {
  const std::string_view extension = extension_for(head.header("content-type"));
  if (!file.step.total || extension.empty()) return;
  const std::string name = fmt::format("{}.{}", file.stem, extension);
  if (folder_.size_of(name) == file.step.total || !folder_.has(name)) return;
  file.is_final = true;
  file.refusal = other_file(name);
}

std::string Downloads::other_file(const std::string& name) const {
  return fmt::format(
      "{}/{} is there already, and is another file; move it away, or choose another folder",
      folder_.path(), name);
}

void Downloads::open_part(File& file) {
  if (!file.file) file.file = folder_.open(file.part);
}

void Downloads::must_not_exceed_limit(File& file, std::uint64_t bytes) const {
  if (!settings_.max_bytes || bytes <= *settings_.max_bytes) return;
  file.is_final = true;
  file.refusal =
      fmt::format("it has more than the {} bytes that --max-file allows", *settings_.max_bytes);
}

void Downloads::must_have_room(const File& file, std::uint64_t more) {
  const std::uint64_t room = folder_.free_bytes();
  if (room >= more) return;
  throw Error(ExitCode::disk, in_both([&] {
                return tr("{} has room for {} bytes, and {} needs {} more", folder_.path(), room,
                          file.stem, more);
              }));
}

bool Downloads::take(File& file, std::string_view bytes) {
  const std::uint64_t size = file.held.bytes + bytes.size();
  if (file.held.total && size > *file.held.total) {
    file.refusal = fmt::format("the server sent more than the {} bytes that it had announced",
                               *file.held.total);
    return false;
  }
  if (file.step.ends && size > *file.step.ends) {
    file.refusal = "the server sent more than the part that it had announced";
    return false;
  }
  must_not_exceed_limit(file, size);
  if (!file.refusal.empty()) return false;
  try {
    file.file->append(bytes);
    if (file.held.bytes == 0) file.sum.emplace();
    if (file.sum && file.sum->bytes == file.held.bytes) {
      file.sum->sum.add(bytes);
      file.sum->bytes = size;
    }
    file.held.bytes = size;
    bytes_ += bytes.size();
    must_look_like_video(file, size - bytes.size());
  } catch (const Error& error) {
    disk_fault_ = {error.english(), error.what()};
    return false;
  }
  return file.refusal.empty();
}

// An endless page would fill the disk.
void Downloads::must_look_like_video(File& file, std::uint64_t before) {
  constexpr std::uint64_t enough = 4096;
  if (before >= enough || file.held.bytes < enough) return;
  const Container container = container_of(
      file.held.bytes, false,
      [&file](std::uint64_t at, std::size_t count) { return file.file->read(at, count); });
  if (container.extension.empty()) file.refusal = "it is no video: it is " + container.fault;
}

void Downloads::ended(File& file, const http::Reply& reply) {
  if (!disk_fault_.empty()) return lose_disk(disk_fault_);
  use_disk(file, [&] { settle(file, reply); });
}

void Downloads::settle(File& file, const http::Reply& reply) {
  if (is_redirect(reply.status)) return follow(file, reply);
  using Kind = Step::Kind;
  const bool has_body = file.step.kind == Kind::append || file.step.kind == Kind::rewrite;
  if (reply.status == 0) return fail_try(file, reply.fault);
  const bool is_gateway = sends_key(file.url);
  if (is_about_link(reply.status, is_gateway))
    return ask_for_link(file, fmt::format("the link answers {}", reply.status));
  if (file.step.kind == Kind::complete) return check(file);
  if (file.step.kind == Kind::ask_anew)
    return fail_try(file, "the server " + file.step.why, short_pause);
  if (!has_body) {
    const auto asked = api::read_retry_after(reply, clock_.date());
    if (asked && asked->wait > long_pause && file.tries + 1 < most_tries)
      listener_->must_wait(file.task, asked->wait);
    return fail_try(file, "the server " + file.step.why,
                    asked ? std::optional(asked->wait) : std::nullopt);
  }
  if (!file.refusal.empty()) return refuse(file, file.refusal);
  const bool is_short = file.held.total && file.held.bytes < *file.held.total;
  if (reply.transfer == http::Transfer::complete && !is_short) return check(file);
  file.starts.ended(file.held.bytes, reply.elapsed);
  const std::string fault = reply.fault.empty() ? "the server ended it early" : reply.fault;
  if (file.starts.are_stuck()) {
    const std::string cause = file.starts.cause();
    file.starts = {};
    return fail_try(file, cause.empty() ? fault : fmt::format("{} ({})", cause, fault));
  }
  // It got on: that is no failed try.
  file.last_failure = fault;
  leave_wire(file);
  file.due = clock_.now() + short_pause;
}

void Downloads::follow(File& file, const http::Reply& reply) {
  const auto from = http::parse_link(file.url);
  const auto to = from ? http::redirect_target(*from, reply.header("location")) : std::nullopt;
  if (++file.redirects > most_redirects)
    return fail_try(file, fmt::format("it was sent on more than {} times", most_redirects));
  if (reply.header("location").empty())
    return fail_try(file, "the server sends it on and does not say where");
  if (!to) return fail_try(file, "the server sends it on to an address that cannot be read");
  if (from->scheme == "https" && to->scheme != "https")
    return fail_try(file, "the server sends it on from https to http");
  file.url = to->text;
  send(file);
}

void Downloads::check(File& file) {
  open_part(file);
  const std::uint64_t size = file.file->size();
  const Container container = container_of(
      size, file.held.total.has_value(),
      [&file](std::uint64_t at, std::size_t count) { return file.file->read(at, count); });
  if (!container.is_whole()) return refuse(file, "it is no whole video: it is " + container.fault);
  file.name = file.stem + '.' + container.extension;
  file.video.bytes = static_cast<std::int64_t>(size);
  file.is_under_way = false;
  --under_way_;
  to_seal_.push_back(files_.at(file.task));
  seal_what_waits();
}

void Downloads::seal_what_waits() {
  try {
    for (;;) {
      if (worker_.has_ended()) place_or_leave();
      if (to_seal_.empty() || worker_.is_busy() || !disk_fault_.empty()) return;
      worker_.begin([file = to_seal_.front()] { seal(*file); });
    }
  } catch (const Error& error) {
    lose_disk({error.english(), error.what()});
  }
}

// On the worker: nobody else touches the file meanwhile.
void Downloads::seal(File& file) {
  const bool has_sum = file.sum && file.sum->bytes == file.file->size();
  file.video.sha256 = has_sum ? file.sum->sum.hex() : sum_of(*file.file);
  file.file->sync();
}

void Downloads::place_or_leave() {
  const std::shared_ptr<File> file = to_seal_.front();
  to_seal_.pop_front();
  use_disk(*file, [&] { place(file); });
}

void Downloads::place(const std::shared_ptr<File>& file) {
  if (!disk_fault_.empty()) return;
  if (!file->file->is_in_place()) {
    file->name.clear();
    return fail_try(*file, "another program has changed the part");
  }
  if (!folder_.rename(file->part, file->name)) {
    // Killed before it was written down, a run leaves the same file.
    if (!is_same_file(*file)) {
      file->is_final = true;
      return fail_try(*file, other_file(file->name));
    }
    folder_.remove(file->part);
  }
  folder_.sync();
  file->video.path = folder_.path() + '/' + file->name;
  file->video.host = settings_.host;
  file->video.etag.clear();
  file->video.error.clear();
  ++fetched_;
  files_.erase(file->task);
  listener_->fetched(file->task, file->video);
}

bool Downloads::is_same_file(const File& file) {
  if (folder_.size_of(file.name) != static_cast<std::uint64_t>(file.video.bytes)) return false;
  const auto other = folder_.open_to_read(file.name);
  return other && sum_of(*other) == file.video.sha256;
}

void Downloads::take_data_link(File& file) {
  const auto data = http::parse_data_link(file.url);
  file.is_final = !data;
  if (!data) return fail_try(file, "its data: link cannot be read");
  must_not_exceed_limit(file, data->bytes.size());
  if (!file.refusal.empty()) return refuse(file, file.refusal);
  open_part(file);
  start_over(file);
  must_have_room(file, data->bytes.size());
  file.file->append(data->bytes);
  file.held.bytes = data->bytes.size();
  file.held.total = data->bytes.size();
  bytes_ += data->bytes.size();
  check(file);
}

void Downloads::fail_try(File& file, std::string why, std::optional<Duration> pause) {
  redactor_.redact(why);  // a body may quote the key that it was asked with
  file.last_failure = std::move(why);
  leave_wire(file);
  if (++file.tries >= most_tries || file.is_final) {
    const auto ended = files_.extract(file.task).mapped();
    return listener_->not_fetched(ended->task, ended->last_failure);
  }
  const Duration doubled = first_pause * (1 << (file.tries - 1));
  file.due = clock_.now() + std::max(doubled, pause.value_or(Duration::zero()));
}

void Downloads::refuse(File& file, const std::string& why) {
  if (file.file) start_over(file);  // what is empty does not stay
  fail_try(file, why);
}

void Downloads::start_over(File& file) {
  if (file.file) file.file->clear();
  file.held = {};
  file.sum.reset();
  file.video.etag.clear();
  file.video.bytes = 0;
}

void Downloads::leave_wire(File& file) {
  if (file.file && file.held.bytes == 0) folder_.remove(file.part);
  file.file.reset();
  if (std::exchange(file.is_under_way, false)) --under_way_;
}

void Downloads::ask_for_link(File& file, std::string why) {
  if (std::exchange(file.had_new_link, true)) return fail_try(file, std::move(why));
  file.last_failure = std::move(why);
  leave_wire(file);
  file.waits_for_link = true;
  listener_->needs_link(file.task);
}

// Parts stay where they are. What is under way ends as its sink refuses.
void Downloads::lose_disk(const Sentence& why) {
  disk_fault_ = why;
  under_way_ = 0;
  for (const auto& [task, file] : std::exchange(files_, {}))
    listener_->not_fetched(task, why.english);
}

}  // namespace shotlist::collect
