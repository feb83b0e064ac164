#pragma once
// A gateway in memory with tasks that end and videos to fetch, on virtual time.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/fetcher.h"
#include "http/transport.h"
#include "support/lifetime.h"
#include "support/virtual_time.h"

namespace shotlist::tests {

/// A whole MP4 of about `size` bytes that differs by `salt`.
std::string small_mp4(const std::string& salt, std::size_t size = 200);

/// What a video's server does with one request for it: the head, then the body as far as `cut`.
struct Served {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::optional<std::size_t> cut;  ///< the connection ends after so many bytes
  Duration takes = std::chrono::seconds(1);
};

/// Answers to looks, and serves files. Outlives the processes that ask it.
class VirtualGateway {
 public:
  struct Task {
    Moment ends;
    std::string status = "completed";  ///< of its end
    std::string url;
    bool is_known = true;
    std::size_t looks = 0;
    std::vector<Moment> looked_at;
  };

  std::map<std::string, Task> tasks;
  std::size_t submissions = 0;  ///< must stay zero

  /// Called for each look: what is answered instead, if anything.
  std::function<std::optional<http::Reply>(const std::string& task)> spoil;

  /// Serves a file.
  std::function<Served(const http::Fetch&)> serve;
  std::vector<http::Fetch> fetched;

  http::Reply look(const std::string& task, Moment now);
};

/// The wire of one process to it.
class GatewayWire final : public http::Transport, public http::Fetcher {
 public:
  GatewayWire(VirtualGateway& gateway, VirtualClock& clock, const VirtualStop& stop, Lifetime& life)
      : gateway_(gateway), clock_(clock), stop_(stop), life_(life) {}

  void start(std::uint64_t ticket, http::Message message) override;
  std::vector<http::Reply> wait(Duration at_most) override;
  void fetch(http::Fetch fetch) override;
  std::size_t fetches() const override { return files_.size(); }
  void abandon_all() override { files_.clear(); }

  std::size_t most_fetches = 0;

 private:
  void deliver(const http::Fetch& fetch, const Served& served);

  VirtualGateway& gateway_;
  VirtualClock& clock_;
  const VirtualStop& stop_;
  Lifetime& life_;
  std::multimap<Moment, http::Reply> answers_;
  std::multimap<Moment, std::pair<http::Fetch, Served>> files_;
  int idle_waits_ = 0;
};

}  // namespace shotlist::tests
