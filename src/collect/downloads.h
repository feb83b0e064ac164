#pragma once
// Fetches videos into a folder: each whole or not there, and none twice.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/endpoint.h"
#include "base/redactor.h"
#include "base/sentence.h"
#include "base/time.h"
#include "collect/resume.h"
#include "http/fetcher.h"
#include "http/url.h"
#include "model/video.h"
#include "system/background_work.h"
#include "system/clock.h"
#include "system/folder.h"

namespace shotlist::collect {

struct DownloadSettings {
  std::size_t jobs = 4;                    ///< files at a time
  std::optional<std::uint64_t> max_bytes;  ///< of one file
  std::string host;                        ///< the name of this machine
};

/// Told what became of each file. A task is named by its number, as in `Downloads::add`.
class DownloadListener {
 public:
  virtual ~DownloadListener() = default;

  /// The file is in its place and synced: `file` has path, bytes and sum.
  virtual void fetched(std::size_t task, const Video& file) = 0;

  /// The length and the tag of a file became known: a later run needs them to continue.
  virtual void part_begun(std::size_t task, const Video& part) = 0;

  /// It was tried often enough. `why` is not disarmed.
  virtual void not_fetched(std::size_t task, const std::string& why) = 0;

  /// The server asks for a pause before the next try.
  virtual void must_wait(std::size_t task, Duration pause) = 0;

  /// The link has ended; one call of `renew` or `give_up` answers.
  virtual void needs_link(std::size_t task) = 0;
};

/// A link goes where its server says it is: the key goes along only to the origin of the gateway.
/// Redirects are followed by hand, at most five. A body that is no whole video is a failed try like
/// any other. After five tries, with doubling pauses, or without room on the disk, the part stays.
///
/// What has arrived is summed and synced by a worker, so that the other files keep the line busy.
class Downloads {
 public:
  static constexpr int most_tries = 5;
  static constexpr int most_redirects = 5;

  /// `endpoint` is the gateway's. The other objects are borrowed.
  Downloads(const DownloadSettings& settings, api::Endpoint endpoint, system::Folder& folder,
            http::Fetcher& fetcher, system::Clock& clock, system::Worker& worker);
  ~Downloads();

  /// Must be called once, before anything else. Borrowed.
  void listen(DownloadListener& listener) { listener_ = &listener; }

  /// A video to fetch from `video.url` into `stem` and the extension of its format. `task_id`
  /// names the part. `link_ends` is when the link ends, if that is known.
  void add(std::size_t task, const std::string& task_id, const std::string& stem,
           const Video& video, std::optional<Date> link_ends);

  void renew(std::size_t task, const std::string& url, std::optional<Date> link_ends);
  void give_up(std::size_t task, const std::string& why);

  /// Starts what may start. Returns the latest moment for the next call, before which the caller
  /// looks whether it is over. Throws nothing: a failing
  /// disk ends the downloads, see `disk_fault`.
  Moment turn(Moment now);

  /// Leaves everything where it is, but for the file that is being synced: that is waited for.
  void stop();

  bool is_over() const { return files_.empty(); }

  std::size_t left() const { return files_.size(); }
  std::size_t fetched() const { return fetched_; }
  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t bytes_left() const;

  /// Why nothing more is fetched: the disk is full or failed. Empty if it works.
  const Sentence& disk_fault() const { return disk_fault_; }

 private:
  struct File;
  struct RunningSum;
  class Sink;

  void start(File& file, Moment now);
  template <typename Use>
  bool use_disk(File& file, const Use& use);
  void look_at_part(File& file);
  void send(File& file);
  bool begin(File& file, const http::Reply& head);
  bool take(File& file, std::string_view bytes);
  void ended(File& file, const http::Reply& reply);
  void follow(File& file, const http::Reply& reply);
  void settle(File& file, const http::Reply& reply);
  void check(File& file);
  void seal_what_waits();
  static void seal(File& file);
  void place_or_leave();
  void place(const std::shared_ptr<File>& file);
  bool is_same_file(const File& file);
  std::string other_file(const std::string& name) const;
  void refuse(File& file, const std::string& why);
  void take_data_link(File& file);
  void fail_try(File& file, std::string why, std::optional<Duration> pause = {});
  void start_over(File& file);
  void open_part(File& file);
  void must_not_meet_other(File& file, const http::Reply& head);
  void must_not_exceed_limit(File& file, std::uint64_t bytes) const;
  void leave_wire(File& file);
  static void must_look_like_video(File& file, std::uint64_t before);
  void ask_for_link(File& file, std::string why);
  void lose_disk(const Sentence& why);
  bool sends_key(const std::string& url) const;
  bool may_be_private(const std::string& url) const;
  void must_have_room(const File& file, std::uint64_t more);

  DownloadSettings settings_;
  api::Endpoint endpoint_;
  std::optional<http::Url> gateway_;
  system::Folder& folder_;
  http::Fetcher& fetcher_;
  system::Clock& clock_;
  system::Worker& worker_;
  Redactor redactor_;
  DownloadListener* listener_ = nullptr;
  std::map<std::size_t, std::shared_ptr<File>> files_;  ///< not ended yet, by task
  std::size_t under_way_ = 0;
  std::deque<std::shared_ptr<File>> to_seal_;  ///< whole; the first may be with the worker
  std::size_t fetched_ = 0;
  std::uint64_t bytes_ = 0;
  Sentence disk_fault_;
  bool is_stopped_ = false;
};

/// When a link ends, from its own parameters: `se` (Azure), `Expires` (seconds), `X-Amz-Date` with
/// `X-Amz-Expires`; none if it does not say.
std::optional<Date> end_of_link(const std::string& url);

}  // namespace shotlist::collect
