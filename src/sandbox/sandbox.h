#pragma once
// The rehearsal server: answers as the API document says, charges a till, fails on request.

#include <memory>
#include <string>

#include "sandbox/fault.h"
#include "sandbox/options.h"
#include "sandbox/till.h"

namespace shotlist::sandbox {

/// Listens on 127.0.0.1 in its own threads, one per connection, from construction to destruction.
/// Destruction promptly hangs up on all clients. Throws Error (usage) if the port is taken or the
/// faults' probabilities add up to more than 1.
///
///   Sandbox sandbox({.faults = {{Fault::bad_gateway, 0.05}}});
///   run_against(sandbox.base_url());
///   assert(sandbox.till().charges.size() == expected);
class Sandbox {
 public:
  explicit Sandbox(SandboxOptions options);
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  int port() const;
  std::string base_url() const;  ///< `http://127.0.0.1:PORT`
  Till till() const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace shotlist::sandbox
