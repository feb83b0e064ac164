#pragma once
// What yaml-cpp says of text that is no YAML, in our own words.

#include <string_view>

namespace shotlist::manifest {

/// What is wrong, and what to do.
struct YamlWords {
  std::string_view what;
  std::string_view remedy;
};

/// Our words for a message of yaml-cpp, without its line and column.
YamlWords yaml_words_for(std::string_view message);

}  // namespace shotlist::manifest
