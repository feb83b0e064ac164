#pragma once
// Writes prompts as people and their scripts write them, the same ones for the same seed.

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace shotlist::tests {

enum class Language { english, chinese };

/// How much a prompt says of its subject: about 35, 110 or 270 letters in English, 12, 35 or 90
/// characters in Chinese; a style comes on top.
enum class Size { brief, usual, ample };

class PromptWriter {
 public:
  PromptWriter(Language language, std::uint64_t seed) : language_(language), random_(seed) {}

  /// `count` different prompts, of one domain (food, travel, ...) or, where it is not given, of
  /// all.
  std::vector<std::string> batch(std::size_t count, Size size, int domain);

  /// What the whole of a batch looks like: `shot on 35mm film, natural light, ...`; never the same
  /// twice running.
  std::string style();

  std::string with_style(const std::string& prompt, const std::string& style) const;

  /// One change that a person makes to a prompt and still means the same video.
  enum class Touch { comma, added, removed, replaced, typo, reordered };
  static constexpr Touch touches[] = {Touch::comma,    Touch::added, Touch::removed,
                                      Touch::replaced, Touch::typo,  Touch::reordered};
  std::string touched(const std::string& prompt, Touch touch);

  static constexpr int domains = 5;
  static constexpr int all_domains = -1;

 private:
  std::string prompt(Size size, int domain);
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }
  template <typename List>
  std::string one_of(const List& list) {
    return std::string(list[below(std::size(list))]);
  }

  Language language_;
  std::mt19937_64 random_;  // its numbers are the same with every library; distributions are not
  std::size_t last_style_ = 0;
};

}  // namespace shotlist::tests
