#include "show/collection.h"

#include <string>

#include "support/catch2.h"

namespace shotlist::tests::collection_test {
namespace {

show::Collection half_done() {
  show::Collection collection;
  collection.tasks = 9;
  collection.completed = 3;
  collection.failed = 4;
  collection.lost = 1;
  collection.running = 1;
  collection.files = 2;
  collection.fetched = 1;
  collection.bytes = 3'100'000;
  collection.folder = "videos";
  collection.not_fetched = 1;
  for (const char* row : {"a", "b", "c", "d"})
    collection.missing.push_back({row, VideoStatus::failed, "moderated"});
  collection.missing.push_back({"e", VideoStatus::lost, "the server does not know the task"});
  collection.missing.push_back({"f\x1b[31m", VideoStatus::completed, "the link answers 404"});
  return collection;
}

}  // namespace

TEST_CASE("equal causes are one line, and the command that goes on costs nothing") {
  const std::string text = show::collection_text(half_done(), "shotlist collect shots.csv", 100);
  CHECK(text ==
        "9 tasks: 3 completed, 4 failed, 1 lost, 1 still running · 2 videos on the disk, 1 fetched "
        "into videos now (3.1 MB)\n"
        "  failed (4)  a, b, c and 1 more: moderated\n"
        "  lost (1)  e: the server does not know the task\n"
        "  not fetched (1)  f\\x1b[31m: the link answers 404\n"
        "next: look again, which costs nothing:  shotlist collect shots.csv\n");
}

TEST_CASE("two payments for one video are told") {
  show::Collection collection;
  collection.tasks = collection.completed = 3;
  collection.same_video = {{"tram", "harbor"}};
  CHECK(show::collection_text(collection, "", 100) ==
        "3 tasks: 3 completed\n"
        "1 video has the bytes of another row's, though each was paid for: tram is harbor\n");
}

TEST_CASE("where all is done there is nothing to type next") {
  show::Collection collection;
  collection.tasks = collection.completed = 1;
  CHECK(show::collection_text(collection, "shotlist collect shots.csv", 100) ==
        "1 task: 1 completed\n");
}

TEST_CASE("what to do before looking again is said where it is known") {
  show::Collection collection;
  collection.tasks = collection.running = 2;
  collection.cause = ErrorClass::auth;
  collection.why = "HTTP 401: no";
  CHECK(show::collection_text(collection, "shotlist collect a.csv", 100) ==
        "2 tasks: 0 completed, 2 still running\nstopped: HTTP 401: no\n"
        "next: give the key that the tasks were sent with (SHOTLIST_API_KEY or --api-key-file), "
        "then look again, which costs nothing:  shotlist collect a.csv\n");
  collection.cause = ErrorClass::endpoint;
  CHECK(show::collection_text(collection, "x", 100).find("next: correct the address (--base-url") !=
        std::string::npos);
}

TEST_CASE("tasks that are lost to a server that knows none are explained") {
  show::Collection collection;
  collection.tasks = collection.lost = 1;
  collection.knows_none = true;
  CHECK(show::collection_text(collection, "shotlist collect a.csv --again lost", 100) ==
        "1 task: 0 completed, 1 lost\n"
        "the server knew none of the tasks that it was asked for: the key may belong to another "
        "account, or the address may be another gateway's\n"
        "next: check the key and the address, then look again, which costs nothing:  shotlist "
        "collect a.csv --again lost\n");
}

TEST_CASE("a limit that was reached can be gone beyond") {
  show::Collection collection;
  collection.tasks = collection.completed = 1;
  collection.stop = ExitCode::stopped;
  collection.why = "--limit is reached";
  CHECK(show::collection_text(collection, "shotlist collect a.csv --limit 1", 100) ==
        "1 task: 1 completed\nstopped: --limit is reached\n"
        "next: look again, which costs nothing:  shotlist collect a.csv --limit 1\n");
}

TEST_CASE("the same as an object has every number, and what is missing") {
  show::Collection collection = half_done();
  collection.missing.resize(1);
  collection.why = "the disk is full";
  CHECK(show::collection_json(collection) ==
        R"({"tasks":9,"completed":3,"failed":4,"expired":0,"lost":1,"running":1,"files":2,)"
        R"("fetched":1,"bytes":3100000,"stopped":"the disk is full","missing":[{"id":"a",)"
        R"("video_status":"failed","video_error":"moderated"}]})"
        "\n");
}

}  // namespace shotlist::tests::collection_test
