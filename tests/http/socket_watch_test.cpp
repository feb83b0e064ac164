#include "http/socket_watch.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::socket_watch_test {

using namespace shotlist::http;

namespace {

/// Remembers what it was asked.
class RecordingQueue final : public EventQueue {
 public:
  void watch(int descriptor, bool readable, bool writable) override {
    note("watch", descriptor, std::string(readable ? "r" : "") + (writable ? "w" : ""));
  }
  void forget(int descriptor) override { note("forget", descriptor); }
  void close(int descriptor) override { note("close", descriptor); }
  Waiting waiting_on(int) override { return waiting; }
  void hang_up(int connection) override { note("hang up", connection); }
  int local_port(int connection) override { return same_port ? 40007 : 40000 + connection; }
  const std::vector<Event>& wait(Duration) override { return nothing_; }

  Waiting waiting;  ///< on any connection
  bool same_port = false;

  /// Since the last time it was asked for.
  std::vector<std::string> asked() { return std::exchange(asked_, {}); }

 private:
  void note(const std::string& verb, int descriptor, const std::string& what = {}) {
    asked_.push_back(verb + ' ' + std::to_string(descriptor) + (what.empty() ? "" : ' ' + what));
  }

  std::vector<std::string> asked_;
  std::vector<Event> nothing_;
};

using Asked = std::vector<std::string>;

const Moment noon(std::chrono::hours(12));

// By a server that has earned that its connections are used again.
ReuseRule trusted() {
  ReuseRule rule({1, 1, {}, {}});
  rule.silent(1);
  rule.answered(noon);
  return rule;
}

}  // namespace

TEST_CASE("a connection that is used again and again is watched once") {
  RecordingQueue queue;
  SocketWatch sockets(queue);
  sockets.opened(5);
  for (int request = 0; request < 3; ++request) {
    sockets.want(5, true, false);
    CHECK(sockets.notice(5));
    sockets.want(5, false, false);
  }
  CHECK(queue.asked() == Asked{"watch 5 r"});
}

TEST_CASE("a connection is watched for what is wanted of it now") {
  RecordingQueue queue;
  SocketWatch sockets(queue);
  sockets.opened(5);
  sockets.want(5, false, true);
  sockets.want(5, true, true);
  sockets.want(5, true, false);
  sockets.want(5, false, false);
  sockets.want(5, false, true);
  CHECK(queue.asked() == Asked{"watch 5 w", "watch 5 rw", "watch 5 r", "watch 5 w"});
}

TEST_CASE("what happens to an idle connection is told nobody, and once only") {
  RecordingQueue queue;
  SocketWatch sockets(queue);
  sockets.opened(5);
  sockets.want(5, true, false);
  sockets.want(5, false, false);
  CHECK_FALSE(sockets.notice(5));  // the server closed it
  CHECK(queue.asked() == Asked{"watch 5 r", "forget 5"});
  sockets.want(5, true, false);
  CHECK(sockets.notice(5));
  CHECK(queue.asked() == Asked{"watch 5 r"});
}

TEST_CASE("a connection with the number of one that was closed is watched anew") {
  RecordingQueue queue;
  SocketWatch sockets(queue);
  sockets.opened(5);
  sockets.want(5, true, false);
  sockets.close(5);
  sockets.opened(5);
  sockets.want(5, true, false);
  CHECK(queue.asked() == Asked{"watch 5 r", "close 5", "watch 5 r"});
}

TEST_CASE(
    "what is no connection is watched and forgotten at once, whatever is known of its number") {
  RecordingQueue queue;
  SocketWatch sockets(queue);
  sockets.opened(5);
  sockets.want(5, true, false);
  sockets.close(5);
  queue.asked();
  for (int look_up = 0; look_up < 2; ++look_up) {
    sockets.want(5, true, false);
    sockets.want(5, true, false);  // it may be another one
    sockets.want(5, false, false);
  }
  CHECK(queue.asked() ==
        Asked{"watch 5 r", "watch 5 r", "forget 5", "watch 5 r", "watch 5 r", "forget 5"});
}

TEST_CASE("a connection that was used and hears something while idle is hung up, and told of") {
  struct Case {
    std::string bytes;
    bool is_tls;
    ReuseRule::Use next;
  };
  const std::vector<Case> cases = {
      {"HTTP/1.1", false, ReuseRule::Use::once},
      {"", false, ReuseRule::Use::again},  // it was closed
      {std::string("\x17\x03\x03\x00\x13\x01\x02\x03", 8), true, ReuseRule::Use::again},
      {std::string("\x17\x03\x03\x00\x99\x01\x02\x03", 8), true, ReuseRule::Use::once},
      {std::string("\x17\x03\x03\x00\x13\x01\x02\x03", 8), false, ReuseRule::Use::once},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes, c.is_tls);
    RecordingQueue queue;
    ReuseRule rule = trusted();
    SocketWatch sockets(queue);
    sockets.opened(5);
    CHECK_FALSE(sockets.was_used(5));
    sockets.want(5, true, false);
    sockets.use(5, &sockets, rule, c.is_tls);
    CHECK(sockets.was_used(5));
    sockets.want(5, false, false);
    CHECK(sockets.is_quiet(5));
    CHECK(queue.asked() == Asked{"watch 5 r"});
    queue.waiting.ended = c.bytes.empty();
    queue.waiting.size = c.bytes.copy(queue.waiting.start.data(), queue.waiting.start.size());
    CHECK_FALSE(sockets.notice(5));
    CHECK(queue.asked() == Asked{"forget 5", "hang up 5"});
    CHECK(rule.next_use(noon) == c.next);
  }
}

TEST_CASE("what comes on a connection in use is an answer") {
  RecordingQueue queue;
  ReuseRule rule = trusted();
  SocketWatch sockets(queue);
  sockets.opened(5);
  sockets.use(5, &sockets, rule, false);
  sockets.want(5, true, false);
  queue.waiting.size = 8;
  CHECK(sockets.notice(5));
  CHECK_FALSE(sockets.is_quiet(5));
  CHECK(queue.asked() == Asked{"watch 5 r"});
  CHECK(rule.next_use(noon) == ReuseRule::Use::again);
}

TEST_CASE("a connection is found by its port while it is open, and known by its last user") {
  RecordingQueue queue;
  ReuseRule rule;
  SocketWatch sockets(queue);
  CHECK_FALSE(sockets.find(40005));
  sockets.opened(5);
  sockets.opened(7);
  CHECK(sockets.find(40005) == 5);
  CHECK(sockets.find(40007) == 7);
  CHECK_FALSE(sockets.find(40006));
  const int first = 1;
  const int second = 2;
  sockets.use(5, &first, rule, false);
  CHECK(sockets.is_kept(5, &first));
  sockets.use(5, &second, rule, false);
  CHECK_FALSE(sockets.is_kept(5, &first));
  sockets.close(5);
  CHECK_FALSE(sockets.is_kept(5, &second));
  CHECK_FALSE(sockets.find(40005));
  queue.same_port = true;
  sockets.opened(5);
  CHECK_FALSE(sockets.find(40007));  // which of the two?
}

}  // namespace shotlist::tests::socket_watch_test
