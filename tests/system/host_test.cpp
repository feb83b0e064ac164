#include "system/host.h"

#include <csignal>
#include <filesystem>

#include <spawn.h>
#include <sys/wait.h>

#include "support/catch2.h"
#include "support/temporary_directory.h"

namespace shotlist::tests::host_test {
namespace {

/// `sleep`, in a file called `name`.
class Sleeping {
 public:
  explicit Sleeping(const std::string& name) : file_(directory_.file(name)) {
    std::filesystem::copy_file("/bin/sleep", file_);
    std::string minute = "60";
    std::string program = file_.string();
    char* words[] = {program.data(), minute.data(), nullptr};
    REQUIRE(::posix_spawn(&process_, program.c_str(), nullptr, nullptr, words, nullptr) == 0);
  }
  Sleeping(const Sleeping&) = delete;
  Sleeping& operator=(const Sleeping&) = delete;
  ~Sleeping() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }

  void remove_file() { std::filesystem::remove(file_); }
  ::pid_t process() const { return process_; }

 private:
  TemporaryDirectory directory_;
  std::filesystem::path file_;
  ::pid_t process_ = 0;
};

}  // namespace

TEST_CASE("a process runs this program if its file has the name, even after it was replaced") {
  CHECK(system::is_running(system::process_number()));
  CHECK_FALSE(system::is_running(0));
  Sleeping same(std::filesystem::read_symlink("/proc/self/exe").filename());
  CHECK(system::is_running(same.process()));
  same.remove_file();
  CHECK(system::is_running(same.process()));
  CHECK_FALSE(system::is_running(Sleeping("another").process()));
}

}  // namespace shotlist::tests::host_test
