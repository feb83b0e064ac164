#include "submit/observers.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::observers_test {

using namespace shotlist::submit;
using namespace std::chrono_literals;

namespace {

/// Writes down what it is told.
class Told final : public Observer {
 public:
  explicit Told(Moment wakes) : wakes_(wakes) {}

  void sent(const Try& tried) override { add("sent", tried); }
  void settled(const Try& tried, const Outcome&, bool) override { add("settled", tried); }
  void corrected(const Try& tried, Status, Status) override { add("corrected", tried); }
  void stopping(const Sentence& why) override { all.emplace_back(why.spoken); }
  void unrecorded(const Try& tried, const Outcome&) override { add("unrecorded", tried); }
  void collected(std::string_view row, std::string_view, const Video&) override {
    all.push_back("collected " + std::string(row));
  }
  void told(const Sentence& line) override { all.emplace_back(line.spoken); }
  Moment turn(const Tally&) override { return wakes_; }

  std::vector<std::string> all;

 private:
  void add(const std::string& what, const Try& tried) {
    all.push_back(what + ' ' + std::string(tried.entry));
  }

  Moment wakes_;
};

}  // namespace

TEST_CASE("every observer is told everything, and the loop wakes for the first of them") {
  Told early(Moment(5s));
  Told late(Moment(9s));
  Observers observers;
  CHECK(observers.turn({}) == Moment::max());
  observers.add(late);
  observers.add(early);
  const Request request;
  const Try tried{request, 1, "bcdf"};
  observers.sent(tried);
  observers.settled(tried, {}, false);
  observers.corrected(tried, Status::rejected, Status::failed);
  observers.stopping("why");
  observers.unrecorded(tried, {});
  observers.collected("market", "t1", {});
  observers.told("a line");
  CHECK(observers.turn({}) == Moment(5s));
  const std::vector<std::string> wanted = {"sent bcdf", "settled bcdf",    "corrected bcdf",
                                           "why",       "unrecorded bcdf", "collected market",
                                           "a line"};
  CHECK(early.all == wanted);
  CHECK(late.all == wanted);
}

}  // namespace shotlist::tests::observers_test
