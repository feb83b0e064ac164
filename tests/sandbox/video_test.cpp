#include "sandbox/video.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "calls.h"
#include "sandbox/clip.h"
#include "sandbox/gzip.h"
#include "support/catch2.h"

namespace shotlist::tests::video_test {

using namespace shotlist::sandbox;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// A gateway with one task, created at noon, whose video can be asked for.
struct OneVideo {
  explicit OneVideo(const std::string& prompt = "a cat", std::optional<Shape> shape = std::nullopt)
      : gateway(options_with(shape)),
        id(json::parse(gateway.answer(create_call(body_with(prompt)), noon).body)["id"]),
        url(look()),
        video(video_of(id)) {}

  static SandboxOptions options_with(std::optional<Shape> shape) {
    SandboxOptions options;
    options.shape = shape;
    return options;
  }

  /// The link that a look gives.
  std::string look(CallTime now = later) {
    const json answer = json::parse(gateway.answer(query_call(id), now).body);
    return answer.value("video_url", "");
  }

  Answer get(const std::string& link, std::vector<std::pair<std::string, std::string>> headers = {},
             CallTime now = later) {
    Call call = get_call(link);
    for (auto& one : headers) {
      if (one.first == "Authorization") call.authorization = one.second;
      call.headers.push_back(std::move(one));
    }
    return gateway.answer(call, now);
  }

  Answer get_range(const std::string& range) { return get(url, {{"Range", range}}); }

  Gateway gateway;
  std::string id;
  std::string url;
  std::string video;
};

const std::pair<std::string, std::string> with_key = {"Authorization", "Bearer key"};

}  // namespace

TEST_CASE("a link serves the whole video, without a key") {
  OneVideo one;
  const Answer answer = one.get(one.url);
  CHECK(answer.delivery == Delivery::raw);
  CHECK(answer.status == 200);
  CHECK(answer.content_type == "video/mp4");
  CHECK(answer.body == one.video);
  CHECK(header(answer, "Accept-Ranges") == "bytes");
  CHECK(header(answer, "ETag").size() == 34);
  CHECK(parse_http_date(header(answer, "Last-Modified")));
}

TEST_CASE("ranges are served as RFC 9110 has them") {
  OneVideo one;
  const std::size_t size = one.video.size();
  const Answer tail = one.get_range("bytes=1000-");
  CHECK(tail.status == 206);
  CHECK(tail.body == one.video.substr(1000));
  CHECK(header(tail, "Content-Range") == fmt::format("bytes 1000-{}/{}", size - 1, size));
  CHECK(one.get_range("bytes=10-19").body == one.video.substr(10, 10));
  CHECK(one.get_range("bytes=1-2,4-5").status == 200);
  const Answer beyond = one.get_range(fmt::format("bytes={}-", size));
  CHECK(beyond.status == 416);
  CHECK(header(beyond, "Content-Range") == fmt::format("bytes */{}", size));
}

TEST_CASE("a range is served only of the file that If-Range names") {
  OneVideo one;
  const Answer whole = one.get(one.url);
  const auto status_if = [&](const std::string& condition) {
    return one.get(one.url, {{"Range", "bytes=5-"}, {"If-Range", condition}}).status;
  };
  CHECK(status_if(header(whole, "ETag")) == 206);
  CHECK(status_if(header(whole, "Last-Modified")) == 206);
  CHECK(status_if("\"another\"") == 200);
  CHECK(status_if("W/" + header(whole, "ETag")) == 200);
}

TEST_CASE("a link is taken byte for byte, and by GET alone") {
  OneVideo one;
  CHECK(one.get(one.url + "&more=1").status == 403);
  std::string other = one.url;
  other.replace(other.find("%2F"), 3, "%2f");
  CHECK(one.get(other).status == 403);
  std::string unescaped = one.url;
  unescaped.replace(unescaped.find("%3A"), 3, ":");
  CHECK(one.get(unescaped).status == 403);
  Call head = get_call(one.url);
  head.method = "HEAD";
  CHECK(one.gateway.answer(head, later).status == 403);
}

TEST_CASE("a task that has no video has no link that works") {
  OneVideo unknown;
  CHECK(unknown.get("http://sandbox:80/videos/sora-2%3Atask_no.mp4?sig=1").status == 404);
  for (const char* prompt : {"sandbox:fail", "sandbox:stuck", "sandbox:vanish"}) {
    OneVideo one(prompt);
    CHECK(one.url.empty());
    CHECK(one.get("http://sandbox:80/videos/" + one.id + ".mp4").status == 404);
    CHECK(one.get("http://sandbox:80/v1/videos/" + one.id + "/content", {with_key}).status == 400);
  }
}

TEST_CASE("the gateway's own addresses of a video want the key") {
  OneVideo relayed("a cat", Shape::relayed);
  CHECK(relayed.url == "http://sandbox:80/v1/files/video?id=" + relayed.id);
  for (const std::string& url :
       {relayed.url, "http://sandbox:80/v1/videos/" + relayed.id + "/content"}) {
    CHECK(relayed.get(url).status == 401);
    const Answer answer = relayed.get(url, {with_key, {"Range", "bytes=7-"}});
    CHECK(answer.status == 206);
    CHECK(answer.body == relayed.video.substr(7));
  }
  CHECK(relayed.get("http://sandbox:80/v1/videos/no/content", {with_key}).status == 404);
}

TEST_CASE("a dead link is dead until the task is looked at again") {
  const auto [prompt, status] = GENERATE(table<const char*, int>(
      {{"sandbox:link-403", 403}, {"sandbox:link-404", 404}, {"sandbox:link-410", 410}}));
  OneVideo one(prompt);
  CHECK(one.look() == one.url);
  CHECK(one.get(one.url).status == status);
  CHECK(one.get(one.url).status == status);
  const std::string fresh = one.look();
  CHECK(fresh != one.url);
  CHECK(one.get(one.url).status == 403);
  CHECK(one.get(fresh).body == one.video);
  CHECK(one.look() == fresh);
}

TEST_CASE("behind the gateway's own address, a dead link is a 502 until the next look") {
  OneVideo one("sandbox:link-404", Shape::relayed);
  CHECK(one.get(one.url, {with_key}).status == 502);
  one.look();
  CHECK(one.get(one.url, {with_key}).status == 200);
}

TEST_CASE("a link can serve one request alone") {
  OneVideo one("sandbox:link-once");
  CHECK(one.get(one.url).status == 200);
  CHECK(one.get(one.url).status == 403);
  CHECK(one.get(one.look()).status == 200);
}

TEST_CASE("a link says in `se` when it ends, and a look after that gives another") {
  OneVideo soon("sandbox:link-expires");
  CHECK(soon.url.find("&se=2025-11-01T15%3A24%3A10Z&") != std::string::npos);
  CHECK(soon.get(soon.url, {}, noon_and(4313ms)).status == 200);
  CHECK(soon.get(soon.url, {}, noon_and(4314ms)).status == 403);
  const std::string fresh = soon.look(noon_and(5000ms));
  CHECK(soon.get(fresh, {}, noon_and(5000ms)).status == 200);
  OneVideo usual;
  CHECK(usual.get(usual.url, {}, noon_and(144h)).status == 200);
  CHECK(usual.get(usual.url, {}, noon_and(146h)).status == 403);
}

TEST_CASE("a request for a range is mistreated as the fault's name says") {
  struct Row {
    const char* prompt;
    int status;
    std::size_t first;  // of the bytes that come
    const char* range;
  };
  const auto row = GENERATE(values<Row>({
      {"sandbox:file-200", 200, 0, ""},
      {"sandbox:file-elsewhere", 206, 500, "bytes 500-"},
      {"sandbox:file-200-range", 200, 1000, "bytes 1000-"},
  }));
  CAPTURE(row.prompt);
  OneVideo one(row.prompt);
  CHECK(one.get(one.url).body == one.video);  // no range: it waits for one
  const Answer answer = one.get_range("bytes=1000-");
  CHECK(answer.status == row.status);
  CHECK(answer.body == one.video.substr(row.first));
  CHECK(header(answer, "Content-Range").rfind(row.range, 0) == 0);
  CHECK(header(answer, "Content-Range").empty() == (row.range[0] == '\0'));
  CHECK(one.get_range("bytes=1000-").body == one.video.substr(1000));
}

TEST_CASE("a range can be refused though it is right") {
  OneVideo one("sandbox:file-416");
  const Answer answer = one.get_range("bytes=1000-");
  CHECK(answer.status == 416);
  CHECK(header(answer, "Content-Range") == fmt::format("bytes */{}", one.video.size()));
}

TEST_CASE("a video is sent as the fault's name says") {
  struct Row {
    const char* prompt;
    bool ends_early;
    bool announced;
    bool stalls;
    bool slow;
  };
  const auto row = GENERATE(values<Row>({
      {"sandbox:file-cut", true, true, false, false},
      {"sandbox:file-cut-open", true, false, false, false},
      {"sandbox:file-open", false, false, false, false},
      {"sandbox:file-stall", true, true, true, false},
      {"sandbox:file-slow", false, true, false, true},
      {"a cat", false, true, false, false},
  }));
  CAPTURE(row.prompt);
  OneVideo one(row.prompt);
  const Answer answer = one.get(one.url);
  CHECK(answer.status == 200);
  CHECK(answer.body == one.video);
  CHECK((answer.sending.at_most < one.video.size()) == row.ends_early);
  CHECK(answer.sending.announced == row.announced);
  CHECK(answer.sending.stalls == row.stalls);
  CHECK(answer.sending.slow == row.slow);
  CHECK(one.gateway.till().visits[0].bytes == std::min(answer.sending.at_most, one.video.size()));
}

TEST_CASE("what comes instead of a video is as the fault's name says") {
  OneVideo page("sandbox:file-html");
  const Answer html = page.get(page.url);
  CHECK(html.status == 200);
  CHECK(html.content_type == "text/html");
  OneVideo error("sandbox:file-500");
  CHECK(error.get(error.url).status == 500);
  CHECK(error.gateway.till().visits[0].bytes == 0);
  OneVideo packed("sandbox:file-gzip");
  const Answer gzip = packed.get(packed.url);
  CHECK(header(gzip, "Content-Encoding") == "gzip");
  CHECK(gzip.body == gzipped(packed.video));
}

TEST_CASE("redirects lead where the fault's name says, and meet no fault on the way") {
  OneVideo once("sandbox:file-redirect sandbox:file-cut");
  const Answer to_name = once.get(once.url);
  CHECK(to_name.status == 302);
  const std::string at_localhost = header(to_name, "Location");
  CHECK(at_localhost.rfind("http://localhost:80/videos/", 0) == 0);
  const Answer served = once.get(at_localhost);
  CHECK(served.body == once.video);
  CHECK(served.sending.at_most == std::string::npos);

  OneVideo many("sandbox:file-redirect-many");
  std::string place = many.url;
  int hops = 0;
  for (Answer answer = many.get(place); answer.status == 302; answer = many.get(place)) {
    place = header(answer, "Location");
    ++hops;
  }
  CHECK(hops == 8);
  CHECK(many.get(place).body == many.video);

  OneVideo away("sandbox:file-redirect-private");
  CHECK(header(away.get(away.url), "Location").rfind("http://127.0.0.2:80/", 0) == 0);
}

TEST_CASE("the gateway's own address redirects to a link, which needs no key") {
  OneVideo one("sandbox:file-redirect", Shape::new_api_bare);
  const Answer answer = one.get("http://sandbox:80/v1/videos/" + one.id + "/content", {with_key});
  CHECK(answer.status == 302);
  CHECK(one.get(header(answer, "Location")).body == one.video);
}

}  // namespace shotlist::tests::video_test
