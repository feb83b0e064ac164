#pragma once
// The results files that are there when a command begins.

#include <map>
#include <optional>
#include <string>

#include "base/digest.h"
#include "model/result.h"
#include "system/disk.h"

namespace shotlist::cli {

/// Reads each of them once, for all who ask: guards, accounts, and whoever replaces one. They are
/// kept until `forget`. Borrows the disk. Everything throws Error (disk) if a file cannot be read.
class PastResults {
 public:
  struct File {
    std::string text;  ///< only the first bytes unless `is_results`; none after `drop_text`
    bool is_whole = false;
    bool is_empty = false;
    bool is_results = false;
    Fingerprint digest;  ///< of the text
  };

  explicit PastResults(system::Disk& disk) : disk_(disk) {}

  /// None if there is no regular file at `path`. Valid until `forget`.
  const File* find(const std::string& path);

  /// The whole text of the file, read again if it was dropped; null if there is no file, or it is
  /// another kind of file. Valid until something is dropped or forgotten.
  const std::string* text_of(const std::string& path);

  /// The lines of the file; none if there is no file, or it is another kind of file. Throws Error
  /// (invalid) as `results::read_results` does.
  std::optional<Results> lines(const std::string& path);

  /// To be called when nobody will need the text: it may be a quarter of what a run has in memory.
  /// `lines` would read it again.
  void drop_text(const std::string& path);

  /// Drops what follows the first `results::longest_results_header` bytes of each file: for those
  /// who replace none of them.
  void keep_starts();

  /// To be called when others may have changed the files.
  void forget() { files_.clear(); }

  /// To be called when the file at `path` is no longer needed.
  void forget(const std::string& path);

 private:
  std::optional<File> read(const std::string& path);

  system::Disk& disk_;
  std::map<std::string, std::optional<File>> files_;  ///< by resolved path
};

}  // namespace shotlist::cli
