#pragma once
// yaml-cpp's messages about text that is not YAML, in our own words.

#include <optional>
#include <string>
#include <string_view>

namespace shotlist::manifest {

/// What is wrong, and how to fix it.
struct YamlWords {
  std::string_view what;
  std::string_view remedy;
};

/// Our words for a message of yaml-cpp, given without its line and column.
YamlWords yaml_words_for(std::string_view message);

/// `text` as YAML in double quotes, for a remedy to be pasted; none if it is too long for that.
std::optional<std::string> in_yaml_quotes(std::string_view text);

}  // namespace shotlist::manifest
