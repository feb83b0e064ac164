#include "sandbox/sandbox.h"

#include <atomic>
#include <list>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "sandbox/connection.h"
#include "sandbox/conversation.h"
#include "sandbox/gateway.h"

namespace shotlist::sandbox {

/// One thread accepts, and each connection has its own: a pool would run dry if clients kept more
/// connections open, or waited in silence on more of them, than it has threads.
class Sandbox::Server {
 public:
  explicit Server(const SandboxOptions& options)
      : latency_(options.latency),
        gateway_(options),
        listener_(options.port),
        accepting_([this] { accept_all(); }) {}

  ~Server() {
    listener_.stop();
    accepting_.join();
    for (Visit& visit : visits_)
      visit.connection.hang_up();
    for (Visit& visit : visits_)
      visit.thread.join();
  }

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const { return listener_.port(); }
  const Gateway& gateway() const { return gateway_; }

 private:
  struct Visit {
    explicit Visit(int descriptor) : connection(descriptor) {}

    Connection connection;
    std::atomic<bool> over{false};
    std::thread thread;
  };

  void accept_all() {
    for (;;) {
      const int descriptor = listener_.accept();
      if (descriptor < 0) return;
      visits_.remove_if([](Visit& visit) {
        if (!visit.over) return false;
        visit.thread.join();
        return true;
      });
      Visit& visit = visits_.emplace_back(descriptor);
      try {
        visit.thread = std::thread([this, &visit] { receive(visit); });
      } catch (const std::system_error&) {
        visits_.pop_back();  // no thread is available: the client is turned away
      }
    }
  }

  void receive(Visit& visit) {
    converse(visit.connection, gateway_, latency_);
    // The client must see the end now; the descriptor is closed when the visit is removed.
    visit.connection.hang_up();
    visit.over = true;
  }

  const Duration latency_;
  Gateway gateway_;
  Listener listener_;
  std::list<Visit> visits_;  ///< the accepting thread's; after its end, the destructor's
  std::thread accepting_;    ///< last: it uses all of the above
};

Sandbox::Sandbox(SandboxOptions options) : server_(std::make_unique<Server>(options)) {}

Sandbox::~Sandbox() = default;

int Sandbox::port() const {
  return server_->port();
}

std::string Sandbox::base_url() const {
  return "http://127.0.0.1:" + std::to_string(port());
}

Till Sandbox::till() const {
  return server_->gateway().till();
}

}  // namespace shotlist::sandbox
