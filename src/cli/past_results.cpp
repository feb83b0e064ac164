#include "cli/past_results.h"

#include <utility>

#include "cli/files.h"
#include "results/results_csv.h"

namespace shotlist::cli {

const PastResults::File* PastResults::find(const std::string& path) {
  const std::string name = resolved_path(path);
  auto found = files_.find(name);
  if (found == files_.end()) found = files_.emplace(name, read(path)).first;
  return found->second ? &*found->second : nullptr;
}

std::optional<PastResults::File> PastResults::read(const std::string& path) {
  if (!disk_.has_file(path)) return std::nullopt;
  auto text = disk_.read_if(path, results::longest_results_header, results::looks_like_results);
  if (!text) return std::nullopt;
  const bool is_results = results::looks_like_results(*text);
  const bool is_empty = text->empty();
  const Fingerprint digest = fingerprint_of(*text);
  return File{std::move(*text), is_results, is_empty, is_results, digest};
}

const std::string* PastResults::text_of(const std::string& path) {
  const File* file = find(path);
  if (file != nullptr && file->is_results && !file->is_whole) {
    forget(path);
    file = find(path);
  }
  return file != nullptr && file->is_results ? &file->text : nullptr;
}

std::optional<Results> PastResults::lines(const std::string& path) {
  const std::string* text = text_of(path);
  if (text == nullptr) return std::nullopt;
  return results::read_results(*text, path);
}

void PastResults::drop_text(const std::string& path) {
  const auto found = files_.find(resolved_path(path));
  if (found == files_.end() || !found->second) return;
  // Assigning an empty text would keep the memory.
  std::string().swap(found->second->text);
  found->second->is_whole = false;
}

void PastResults::keep_starts() {
  for (auto& [path, file] : files_) {
    if (!file || file->text.size() <= results::longest_results_header) continue;
    file->text.resize(results::longest_results_header);
    file->text.shrink_to_fit();
    file->is_whole = false;
  }
}

void PastResults::forget(const std::string& path) {
  files_.erase(resolved_path(path));
}

}  // namespace shotlist::cli
