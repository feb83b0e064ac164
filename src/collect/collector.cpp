#include "collect/collector.h"

#include <algorithm>
#include <utility>

#include "base/disarm.h"
#include "base/recorded_text.h"
#include "base/text.h"
#include "base/translation.h"
#include "collect/link.h"
#include "http/url.h"

namespace shotlist::collect {
namespace {

constexpr Duration results_pause = std::chrono::seconds(30);

// What an answer says about the pace. That a task failed is no sign of a busy server.
Outcome outcome_of(const api::VideoAnswer& answer, const http::Reply& reply) {
  Outcome outcome;
  outcome.http_status = reply.status;
  outcome.latency = reply.elapsed;
  outcome.retry_after = answer.wait;
  outcome.verdict = Verdict::accepted;
  if (answer.is_rate_limited) {
    outcome.verdict = Verdict::busy;
    outcome.error_class = ErrorClass::rate_limited;
  } else if (reply.status == 503) {
    outcome.verdict = Verdict::busy;
    outcome.error_class = ErrorClass::overloaded;
  } else if (reply.status == 0) {
    outcome.verdict = reply.bytes_left ? Verdict::unknown : Verdict::unsent;
    outcome.error_class = reply.bytes_left ? ErrorClass::dropped : ErrorClass::connect;
  }
  return outcome;
}

// By our clock: the server's may be wrong.
Date ended_at(const api::VideoAnswer& answer, const http::Reply& reply, Date now, Date sent_at) {
  if (!answer.finished_at) return now;
  const Date ended = now - (reply.date(now) - *answer.finished_at);
  return ended > sent_at && ended <= now ? ended : now;
}

VideoStatus status_of(Finding finding) {
  switch (finding) {
    case Finding::completed:
      return VideoStatus::completed;
    case Finding::failed:
      return VideoStatus::failed;
    case Finding::expired:
      return VideoStatus::expired;
    case Finding::lost:
      return VideoStatus::lost;
    case Finding::unfinished:
    case Finding::given_up:
      break;
  }
  return VideoStatus::running;
}

}  // namespace

Collector::Collector(std::vector<Task> tasks, CollectSettings settings, api::Endpoint endpoint,
                     Expectations expectations, ledger::Ledger& ledger, CollectWorld world,
                     submit::Observer& observer, Downloads* downloads)
    : tasks_(std::move(tasks)),
      settings_(std::move(settings)),
      endpoint_(std::move(endpoint)),
      expectations_(std::move(expectations)),
      ledger_(ledger),
      world_(world),
      observer_(observer),
      downloads_(downloads),
      polls_(settings_.polls) {
  if (downloads_ != nullptr) downloads_->listen(*this);
  const Moment now = world_.clock.now();
  results_due_ = now + results_pause;
  for (std::size_t task = 0; task < tasks_.size(); ++task)
    add(task, now);
}

void Collector::created(const Request& request, const std::string& entry, const Outcome& outcome,
                        Moment now) {
  Task& task = tasks_.emplace_back();
  task.row = request.id;
  task.id = outcome.task_id;
  task.body = request.body;
  task.sent_at = world_.clock.date();
  task.video.entry = entry;
  add(tasks_.size() - 1, now);
}

void Collector::add(std::size_t number, Moment now) {
  const Task& task = tasks_[number];
  const Video& video = task.video;
  count(VideoStatus::none, video.status);
  const bool is_done = video.status == VideoStatus::completed && !video.url.empty();
  if (is_done) {
    // In a shared ledger, another run may be at it.
    if (is_whole_link(video.url) && !ledger_.is_shared())
      return begin_download(number, video.url, std::nullopt);
    if (!wants_file(number)) return;
    for_link_[number] = {};
    return polls_.look_again(number, now);
  }
  const bool is_asked = !has_ended(video.status) || settings_.again.count(video.status) > 0 ||
                        video.status == VideoStatus::completed;
  if (!is_asked) return;
  const Duration age = world_.clock.date() - task.sent_at;
  polls_.add(number, age, expectations_.of(task.body), now, world_.random.unit());
}

Moment Collector::next() {
  if (is_stopped_) return Moment::max();
  if (!ledger_.is_shared()) return polls_.next();
  return granted_.empty() ? Moment::max() : granted_.front().first;
}

// A few at a time, so that the tasks are shared out among all who look. Returns when to come back.
Moment Collector::ask_to_look(Moment now) {
  constexpr std::size_t most = 16;
  constexpr Duration most_late = std::chrono::milliseconds(100);
  bool is_news = std::erase_if(asked_, [&](std::size_t task) { return take_grant(task, now); }) > 0;
  // A look that leaves much later than granted comes too close to others.
  for (; !granted_.empty() && granted_.front().first < now - most_late; granted_.pop_front())
    put_back(granted_.front().second, now);
  while (asked_.size() + granted_.size() < most && polls_.next() <= now) {
    const std::size_t task = polls_.take(now);
    ledger_.ask_to_look(tasks_[task].video.entry, polls_.interval() * 4 / 5);
    asked_.push_back(task);
    is_news = true;
  }
  if (is_news) return now;
  return asked_.size() + granted_.size() < most ? polls_.next() : Moment::max();
}

// Returns false if there is no answer yet.
bool Collector::take_grant(std::size_t task, Moment now) {
  using Answer = ledger::Grant::Answer;
  const auto grant = ledger_.take_look(tasks_[task].video.entry);
  if (!grant) return false;
  if (is_known_to_be_over(task, grant->video)) {
    end_look(task);
    for_link_.erase(task);
    polls_.drop(task);
  } else if (grant->answer == Answer::granted) {
    granted_.emplace_back(grant->at, task);
  } else {
    put_back(task, std::max(now, grant->at));
  }
  return true;
}

// Another run may be at it without an end.
void Collector::put_back(std::size_t task, Moment at) {
  if (polls_.put_back(task, at)) return;
  if (const auto wish = for_link_.extract(task)) {
    lack_link(task, wish.mapped().has_download, "another run is at it");
  } else {
    ++tally_.given_up;
  }
}

// Takes over what another run has found.
bool Collector::is_known_to_be_over(std::size_t task, const std::optional<Video>& known) {
  Video& video = tasks_[task].video;
  if (!known || (known->status == video.status && known->path == video.path)) return false;
  count(video.status, known->status);
  video = *known;
  has_news_ = true;
  return has_ended(video.status) && (video.status != VideoStatus::completed || !wants_file(task));
}

void Collector::end_look(std::size_t task) {
  if (fetching_.count(task) == 0) ledger_.release_task(tasks_[task].video.entry);
}

void Collector::start(std::uint64_t ticket, Moment now) {
  std::size_t task = 0;
  if (ledger_.is_shared()) {
    task = granted_.front().second;
    granted_.pop_front();
  } else {
    task = polls_.take(now);
  }
  looks_[ticket] = task;
  world_.transport.start(ticket, {api::query_envelope(endpoint_, tasks_[task].id), {}});
}

Outcome Collector::take(const http::Reply& reply, Moment now) {
  const std::size_t number = looks_.extract(reply.ticket).mapped();
  const api::VideoAnswer answer = api::read_video_answer(reply, world_.clock.date());
  tell_word(tasks_[number], answer);
  tell_silence(answer);
  tell_unreadable(number, answer);
  const Finding finding = polls_.settled(number, answer, now, world_.random.unit());
  if (for_link_.count(number) > 0) {
    take_link(number, answer, now);
  } else {
    learn(number, answer, reply, finding);
  }
  end_look(number);
  if (polls_.stop() && end_.code == ExitCode::ok) {
    end_ = *polls_.stop();
    observer_.told(in_both([&] { return tr("stopped: ") + disarm(spoken(end_.why)); }));
    // No answer will bring them.
    for (const auto& [waiting, wish] : std::exchange(for_link_, {}))
      lack_link(waiting, wish.has_download, "no look is answered");
  }
  return outcome_of(answer, reply);
}

void Collector::take_link(std::size_t number, const api::VideoAnswer& answer, Moment now) {
  constexpr int most_missed = 3;
  LinkWish& wish = for_link_[number];
  if (answer.kind == api::VideoAnswer::Kind::missed && ++wish.missed < most_missed)
    return polls_.look_again(number, now + settings_.polls.every);
  const bool has_download = wish.has_download;
  for_link_.erase(number);
  const std::string link = link_of(tasks_[number], answer);
  if (answer.kind != api::VideoAnswer::Kind::completed || link.empty())
    return lack_link(number, has_download, "the server has no other link");
  tasks_[number].video.url = link_to_store(link);
  note(number);
  fetch_from(number, answer, has_download);
}

void Collector::lack_link(std::size_t task, bool has_download, const std::string& why) {
  has_download ? downloads_->give_up(task, why) : not_fetched(task, why);
}

// The key goes nowhere but to the gateway, even in a link that the gateway made.
void Collector::fetch_from(std::size_t number, const api::VideoAnswer& answer, bool has_download) {
  if (!wants_file(number)) return;
  std::string link = link_of(tasks_[number], answer);
  if (!answer.url_with_key.empty()) {
    link = answer.url_with_key.reveal();
    const auto to = http::parse_link(link);
    const auto gateway = http::parse_url(endpoint_.base_url);
    if (!to || !gateway || !http::same_origin(*to, *gateway)) {
      return lack_link(number, has_download,
                       "its link holds the key, and leads to another host than the gateway's");
    }
  }
  if (!has_download) return begin_download(number, link, answer.expires_at);
  downloads_->renew(number, link, answer.expires_at);
}

void Collector::learn(std::size_t number, const api::VideoAnswer& answer, const http::Reply& reply,
                      Finding finding) {
  Task& task = tasks_[number];
  Video& video = task.video;
  const Date now = world_.clock.date();
  using Kind = api::VideoAnswer::Kind;
  const bool is_known = answer.kind != Kind::missed && answer.kind != Kind::no_service &&
                        answer.kind != Kind::unknown_task;
  if (finding == Finding::given_up) ++tally_.given_up;
  if (finding == Finding::unfinished || finding == Finding::given_up) {
    // What is known to have ended comes to life again only if the user doubts the end.
    const bool is_doubted = settings_.again.count(video.status) > 0 &&
                            answer.kind == Kind::running && answer.is_known_status;
    if (!is_known || video.status == VideoStatus::running) return;
    if (has_ended(video.status) && !is_doubted) return;
    count(video.status, VideoStatus::running);
    video.error.clear();
    video.ended_at.reset();
    video.status = VideoStatus::running;
    video.asked_at = now;
    return note(number);
  }
  const VideoStatus status = status_of(finding);
  if (has_ended(video.status) && status != VideoStatus::completed) return;
  count(video.status, status);
  video.status = status;
  if (is_known) video.asked_at = now;
  video.error = status == VideoStatus::completed ? std::string() : answer.error;
  if (status == VideoStatus::lost) video.error = "the server does not know the task";
  video.ended_at = ended_at(answer, reply, now, task.sent_at);
  if (status == VideoStatus::completed) {
    expectations_.learn(task.body, *video.ended_at - task.sent_at);
    video.url = link_to_store(link_of(task, answer));
    if (video.url.empty()) {
      observer_.told(in_both([&] {
        return tr(
            "{}: the task is completed, but the server names no link to its "
            "video",
            disarm(task.row));
      }));
    }
    if (answer.further_videos > 0) {
      observer_.told(in_both([&] {
        return tr(
            "{}: the task has {} more; they are in the answer that the ledger "
            "keeps",
            disarm(task.row), counted(answer.further_videos, "video"));
      }));
    }
  }
  note(number, answer.raw);
  observer_.collected(task.row, task.id, video);
  if (status == VideoStatus::completed && !video.url.empty()) fetch_from(number, answer, false);
}

bool Collector::wants_file(std::size_t task) const {
  return downloads_ != nullptr && tasks_[task].video.path.empty() &&
         settings_.stems.count(tasks_[task].row) > 0;
}

void Collector::begin_download(std::size_t number, const std::string& link,
                               std::optional<Date> link_ends) {
  if (!wants_file(number)) return;
  const Task& task = tasks_[number];
  Video video = task.video;
  video.url = link;
  fetching_.insert(number);
  downloads_->add(number, task.id, settings_.stems.at(task.row), video, link_ends);
}

std::string Collector::link_of(const Task& task, const api::VideoAnswer& answer) const {
  return answer.url.empty() ? api::content_url(endpoint_, task.id) : answer.url;
}

void Collector::note(std::size_t task, std::optional<std::string> reply) {
  has_news_ = true;
  ledger_.note(tasks_[task].video, std::move(reply));
}

// The word may be one that a newer gateway has for an end.
void Collector::tell_word(const Task& task, const api::VideoAnswer& answer) {
  if (answer.is_known_status || answer.status.empty() || !words_.insert(answer.status).second)
    return;
  observer_.told(in_both([&] {
    return tr(
        "{}: the server calls the task \"{}\", a word that is not known here; "
        "it counts as running",
        disarm(task.row), disarm(answer.status));
  }));
}

// Said once, when it is no accident any more.
void Collector::tell_silence(const api::VideoAnswer& answer) {
  constexpr std::size_t told_after = 3;
  if (answer.kind != api::VideoAnswer::Kind::missed) {
    missed_ = 0;
  } else if (++missed_ == told_after) {
    observer_.told(in_both([&] {
      return tr(
          "no look is answered: {}; tasks are asked again, and none is given "
          "up for it",
          disarm(answer.error));
    }));
  }
}

// Said once, of a task that would wait for its end in vain.
void Collector::tell_unreadable(std::size_t task, const api::VideoAnswer& answer) {
  constexpr int told_after = 2;
  if (is_unreadable_told_) return;
  const bool is_unreadable = answer.kind == api::VideoAnswer::Kind::missed &&
                             answer.error_class == ErrorClass::bad_response;
  if (!is_unreadable) {
    unreadable_.erase(task);
  } else if (++unreadable_[task] == told_after) {
    is_unreadable_told_ = true;
    unreadable_.clear();
    observer_.told(in_both([&] {
      return tr(
          "{}: the answers about the task cannot be read: {}; it is asked again until patience "
          "ends",
          disarm(tasks_[task].row), disarm(answer.error));
    }));
  }
}

Moment Collector::turn(Moment now, bool is_submitting) {
  const auto held = polls_.held_until();
  if (!held) is_hold_told_ = false;
  if (held && !std::exchange(is_hold_told_, true)) {
    observer_.told(in_both([&] {
      return tr(
          "the server gave no answer to the last {} looks; nothing is asked "
          "for a while",
          Polls::most_missed);
    }));
  }
  if (is_stopped_) return Moment::max();
  Moment next = downloads_ == nullptr ? Moment::max() : downloads_->turn(now);
  if (ledger_.is_shared()) next = std::min(next, ask_to_look(now));
  return is_submitting ? next : std::min(next, write_results_if_due(now));
}

// For those who look at the file meanwhile. A large one must not take more than a little of the
// time: nothing else goes on while it is written.
Moment Collector::write_results_if_due(Moment now) {
  constexpr int share = 50;
  if (!has_news_ || !settings_.write_results) return Moment::max();
  if (now < results_due_) return results_due_;
  has_news_ = false;
  ledger_.commit();
  settings_.write_results();
  const Moment written = world_.clock.now();
  results_due_ = written + std::max<Duration>(results_pause, share * (written - now));
  return Moment::max();
}

bool Collector::is_over() const {
  if (is_stopped_) return true;
  const bool is_asked_out = polls_.unfinished() == 0 || polls_.stop().has_value();
  return is_asked_out && for_link_.empty() && (downloads_ == nullptr || downloads_->is_over());
}

void Collector::stop() {
  if (std::exchange(is_stopped_, true)) return;
  if (downloads_ != nullptr) downloads_->stop();
}

void Collector::count(VideoStatus before, VideoStatus after) {
  const auto counter = [this](VideoStatus status) -> std::size_t& {
    return status == VideoStatus::completed ? tally_.completed : tally_.ended_badly;
  };
  if (has_ended(before)) --counter(before);
  if (has_ended(after)) ++counter(after);
}

submit::Collecting Collector::tell() const {
  submit::Collecting tally = tally_;
  tally.running = polls_.unfinished();
  if (downloads_ != nullptr) {
    tally.files = downloads_->fetched();
    tally.to_fetch = downloads_->left();
    tally.bytes = downloads_->bytes();
    tally.bytes_left = downloads_->bytes_left();
  }
  return tally;
}

void Collector::fetched(std::size_t task, const Video& file) {
  Video& video = tasks_[task].video;
  const std::string link = std::exchange(video, file).url;
  video.url = link;
  note(task);
  observer_.collected(tasks_[task].row, tasks_[task].id, video);
  fetching_.erase(task);
  end_look(task);
}

void Collector::part_begun(std::size_t task, const Video& part) {
  tasks_[task].video.etag = part.etag;
  tasks_[task].video.bytes = part.bytes;
  note(task);
}

// The task is as good as before: only its file is missing.
void Collector::not_fetched(std::size_t task, const std::string& why) {
  Task& known = tasks_[task];
  known.video.error = why;
  note(task);
  fetching_.erase(task);
  end_look(task);
  observer_.told(in_both([&] {
    return tr("{}: the video was not fetched: {}", disarm(known.row), disarm(spoken_text(why)));
  }));
}

void Collector::must_wait(std::size_t task, Duration pause) {
  observer_.told(in_both([&] {
    return tr("{}: the server of the video asks for a pause of {}", disarm(tasks_[task].row),
              to_text(pause));
  }));
}

void Collector::needs_link(std::size_t task) {
  if (polls_.stop()) return downloads_->give_up(task, "no look is answered");
  for_link_[task] = {0, true};
  polls_.look_again(task, world_.clock.now());
}

}  // namespace shotlist::collect
