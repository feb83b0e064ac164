#pragma once
// Looks at tasks until they end, and has their videos fetched.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/endpoint.h"
#include "api/video_answer.h"
#include "collect/downloads.h"
#include "collect/expectations.h"
#include "collect/polls.h"
#include "collect/task.h"
#include "http/transport.h"
#include "ledger/ledger.h"
#include "submit/companion.h"
#include "submit/observer.h"
#include "submit/stop_rule.h"
#include "system/clock.h"
#include "system/random.h"

namespace shotlist::collect {

struct CollectSettings {
  PollSettings polls;
  std::set<VideoStatus> again;                         ///< ends that are asked about anew
  std::unordered_map<std::string, std::string> stems;  ///< names of the files, by row
  std::function<void()>
      write_results;  ///< from the ledger, in which everything is durable; or null
};

/// The environment, all borrowed.
struct CollectWorld {
  system::Clock& clock;
  system::Random& random;
  http::Transport& transport;
};

/// Looks at each task until it ends, notes in the ledger what became of it, and passes videos on to
/// be downloaded. Never submits anything. What is known stays: an end is only replaced by a video.
class Collector final : public submit::Companion, public DownloadListener {
 public:
  /// Everything except the tasks, the settings and `endpoint` is borrowed. `downloads` may be null:
  /// then only links are collected.
  Collector(std::vector<Task> tasks, CollectSettings settings, api::Endpoint endpoint,
            Expectations expectations, ledger::Ledger& ledger, CollectWorld world,
            submit::Observer& observer, Downloads* downloads);

  // Companion
  void created(const Request& request, const std::string& entry, const Outcome& outcome,
               Moment now) override;
  Moment next() override;
  void start(std::uint64_t ticket, Moment now) override;
  Outcome take(const http::Reply& reply, Moment now) override;
  Moment turn(Moment now, bool is_submitting) override;
  std::size_t unfinished() const override { return polls_.unfinished(); }
  bool is_over() const override;
  void stop() override;
  submit::Collecting tell() const override;

  // DownloadListener
  void fetched(std::size_t task, const Video& file) override;
  void part_begun(std::size_t task, const Video& part) override;
  void not_fetched(std::size_t task, const std::string& why) override;
  void must_wait(std::size_t task, Duration pause) override;
  void needs_link(std::size_t task) override;

  /// All tasks, with what is known of their videos now.
  const std::vector<Task>& tasks() const { return tasks_; }

  /// Whether the server did not know some tasks, and knew none.
  bool knows_none() const { return polls_.knows_none(); }

  /// Why it ended before all tasks did; `ok` if it did not.
  const submit::RunEnd& end() const { return end_; }

 private:
  void add(std::size_t task, Moment now);
  Moment ask_to_look(Moment now);
  bool take_grant(std::size_t task, Moment now);
  void put_back(std::size_t task, Moment at);
  bool is_known_to_be_over(std::size_t task, const std::optional<Video>& known);
  void end_look(std::size_t task);
  void learn(std::size_t number, const api::VideoAnswer& answer, const http::Reply& reply,
             Finding finding);
  bool wants_file(std::size_t task) const;
  void begin_download(std::size_t task, const std::string& link, std::optional<Date> link_ends);
  std::string link_of(const Task& task, const api::VideoAnswer& answer) const;
  void take_link(std::size_t number, const api::VideoAnswer& answer, Moment now);
  void fetch_from(std::size_t task, const api::VideoAnswer& answer, bool has_download);
  void lack_link(std::size_t task, bool has_download, const std::string& why);
  void count(VideoStatus before, VideoStatus after);
  void note(std::size_t task, std::optional<std::string> reply = {});
  Moment write_results_if_due(Moment now);
  void tell_silence(const api::VideoAnswer& answer);
  void tell_word(const Task& task, const api::VideoAnswer& answer);
  void tell_unreadable(std::size_t task, const api::VideoAnswer& answer);

  /// A task that is asked only for a new link.
  struct LinkWish {
    int missed = 0;             ///< answers
    bool has_download = false;  ///< one waits for it; else one begins with it
  };

  std::vector<Task> tasks_;
  CollectSettings settings_;
  api::Endpoint endpoint_;
  Expectations expectations_;
  ledger::Ledger& ledger_;
  CollectWorld world_;
  submit::Observer& observer_;
  Downloads* downloads_;
  Polls polls_;
  std::vector<std::size_t> asked_;  ///< tasks that a shared ledger was asked for
  std::deque<std::pair<Moment, std::size_t>> granted_;    ///< by it, with the time of the look
  std::set<std::size_t> fetching_;                        ///< tasks whose video is being fetched
  std::unordered_map<std::uint64_t, std::size_t> looks_;  ///< tasks by ticket
  std::map<std::size_t, LinkWish> for_link_;              ///< by task
  std::set<std::string> words_;                           ///< unknown status words that were told
  submit::Collecting tally_;
  std::map<std::size_t, int> unreadable_;  ///< answers in a row, by task, until that is told
  bool is_unreadable_told_ = false;
  bool is_stopped_ = false;
  bool is_hold_told_ = false;
  bool has_news_ = false;   ///< since the results were written
  Moment results_due_;      ///< not written again before this
  std::size_t missed_ = 0;  ///< looks in a row without an answer
  submit::RunEnd end_;
};

}  // namespace shotlist::collect
