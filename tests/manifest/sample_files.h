#pragma once
// Files that lie in the repository: the samples of manifests/, and what spreadsheets exported.

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace shotlist::tests {

inline std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("there is no file " + path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

inline std::string sample(const std::string& name) {
  return content_of(std::string(SHOTLIST_MANIFESTS) + "/" + name);
}

inline std::string export_file(const std::string& name) {
  return content_of(std::string(SHOTLIST_EXPORTS) + "/" + name);
}

}  // namespace shotlist::tests
