#include "sandbox/video.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/digest.h"
#include "base/text.h"
#include "sandbox/byte_range.h"
#include "sandbox/clip.h"
#include "sandbox/gzip.h"

namespace shotlist::sandbox {
namespace {

// ---- Links ------------------------------------------------------------------------------------

constexpr std::string_view hop_mark = "&hop=";  // then one digit
constexpr int last_hop = 8;

/// The link that was asked for, without what a redirect added.
std::string_view without_hop(std::string_view target) {
  return target.substr(0, target.rfind(hop_mark));
}

Answer storage_error(int status, std::string_view code, std::string_view message) {
  Answer answer;
  answer.status = status;
  answer.content_type = "application/xml";
  answer.body = fmt::format(
      R"(<?xml version="1.0" encoding="utf-8"?><Error><Code>{}</Code><Message>{}</Message></Error>)",
      code, message);
  return answer;
}

/// The first link of such a task is dead.
constexpr auto dead_links = std::to_array<std::pair<Fault, int>>(
    {{Fault::link_403, 403}, {Fault::link_404, 404}, {Fault::link_410, 410}});

/// The status that the task's link has come to; 0 while it works.
int status_of_ended_link(const Task& task, Date now) {
  for (const auto& [fault, status] : dead_links) {
    if (task.has(fault) && task.link.number == 1) return status;
  }
  const bool is_used_up = task.has(Fault::link_once) && task.link.served;
  const bool is_over = task.link.number > 0 && now >= task.link.ends;
  return is_used_up || is_over ? 403 : 0;
}

// ---- Redirects --------------------------------------------------------------------------------

Answer redirect(const Task& task, const std::string& host, int hop) {
  Answer answer;
  answer.status = 302;
  answer.headers.emplace_back(
      "Location", fmt::format("http://{}{}{}{}", host, link_target(task), hop_mark, hop));
  return answer;
}

std::string port_of(const std::string& host) {
  const auto colon = host.rfind(':');
  return colon == std::string::npos ? std::string() : host.substr(colon);
}

std::string other_name_of(const std::string& host) {
  const bool has_name = host.rfind("localhost", 0) == 0;
  return (has_name ? "127.0.0.1" : "localhost") + port_of(host);
}

std::optional<Answer> redirected(const Task& task, const Call& call, std::optional<Fault> fault) {
  if (is_hop(call)) {
    const int hop = call.target.back() - '0';
    if (hop >= last_hop) return std::nullopt;
    return redirect(task, call.host(), hop + 1);
  }
  if (fault == Fault::file_redirect) return redirect(task, other_name_of(call.host()), last_hop);
  if (fault == Fault::file_redirect_many) return redirect(task, call.host(), 1);
  if (fault == Fault::file_redirect_private) {
    return redirect(task, "127.0.0.2" + port_of(call.host()), last_hop);
  }
  return std::nullopt;
}

// ---- Bytes ------------------------------------------------------------------------------------

struct File {
  std::string bytes;
  std::string etag;
  std::string modified;
};

File file_of(const Task& task) {
  File file;
  file.bytes = video_of(task.id);
  file.etag = '"' + to_text(fingerprint_of(file.bytes)) + '"';
  file.modified = fmt::format("{:%a, %d %b %Y %H:%M:%S GMT}",
                              fmt::gmtime(std::chrono::system_clock::to_time_t(task.end())));
  return file;
}

/// The range to send; none for the whole file.
std::optional<ByteRange> range_for(const Call& call, const File& file, std::optional<Fault> fault) {
  const std::string_view condition = call.header("If-Range");
  if (!condition.empty() && condition != file.etag && condition != file.modified) {
    return std::nullopt;
  }
  auto range = parse_range(call.header("Range"), file.bytes.size());
  if (!range || fault == Fault::file_200) return std::nullopt;
  if (fault == Fault::file_416) range->size = 0;
  if (fault == Fault::file_elsewhere && range->size > 0) {
    range->first = range->first > 0 ? range->first / 2 : file.bytes.size() / 2;
    range->size = file.bytes.size() - range->first;
  }
  return range;
}

Answer bytes_of(const File& file, std::optional<ByteRange> range, std::optional<Fault> fault) {
  Answer answer;
  answer.content_type = "video/mp4";
  answer.headers = {
      {"Accept-Ranges", "bytes"}, {"ETag", file.etag}, {"Last-Modified", file.modified}};
  if (!range) {
    answer.body = file.bytes;
    return answer;
  }
  if (range->size == 0) {
    answer = storage_error(416, "InvalidRange", "no byte of the file is in this range");
    answer.headers.emplace_back("Content-Range", fmt::format("bytes */{}", file.bytes.size()));
    return answer;
  }
  answer.status = fault == Fault::file_200_range ? 200 : 206;
  answer.body = file.bytes.substr(range->first, range->size);
  answer.headers.emplace_back(
      "Content-Range", fmt::format("bytes {}-{}/{}", range->first, range->first + range->size - 1,
                                   file.bytes.size()));
  return answer;
}

// ---- Spoilt bytes -----------------------------------------------------------------------------

void cut(Answer& answer, double chance) {
  answer.sending.at_most =
      static_cast<std::size_t>(static_cast<double>(answer.body.size()) * chance);
}

struct Spoiling {
  Fault fault;
  void (*spoil)(Answer&, double chance);
};

constexpr auto spoilings = std::to_array<Spoiling>({
    {Fault::file_cut, cut},
    {Fault::file_cut_open,
     [](Answer& answer, double chance) {
       cut(answer, chance);
       answer.sending.announced = false;
     }},
    {Fault::file_open, [](Answer& answer, double) { answer.sending.announced = false; }},
    {Fault::file_stall,
     [](Answer& answer, double chance) {
       cut(answer, chance);
       answer.sending.stalls = true;
     }},
    {Fault::file_slow, [](Answer& answer, double) { answer.sending.slow = true; }},
    {Fault::file_html, [](Answer& answer, double) { answer = proxy_page(200, "Sign in"); }},
    {Fault::file_500,
     [](Answer& answer, double) { answer = storage_error(500, "InternalError", "try later"); }},
    {Fault::file_gzip,
     [](Answer& answer, double) {
       answer.body = gzipped(answer.body);
       answer.headers.emplace_back("Content-Encoding", "gzip");
     }},
});

}  // namespace

std::optional<Answer> refusal_of_video(Task& task, Route route, const Call& call, CallTime now) {
  const bool by_link = route == Route::link;
  // A signed link is signed for GET alone.
  if (call.method != "GET") return storage_error(403, "AccessDenied", "signed for another method");
  if (!task.has_ended(now.moment) || task.has_failed() || task.has(Fault::vanish)) {
    return error_answer(by_link ? 404 : 400, "invalid_request_error", "", "there is no video yet");
  }
  if (by_link && (task.link.number == 0 || without_hop(call.target) != link_target(task))) {
    return storage_error(403, "AuthenticationFailed", "the signature does not match");
  }
  const int status = status_of_ended_link(task, now.date);
  if (status == 0) return std::nullopt;
  task.link.refused = true;
  if (by_link) return storage_error(status, "AuthenticationFailed", "this link has ended");
  return error_answer(502, "new_api_error", "",
                      fmt::format("Upstream service returned status {}", status));
}

bool is_hop(const Call& call) {
  const auto mark = call.target.rfind(hop_mark);
  return mark != std::string::npos && mark + hop_mark.size() + 1 == call.target.size() &&
         is_ascii_digit(call.target.back());
}

Answer video_answer(Task& task, const Call& call, std::optional<Fault> fault, double chance,
                    CallTime now) {
  renew_link(task, now.date);  // for redirects, where no look gave one yet
  if (auto answer = redirected(task, call, fault)) return *std::move(answer);
  task.link.served = true;
  const File file = file_of(task);
  Answer answer = bytes_of(file, range_for(call, file, fault), fault);
  for (const Spoiling& spoiling : spoilings) {
    if (spoiling.fault == fault) spoiling.spoil(answer, chance);
  }
  return answer;
}

}  // namespace shotlist::sandbox
