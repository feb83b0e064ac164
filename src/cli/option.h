#pragma once
// An option of a command: its name, its meaning, and where its value goes.

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shotlist::cli {

/// One option or positional argument, independent of the parsing library. `take` writes into the
/// object the option was made from, which must live until the command line is parsed.
struct Option {
  enum class Kind {
    flag,    ///< takes no value
    once,    ///< one value
    repeat,  ///< one value for each occurrence
    many,    ///< a positional argument: takes the rest
  };

  std::string names;  ///< `-o,--output`; for a positional argument, its name in the help
  Kind kind = Kind::once;
  std::string value = {};        ///< the help's name for its value: `FILE`, `ID,...`
  std::string description = {};  ///< a phrase, the default in brackets last; empty: hidden
  std::string group = {};        ///< its heading in the help; if empty, the usual one

  /// Its values, where all are known; more may follow one that ends in `=` or `:`. Null if any text
  /// may be one.
  std::vector<std::string> (*words)() = nullptr;

  /// Reads one value, or the empty text for a flag; returns false if it is invalid.
  std::function<bool(const std::string&)> take = {};
  std::string_view hint = {};     ///< what to write instead of an invalid value
  std::string_view refusal = {};  ///< why any value is refused; the value is not repeated

  bool required = false;
  std::vector<std::string> excludes = {};   ///< options it cannot be combined with
  std::vector<std::string> only_with = {};  ///< options it is meaningless without
};

using Options = std::vector<Option>;

/// For Option::take: stores the result of `parse`.
template <typename Target, typename Parse>
auto parsed_into(Target& target, Parse parse) {
  return [&target, parse](const std::string& text) {
    auto value = parse(text);
    if (!value) return false;
    target = std::move(*value);
    return true;
  };
}

/// For Option::take: stores any text, in a string, an optional string, or a list of them.
template <typename Target>
auto text_into(Target& target) {
  return [&target](const std::string& text) {
    target = text;
    return true;
  };
}
inline auto text_into(std::vector<std::string>& target) {
  return [&target](const std::string& text) {
    target.push_back(text);
    return true;
  };
}

/// For Option::take: records that a flag was given.
inline auto set(bool& target) {
  return [&target](const std::string&) { return target = true; };
}

}  // namespace shotlist::cli
