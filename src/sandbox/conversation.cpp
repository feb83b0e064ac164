#include "sandbox/conversation.h"

#include <chrono>
#include <functional>
#include <limits>
#include <string>

#include <httplib.h>

#include "model/outcome.h"
#include "sandbox/answer.h"
#include "sandbox/connection.h"
#include "sandbox/gateway.h"
#include "sandbox/raw_answer.h"

namespace shotlist::sandbox {
namespace {

constexpr std::size_t body_at_most = 10'000'000;  // bytes

CallTime time_now() {
  const auto since_start = std::chrono::steady_clock::now().time_since_epoch();
  return {Moment(since_start),
          std::chrono::time_point_cast<Date::duration>(std::chrono::system_clock::now())};
}

/// Adapts the connection to cpp-httplib.
class ConnectionStream final : public httplib::Stream {
 public:
  explicit ConnectionStream(Connection& connection) : connection_(connection) {}

  /// Whether what cpp-httplib writes is thrown away: the request was answered without it.
  void mute(bool is_muted) { is_muted_ = is_muted; }

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override { return connection_.read(to, size); }
  using Stream::write;
  ssize_t write(const char* from, std::size_t size) override {
    return is_muted_ ? static_cast<ssize_t>(size) : connection_.write(from, size);
  }
  void get_remote_ip_and_port(std::string& ip, int& port) const override { be_local(ip, port); }
  void get_local_ip_and_port(std::string& ip, int& port) const override { be_local(ip, port); }
  socket_t socket() const override { return connection_.descriptor(); }

 private:
  static void be_local(std::string& ip, int& port) {
    ip = "127.0.0.1";
    port = 0;
  }

  Connection& connection_;
  bool is_muted_ = false;
};

/// cpp-httplib's parser and writer for one connection, without its listener and threads.
class Conversation final : private httplib::Server {
 public:
  Conversation(Connection& connection, Gateway& gateway, Duration latency)
      : connection_(connection), stream_(connection), gateway_(gateway), latency_(latency) {
    const Handler serve_it = [this](const httplib::Request& request, httplib::Response& response) {
      serve(request, response);
    };
    const std::string any_path = ".*";
    Get(any_path, serve_it);
    Post(any_path, serve_it);
    Put(any_path, serve_it);
    Patch(any_path, serve_it);
    Delete(any_path, serve_it);
    Options(any_path, serve_it);
    set_error_handler([](const httplib::Request&, httplib::Response& response) {
      if (response.has_header(request_id_header)) return;
      // Requests that cpp-httplib rejected itself: a body that is too large, a broken request line.
      const Answer answer =
          error_answer(response.status, "invalid_request_error", "", "the request cannot be read");
      response.set_content(answer.body, answer.content_type);
    });
    set_payload_max_length(body_at_most);
    set_keep_alive_max_count(std::numeric_limits<int>::max());
    set_keep_alive_timeout(std::numeric_limits<int>::max());
  }

  void run() {
    bool closed = false;
    while (!closed && process(&Conversation::process_request, stream_, closed))
      stream_.mute(false);
  }

 private:
  using Setup = std::function<void(httplib::Request&)>;

  // The two signatures `process_request` has had; the compiler picks by the pointer's type.
  using Process011 = bool (Server::*)(httplib::Stream&, bool, bool&, const Setup&);
  using Process018 = bool (Server::*)(httplib::Stream&, const std::string&, int, const std::string&,
                                      int, bool, bool&, const Setup&);

  bool process(Process011 one, httplib::Stream& stream, bool& closed) {
    return (this->*one)(stream, false, closed, nullptr);
  }

  bool process(Process018 one, httplib::Stream& stream, bool& closed) {
    return (this->*one)(stream, "127.0.0.1", 0, "127.0.0.1", 0, false, closed, nullptr);
  }

  void serve(const httplib::Request& request, httplib::Response& response) {
    const Answer answer = gateway_.answer({request.method,
                                           request.path,
                                           request.get_param_value("id"),
                                           request.get_header_value("Authorization"),
                                           request.get_header_value("Content-Type"),
                                           request.body,
                                           request.target,
                                           {request.headers.begin(), request.headers.end()}},
                                          time_now());
    if (latency_ > Duration::zero()) connection_.wait_until_gone(latency_);
    if (answer.delivery == Delivery::silence) connection_.wait_until_gone();
    if (answer.delivery == Delivery::raw) {
      send_raw(connection_, answer);
      stream_.mute(true);
      return;
    }
    if (answer.delivery != Delivery::reply) connection_.hang_up();
    response.status = answer.status;
    response.set_header(std::string(rehearsal_header), "nothing is paid here");
    for (const auto& [name, value] : answer.headers)
      response.set_header(name, value);
    if (!answer.body.empty()) response.set_content(answer.body, answer.content_type);
  }

  Connection& connection_;
  ConnectionStream stream_;
  Gateway& gateway_;
  const Duration latency_;
};

}  // namespace

void converse(Connection& connection, Gateway& gateway, Duration latency) {
  Conversation(connection, gateway, latency).run();
}

}  // namespace shotlist::sandbox
