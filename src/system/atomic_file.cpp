#include "system/atomic_file.h"

#include <utility>

#include "base/error.h"

namespace shotlist::system {

namespace {

std::string aside_of(const std::string& path) {
  return path + ".new";
}

}  // namespace

void AtomicFile::remove_leftover(Disk& disk, const std::string& path) {
  disk.remove(aside_of(path));
}

AtomicFile::AtomicFile(Disk& disk, std::string path)
    : disk_(disk), path_(std::move(path)), aside_(aside_of(path_)) {
  file_ = disk_.open_alone(aside_);
}

AtomicFile::~AtomicFile() {
  if (!file_) return;
  try {
    disk_.remove(aside_);  // while it is ours
  } catch (const Error&) {
    // The disk is failing, and the error that led here reports it; the leftover is removed next
    // time.
  }
}

void AtomicFile::append(std::string_view bytes) {
  file_->append(bytes);
}

void AtomicFile::commit() {
  file_->sync();
  disk_.rename(aside_, path_);
  file_.reset();
  disk_.sync_directory_of(path_);
}

}  // namespace shotlist::system
