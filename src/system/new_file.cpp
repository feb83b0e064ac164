#include "system/new_file.h"

#include <cerrno>
#include <cstdio>
#include <memory>

#include "base/error.h"
#include "base/translation.h"

namespace shotlist::system {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

[[noreturn]] void fail(const std::string& path) {
  throw system_error(ExitCode::disk, in_both([&] { return tr("cannot write ") + path; }), errno);
}

// The caller removes what this leaves behind when it throws.
void write_all(std::FILE* opened, const std::string& path, std::string_view text) {
  std::unique_ptr<std::FILE, Close> file(opened);
  if (std::fwrite(text.data(), 1, text.size(), file.get()) != text.size()) fail(path);
  if (std::fclose(file.release()) != 0) fail(path);
}

}  // namespace

bool write_file(const std::string& path, std::string_view text, Existing existing,
                std::string_view aside) {
  const bool keeps = existing == Existing::keep;
  const std::string target = keeps ? path : path + "." + std::string(aside);
  // "x": fails if the file exists; checked and created in one step.
  std::FILE* opened = std::fopen(target.c_str(), keeps ? "wx" : "w");
  if (opened == nullptr) {
    if (keeps && errno == EEXIST) return false;
    fail(target);
  }
  try {
    write_all(opened, target, text);
    if (!keeps && std::rename(target.c_str(), path.c_str()) != 0) fail(path);
  } catch (const Error&) {
    std::remove(target.c_str());
    throw;
  }
  return true;
}

}  // namespace shotlist::system
