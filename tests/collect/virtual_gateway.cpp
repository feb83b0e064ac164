#include "collect/virtual_gateway.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

std::string box(std::string_view kind, std::string_view content) {
  const std::size_t size = content.size() + 8;
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes += static_cast<char>(size >> static_cast<unsigned>(shift) & 0xFFU);
  return bytes + std::string(kind) + std::string(content);
}

}  // namespace

std::string small_mp4(const std::string& salt, std::size_t size) {
  return box("ftyp", "isom\0\0\2\0isomiso2") + box("moov", box("mvhd", std::string(24, '\1'))) +
         box("mdat", salt + std::string(size, 'x'));
}

http::Reply VirtualGateway::look(const std::string& id, Moment now) {
  http::Reply reply;
  reply.transfer = http::Transfer::complete;
  reply.status = 200;
  reply.headers = {{"content-type", "application/json"}};
  Task& task = tasks[id];
  ++task.looks;
  task.looked_at.push_back(now);
  if (spoil) {
    if (auto other = spoil(id)) return *other;
  }
  if (!task.is_known) {
    reply.status = 400;
    reply.body = R"({"code":"task_not_exist","message":"task_not_exist","data":null})";
  } else if (now < task.ends) {
    reply.body = fmt::format(R"({{"id":"{}","status":"pending"}})", id);
  } else {
    reply.body =
        fmt::format(R"({{"id":"{}","status":"{}","video_url":"{}"}})", id, task.status, task.url);
  }
  return reply;
}

void GatewayWire::start(std::uint64_t ticket, http::Message message) {
  if (message.envelope->method != "GET") {
    ++gateway_.submissions;
    return;
  }
  const std::string& url = message.envelope->url;
  http::Reply reply = gateway_.look(url.substr(url.find("id=") + 3), clock_.now());
  reply.ticket = ticket;
  reply.elapsed = 200ms;
  answers_.emplace(clock_.now() + 200ms, std::move(reply));
}

void GatewayWire::fetch(http::Fetch fetch) {
  gateway_.fetched.push_back(fetch);
  Served served = gateway_.serve(fetch);
  files_.emplace(clock_.now() + served.takes, std::pair(std::move(fetch), std::move(served)));
  most_fetches = std::max(most_fetches, files_.size());
}

std::vector<http::Reply> GatewayWire::wait(Duration at_most) {
  if (life_.step()) throw Killed();
  Moment next = std::min(stop_.next(), at_most < 10000h ? clock_.now() + at_most : Moment::max());
  if (!answers_.empty()) next = std::min(next, answers_.begin()->first);
  if (!files_.empty()) next = std::min(next, files_.begin()->first);
  if (next == Moment::max()) throw std::logic_error("the loop waits for ever");
  idle_waits_ = next > clock_.now() ? 0 : idle_waits_ + 1;
  if (idle_waits_ > 100000) throw std::logic_error("the loop spins");
  clock_.advance_to(next);
  std::vector<http::Reply> replies;
  while (!answers_.empty() && answers_.begin()->first <= clock_.now()) {
    replies.push_back(std::move(answers_.begin()->second));
    answers_.erase(answers_.begin());
  }
  if (!files_.empty() && files_.begin()->first <= clock_.now()) {
    const auto [fetch, served] = std::move(files_.begin()->second);
    files_.erase(files_.begin());
    deliver(fetch, served);
  }
  return replies;
}

void GatewayWire::deliver(const http::Fetch& fetch, const Served& served) {
  http::Reply reply;
  reply.status = served.status;
  reply.headers = served.headers;
  reply.elapsed = served.takes;
  reply.transfer = http::Transfer::complete;
  bool is_wanted = served.status == 0 || fetch.sink->begin(reply);
  std::string_view body = served.body;
  if (served.cut) body = body.substr(0, *served.cut);
  constexpr std::size_t piece = 64;
  for (std::size_t at = 0; is_wanted && at < body.size(); at += piece)
    is_wanted = fetch.sink->take(body.substr(at, piece));
  if (!is_wanted) {
    reply.transfer = http::Transfer::refused;
    reply.fault = "refused";
  } else if (served.cut || served.status == 0) {
    reply.transfer = http::Transfer::broken;
    reply.fault = "the connection was cut";
  }
  fetch.sink->ended(reply);
}

}  // namespace shotlist::tests
