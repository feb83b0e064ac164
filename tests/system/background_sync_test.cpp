#include "system/background_sync.h"

#include <array>
#include <cerrno>

#include <poll.h>
#include <unistd.h>

#include "support/catch2.h"
#include "support/temporary_directory.h"
#include "system/file_descriptor.h"
#include "system/posix_disk.h"

using namespace shotlist::system;
using namespace shotlist::tests;

namespace {

/// A pipe: nothing that can be synced.
class Pipe {
 public:
  Pipe() {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    out_ = FileDescriptor(ends[0]);
    in_ = FileDescriptor(ends[1]);
  }
  int in() const { return in_.get(); }

 private:
  FileDescriptor out_;
  FileDescriptor in_;
};

void wait_for(int descriptor) {
  pollfd waiting{descriptor, POLLIN, 0};
  REQUIRE(::poll(&waiting, 1, -1) == 1);
}

bool is_readable(int descriptor) {
  pollfd waiting{descriptor, POLLIN, 0};
  return ::poll(&waiting, 1, 0) == 1;
}

}  // namespace

TEST_CASE("a sync beside its writer says when it has ended, once") {
  const TemporaryDirectory directory;
  PosixDisk disk;
  const auto file = disk.open(directory.file("a"));
  CHECK(file->sync_has_ended());
  CHECK_FALSE(is_readable(file->sync_descriptor()));
  for (int round = 0; round < 100; ++round) {
    file->append("line\n");
    file->begin_sync();
    wait_for(file->sync_descriptor());
    CHECK(file->sync_has_ended());
    CHECK_FALSE(is_readable(file->sync_descriptor()));
    CHECK(file->sync_has_ended());
  }
}

TEST_CASE("a sync that waits may follow one that is under way") {
  const TemporaryDirectory directory;
  PosixDisk disk;
  const auto file = disk.open(directory.file("a"));
  file->begin_sync();
  file->sync();
  CHECK_FALSE(is_readable(file->sync_descriptor()));
  file->begin_sync();
  wait_for(file->sync_descriptor());
  CHECK(file->sync_has_ended());
}

TEST_CASE("what fails beside the writer is told to whoever asks") {
  const Pipe pipe;
  BackgroundSync sync(pipe.in());
  CHECK(sync.finish() == 0);
  for (int round = 0; round < 3; ++round) {
    sync.begin();
    CHECK(sync.is_under_way());
    wait_for(sync.descriptor());
    int code = 0;
    REQUIRE(sync.has_ended(code));
    CHECK(code == EINVAL);
    CHECK_FALSE(sync.is_under_way());
    sync.begin();
    CHECK(sync.finish() == EINVAL);
  }
}

TEST_CASE("whoever lets go of a file waits for the sync that is under way") {
  const TemporaryDirectory directory;
  PosixDisk disk;
  for (int round = 0; round < 20; ++round) {
    const auto file = disk.open(directory.file("a"));
    file->append("line\n");
    file->begin_sync();
  }
  CHECK(disk.read(directory.file("a"))->size() == 20 * 5);
}
