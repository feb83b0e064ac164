#pragma once
// The names of the files that videos are saved in.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shotlist::collect {

/// A row whose video is to be saved.
struct RowToName {
  std::string id;
  bool has_own_id = false;  ///< the manifest gives it; else it was made up
  std::size_t row = 0;      ///< its number in the manifest, from 1
  std::string prompt;
  std::string name;  ///< `--name` with its variables filled in; empty if it is not given
};

/// Two rows that would be saved in one file.
struct NameClash {
  std::size_t first = 0;  ///< indexes into the rows
  std::size_t second = 0;
  std::string what;    ///< `rows 3 and 7 would both be saved as tram`
  std::string remedy;  ///< `give them different ids, ...`
};

/// The names of all rows, in their order, without extension. With clashes, nothing may be saved.
struct FileNames {
  std::vector<std::string> stems;
  std::vector<NameClash> clashes;
};

/// The most bytes of a stem: with its extension and the ending of a part, the name of a file has
/// 255 bytes at most.
inline constexpr std::size_t longest_stem = 255 - 5 - 14;

/// Names each row by `name`, else by its own id, else by its number and the first words of its
/// prompt: `0007-a-red-tram`. The names are valid on every system, in normal form C, and differ by
/// more than case.
FileNames name_files(const std::vector<RowToName>& rows);

/// `text` as a name that every system accepts; empty if nothing of it can stay.
std::string file_stem(std::string_view text);

/// What a file is called until it is whole: `stem.1f2e3d4c.part`, of the task's id.
std::string part_name(std::string_view stem, std::string_view task_id);

}  // namespace shotlist::collect
