#include "system/atomic_file.h"

#include <utility>

#include "base/error.h"

namespace shotlist::system {

AtomicFile::AtomicFile(Disk& disk, std::string path)
    : disk_(disk), path_(std::move(path)), aside_(path_ + ".new") {
  disk_.remove(aside_);  // left by a process that was killed
  file_ = disk_.open(aside_);
}

AtomicFile::~AtomicFile() {
  if (!file_) return;
  file_.reset();
  try {
    disk_.remove(aside_);
  } catch (const Error&) {
    // The disk is failing and the error that led here says so; the leftover is removed next time.
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
