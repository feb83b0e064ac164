// Runs a program and writes what it took: `stopwatch FILE PROGRAM [ARGUMENT...]`. The file gets one
// line: seconds, seconds of CPU in the program, seconds of CPU in the kernel, peak memory in KiB,
// and how it ended, as a shell says it.
//
// Linux counts the memory of the process that starts a program as the program's own; so whoever
// measures must be small.

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int could_not_measure = 125;

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

int fail(const char* what, int code) {
  std::fprintf(stderr, "stopwatch: %s: %s\n", what, std::strerror(code));
  return could_not_measure;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: stopwatch FILE PROGRAM [ARGUMENT...]\n", stderr);
    return could_not_measure;
  }
  const auto started = std::chrono::steady_clock::now();
  pid_t child = 0;
  if (const int code = posix_spawnp(&child, argv[2], nullptr, nullptr, argv + 2, environ)) {
    return fail(argv[2], code);
  }
  int status = 0;
  rusage used{};
  if (wait4(child, &status, 0, &used) != child) return fail("wait4", errno);
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - started;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);

  std::FILE* file = std::fopen(argv[1], "w");
  if (file == nullptr) return fail(argv[1], errno);
  std::fprintf(file, "%.6f %.6f %.6f %ld %d\n", passed.count(), seconds(used.ru_utime),
               seconds(used.ru_stime), used.ru_maxrss, code);
  return std::fclose(file) == 0 ? 0 : fail(argv[1], errno);
}
