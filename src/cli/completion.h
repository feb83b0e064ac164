#pragma once
// What may be typed next on a command line.

#include <string>
#include <vector>

#include "system/disk.h"

namespace shotlist::cli {

/// A word that may stand where the last one is being typed.
struct Candidate {
  std::string word;          ///< whole, with what was typed of it
  std::string meaning = {};  ///< a phrase; may be empty

  friend bool operator==(const Candidate&, const Candidate&) = default;
};

/// What may stand there: words, or the names of files, which the shell knows.
struct Completion {
  enum class Kind { words, files, folders };

  Kind kind = Kind::words;
  std::vector<Candidate> candidates = {};  ///< all of them begin with what was typed
  std::vector<std::string> endings = {};   ///< of the files that are meant; empty: any
};

/// The completion of the last of `words`, which follow the program's name; it may be empty. Looks
/// into the manifest or results file that the other words name, and at nothing else. `home` is
/// where `~/` leads.
Completion complete(const std::vector<std::string>& words, system::Disk& disk,
                    const std::string& home);

/// Whether a space does not end `word`, since more of it follows: it ends in `=`, `:` or `,`.
bool goes_on(const std::string& word);

}  // namespace shotlist::cli
