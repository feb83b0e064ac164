// The floor: `durable_curl URL JOBS BODIES FILE`, the key in SHOTLIST_API_KEY. What is left of
// shotlist when all of its own work costs nothing: it posts every line of the file BODIES, writes
// two lines of the usual length for each to FILE, and waits for the disk as shotlist does. A
// request has one of the JOBS from its first line on until its second is synced.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include "http/curl_transport.h"
#include "lines.h"
#include "system/background_work.h"
#include "system/epoll_queue.h"
#include "system/posix_disk.h"

namespace {

using namespace shotlist::base;
using namespace shotlist::http;
using namespace shotlist::system;

constexpr std::size_t intent_size = 400;
constexpr std::size_t answer_size = 300;

std::shared_ptr<const Envelope> envelope_to(const char* url) {
  const char* key = std::getenv("SHOTLIST_API_KEY");
  Envelope envelope;
  envelope.method = "POST";
  envelope.url = url;
  envelope.headers = {"Content-Type: application/json", "Accept: application/json",
                      "User-Agent: durable_curl"};
  envelope.bearer = Secret(key ? key : "");
  envelope.timeout = std::chrono::seconds(120);
  envelope.connect_timeout = std::chrono::seconds(10);
  return std::make_shared<Envelope>(std::move(envelope));
}

/// The lines of the file, and how many of each kind are durable.
class Log {
 public:
  explicit Log(DiskFile& file) : file_(file) {}

  void write_intent() { write(intents_, intent_size); }
  void write_answer() { write(answers_, answer_size); }
  std::size_t durable_intents() const { return intents_.durable; }
  std::size_t durable_answers() const { return answers_.durable; }

  void advance() {
    if (work_.has_ended()) {
      intents_.durable += std::exchange(intents_.on_their_way, 0);
      answers_.durable += std::exchange(answers_.on_their_way, 0);
    }
    if (work_.is_busy() || text_.empty()) return;
    on_its_way_ = std::exchange(text_, {});
    std::swap(intents_.on_their_way, intents_.written);
    std::swap(answers_.on_their_way, answers_.written);
    work_.begin([this] {
      file_.append(on_its_way_);
      file_.sync();
    });
  }

  int descriptor() const { return work_.descriptor(); }

 private:
  struct Lines {
    std::size_t written = 0;
    std::size_t on_their_way = 0;
    std::size_t durable = 0;
  };

  void write(Lines& lines, std::size_t size) {
    text_.append(size - 1, '.');
    text_ += '\n';
    ++lines.written;
  }

  DiskFile& file_;
  std::string text_;
  std::string on_its_way_;
  Lines intents_;
  Lines answers_;
  BackgroundWork work_;
};

void run(const std::vector<std::string>& bodies, const char* url, std::size_t jobs,
         const char* path) {
  PosixDisk disk;
  const auto file = disk.open(path);
  Log log(*file);
  EpollQueue events;
  events.wake_by(log.descriptor());
  CurlTransport transport(static_cast<int>(jobs), events);
  const auto envelope = envelope_to(url);
  const std::size_t most_a_turn = std::max<std::size_t>(16, jobs / 4);
  std::deque<Reply> arrived;
  std::size_t chosen = 0;
  std::size_t started = 0;
  for (;;) {
    for (std::size_t left = most_a_turn; left > 0 && !arrived.empty(); --left) {
      if (arrived.front().status != 200) throw std::runtime_error(arrived.front().fault);
      arrived.pop_front();
      log.write_answer();
    }
    log.advance();
    if (log.durable_answers() == bodies.size()) return;
    for (; chosen < bodies.size() && chosen - log.durable_answers() < jobs; ++chosen)
      log.write_intent();
    log.advance();
    for (std::size_t left = most_a_turn; left > 0 && started < log.durable_intents(); --left) {
      transport.start(started, {envelope, bodies[started]});
      ++started;
    }
    if (!arrived.empty()) continue;
    const bool more = started < log.durable_intents();
    for (Reply& reply : transport.wait(more ? Duration::zero() : std::chrono::seconds(1)))
      arrived.push_back(std::move(reply));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: durable_curl URL JOBS BODIES FILE\n", stderr);
    return 2;
  }
  try {
    ::unlink(argv[4]);
    run(lines_of(argv[3]), argv[1], std::stoul(argv[2]), argv[4]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "durable_curl: %s\n", error.what());
    return 1;
  }
}
