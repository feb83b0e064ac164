#include "collect/polls.h"

#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::polls_test {
namespace {

using namespace std::chrono_literals;
using api::VideoAnswer;
using collect::Expectation;
using collect::Finding;
using collect::Polls;
using collect::PollSettings;
using Kind = VideoAnswer::Kind;

constexpr Expectation usual{100s, 300s};
const Moment start = Moment(1h);

VideoAnswer says(Kind kind, const std::string& url = {}) {
  VideoAnswer answer;
  answer.kind = kind;
  answer.url = url;
  answer.error = "as the server said";
  return answer;
}

/// Looks at a task as soon as it is due, with that answer; returns when.
Moment look(Polls& polls, const VideoAnswer& answer, Finding* finding = nullptr,
            double chance = 0.5) {
  const Moment at = polls.next();
  const std::size_t task = polls.take(at);
  const Finding found = polls.settled(task, answer, at, chance);
  if (finding != nullptr) *finding = found;
  return at;
}

}  // namespace

TEST_CASE(
    "The first look is when a fifth of such tasks has ended, the others follow --poll-every") {
  Polls polls({});
  polls.add(0, 40s, usual, start, 0);
  CHECK(look(polls, says(Kind::running)) == start + 60s);
  CHECK(look(polls, says(Kind::running)) == start + 90s);
  CHECK(polls.next() == start + 120s);
}

TEST_CASE("With --poll-every, the first look is at most that long after the start") {
  PollSettings settings;
  settings.every = 10s;
  settings.every_is_given = true;
  Polls polls(settings);
  polls.add(0, 0s, usual, start, 0.5);
  CHECK(polls.next() == start + 5s);
}

TEST_CASE("Tasks of an earlier run are asked at once, the oldest first") {
  Polls polls({});
  polls.add(0, 1h, usual, start, 0);
  polls.add(1, 5h, usual, start, 0);
  polls.add(2, -1h, usual, start, 0);  // the clock was set back
  CHECK(polls.take(start) == 1);
  CHECK(polls.take(start) == 0);
  CHECK(polls.next() == start + 100s);
}

TEST_CASE("Looks are spread by 15 % either way, and become slower with age, up to five minutes") {
  Polls polls({});
  polls.add(0, 0s, {10s, 20s}, start, 0);
  Moment last = look(polls, says(Kind::running), nullptr, 0.0);
  CHECK(last == start + 10s);
  Moment at = look(polls, says(Kind::running), nullptr, 0.999999);
  CHECK(at - last == 25500ms);
  last = at;
  at = polls.next();
  CHECK(at - last > 51s);  // 45 s and 15 %
  CHECK(at - last < 52s);
  for (int i = 0; i < 9; ++i)
    last = look(polls, says(Kind::running));
  CHECK(polls.next() - last == 5min);
}

TEST_CASE("A task is asked no more often than the rate allows for all of them") {
  PollSettings settings;
  settings.pace.rate = Rate{60, 1min};
  Polls polls(settings);
  for (std::size_t task = 0; task < 10000; ++task)
    polls.add(task, 1h, usual, start, 0);
  CHECK(polls.interval() == 10000s);
  const Moment at = polls.next();
  const std::size_t task = polls.take(at);
  polls.settled(task, says(Kind::running), at, 0.5);
  for (std::size_t i = 1; i < 10000; ++i)
    polls.take(at);
  CHECK(polls.next() - at == 10000s);
}

TEST_CASE("What the server asks to wait is waited") {
  Polls polls({});
  polls.add(0, 200s, usual, start, 0);
  VideoAnswer later = says(Kind::running);
  later.wait = 4min;
  const Moment at = look(polls, later);
  CHECK(polls.next() - at == 4min);
}

TEST_CASE("A missed answer never ends a task, and patience waits for three answers") {
  PollSettings settings;
  settings.patience = 10min;
  Polls polls(settings);
  polls.add(0, 0s, usual, start, 0);
  Finding finding = Finding::unfinished;
  Moment at = start;
  int looks = 0;
  for (; finding == Finding::unfinished; ++looks)
    at = look(polls, says(Kind::missed), &finding);
  CHECK(finding == Finding::given_up);
  CHECK(at >= start + 100s + 20min);  // twice the patience, without any answer
  CHECK(looks < 30);
  CHECK(polls.unfinished() == 0);

  Polls answered(settings);
  answered.add(0, 0s, usual, start, 0);
  finding = Finding::unfinished;
  while (finding == Finding::unfinished)
    at = look(answered, says(Kind::running), &finding);
  CHECK(finding == Finding::given_up);
  CHECK(at >= start + 100s + 10min);
  CHECK(at < start + 100s + 16min);
}

TEST_CASE("A slow rate does not use up the patience before a task was looked at three times") {
  PollSettings settings;
  settings.patience = 1min;
  settings.pace.rate = Rate{1, 1h};
  Polls polls(settings);
  polls.add(0, 1h, usual, start, 0);
  Finding finding = Finding::unfinished;
  look(polls, says(Kind::running), &finding);
  CHECK(finding == Finding::unfinished);
  look(polls, says(Kind::running), &finding);
  CHECK(finding == Finding::unfinished);
  look(polls, says(Kind::running), &finding);
  CHECK(finding == Finding::given_up);
}

TEST_CASE("A video without a link is looked for three more times") {
  Polls polls({});
  polls.add(0, 1h, usual, start, 0);
  Finding finding = Finding::unfinished;
  for (int i = 0; i < 3; ++i) {
    look(polls, says(Kind::completed), &finding);
    CHECK(finding == Finding::unfinished);
  }
  look(polls, says(Kind::completed), &finding);
  CHECK(finding == Finding::completed);
}

TEST_CASE("Each end is told, and the task is not asked again") {
  const std::vector<std::pair<Kind, Finding>> ends = {{Kind::completed, Finding::completed},
                                                      {Kind::failed, Finding::failed},
                                                      {Kind::expired, Finding::expired}};
  for (const auto& [kind, end] : ends) {
    Polls polls({});
    polls.add(0, 1h, usual, start, 0);
    Finding finding = Finding::unfinished;
    look(polls, says(kind, "https://videos.invalid/a.mp4"), &finding);
    CHECK(finding == end);
    CHECK(polls.next() == Moment::max());
    CHECK(polls.unfinished() == 0);
  }
}

TEST_CASE("A task is lost after three answers in a row, if the server knew another") {
  Polls polls({});
  polls.add(0, 5h, usual, start, 0);
  look(polls, says(Kind::completed, "https://videos.invalid/a.mp4"));
  polls.add(1, 5h, usual, start, 0);
  Finding finding = Finding::unfinished;
  look(polls, says(Kind::unknown_task), &finding);
  look(polls, says(Kind::unknown_task), &finding);
  look(polls, says(Kind::running), &finding);  // it is known after all
  look(polls, says(Kind::unknown_task), &finding);
  look(polls, says(Kind::missed), &finding);  // which says nothing
  look(polls, says(Kind::unknown_task), &finding);
  CHECK(finding == Finding::unfinished);
  look(polls, says(Kind::unknown_task), &finding);
  CHECK(finding == Finding::lost);
  CHECK_FALSE(polls.stop());
}

TEST_CASE("Five tasks that the server does not know mean a wrong key, and none is lost") {
  Polls polls({});
  for (std::size_t task = 0; task < 6; ++task)
    polls.add(task, 5h, usual, start, 0);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK_FALSE(polls.stop());
    Finding finding = Finding::lost;
    look(polls, says(Kind::unknown_task), &finding);
    CHECK(finding == Finding::unfinished);
  }
  REQUIRE(polls.stop());
  CHECK(polls.stop()->code == ExitCode::refused);
  CHECK(polls.next() == Moment::max());
}

TEST_CASE("Four tasks that the server does not know are lost after three answers each") {
  Polls polls({});
  for (std::size_t task = 0; task < 4; ++task)
    polls.add(task, 5h, usual, start, 0);
  std::size_t lost = 0;
  while (polls.unfinished() > 0) {
    Finding finding = Finding::unfinished;
    look(polls, says(Kind::unknown_task), &finding);
    if (finding == Finding::lost) ++lost;
  }
  CHECK(lost == 4);
  CHECK_FALSE(polls.stop());
  CHECK(polls.knows_none());
  polls.add(4, 5h, usual, start, 0);
  look(polls, says(Kind::running));
  CHECK_FALSE(polls.knows_none());
}

TEST_CASE("A refused key stops at the first look, and later only if it stays refused") {
  Polls first({});
  first.add(0, 5h, usual, start, 0);
  look(first, says(Kind::no_service));
  REQUIRE(first.stop());
  CHECK(first.stop()->code == ExitCode::refused);
  CHECK(first.stop()->why.english == "as the server said");

  Polls later({});
  for (std::size_t task = 0; task < 50; ++task)
    later.add(task, 5h, usual, start, 0);
  look(later, says(Kind::running));
  for (std::size_t i = 1; i < Polls::most_missed; ++i)
    look(later, says(Kind::no_service));
  CHECK_FALSE(later.stop());
  look(later, says(Kind::no_service));
  CHECK(later.stop());
}

TEST_CASE("Twenty missed answers about different tasks hold the line, until one is answered") {
  Polls polls({});
  for (std::size_t task = 0; task < 30; ++task)
    polls.add(task, 5h, usual, start, 0);
  for (std::size_t i = 0; i + 1 < Polls::most_missed; ++i)
    look(polls, says(Kind::missed));
  CHECK_FALSE(polls.held_until());
  Moment at = look(polls, says(Kind::missed));
  REQUIRE(polls.held_until());
  CHECK(*polls.held_until() - at == 30s);
  const std::size_t probe = polls.take(polls.next());
  CHECK(polls.next() == Moment::max());  // one at a time
  at += 30s;
  polls.settled(probe, says(Kind::missed), at, 0.5);
  CHECK(*polls.held_until() - at == 1min);
  for (int i = 0; i < 6; ++i)
    at = look(polls, says(Kind::missed));
  CHECK(*polls.held_until() - at == 5min);
  look(polls, says(Kind::running));
  CHECK_FALSE(polls.held_until());
}

TEST_CASE("One task that is missed again and again does not hold the others") {
  Polls polls({});
  polls.add(0, 5h, usual, start, 0);
  for (int i = 0; i < 25; ++i) {
    look(polls, says(Kind::missed));
    CHECK_FALSE(polls.held_until());
  }
}

TEST_CASE("A task that another run keeps is given up when patience is over") {
  PollSettings settings;
  settings.patience = 10s;
  Polls polls(settings);
  polls.add(0, 0s, {0s, 0s}, start, 0);
  REQUIRE(polls.take(start) == 0);
  CHECK(polls.put_back(0, start + 19s));
  CHECK(polls.next() == start + 19s);
  REQUIRE(polls.take(start + 19s) == 0);
  CHECK_FALSE(polls.put_back(0, start + 20s));
  CHECK(polls.next() == Moment::max());
  polls.look_again(1, start);  // for a link
  REQUIRE(polls.take(start) == 1);
  CHECK(polls.put_back(1, start + 19s));
}

}  // namespace shotlist::tests::polls_test
