#include "http/socket_watch.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"

using namespace shotlist::base;
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
  const std::vector<Event>& wait(Duration) override { return nothing_; }

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

}  // namespace

TEST_CASE("a connection that is used again and again is watched once") {
  RecordingQueue queue;
  SocketWatch sockets(queue);
  sockets.opened(5);
  for (int request = 0; request < 3; ++request) {
    sockets.want(5, true, false);
    CHECK(sockets.heed(5));
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
  CHECK_FALSE(sockets.heed(5));  // the server closed it
  CHECK(queue.asked() == Asked{"watch 5 r", "forget 5"});
  sockets.want(5, true, false);
  CHECK(sockets.heed(5));
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
