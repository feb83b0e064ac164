#pragma once
// The requests that a peer sends: the lines of a file.

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

/// Throws where there is no such file.
inline std::vector<std::string> lines_of(const char* path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error(std::string("there is no file ") + path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}
