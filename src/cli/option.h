#pragma once
// An option of a command: what it is called, what it means, and what it writes into.

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shotlist::cli {

/// One option or positional argument, apart from the library that reads it. `take` writes into what
/// the option was made from, which must live until the command line is read.
struct Option {
  enum class Kind {
    flag,    ///< takes no value
    once,    ///< one value
    repeat,  ///< one value each time it is given
    many,    ///< a positional argument: all that is left
  };

  std::string names;  ///< `-o,--output`; of a positional argument, its name in the help
  Kind kind = Kind::once;
  std::string value = {};        ///< what the help calls its value: `FILE`
  std::string description = {};  ///< a phrase; a default stands in brackets at its end; empty: not
                                 ///< in the help
  std::string group = {};        ///< the heading it stands under in the help; empty: the usual one

  /// Reads one value, or the empty text of a flag; false where it cannot be one.
  std::function<bool(const std::string&)> take = {};
  std::string_view hint = {};     ///< what to write instead of a value that it does not take
  std::string_view refusal = {};  ///< why it is refused whatever its value, which is not repeated

  bool required = false;
  std::vector<std::string> excludes = {};   ///< options that it cannot be given with
  std::vector<std::string> only_with = {};  ///< options that it means nothing without
};

using Options = std::vector<Option>;

/// For Option::take: takes what `parse` makes of the text.
template <typename Target, typename Parse>
auto parsed_into(Target& target, Parse parse) {
  return [&target, parse](const std::string& text) {
    auto value = parse(text);
    if (!value) return false;
    target = std::move(*value);
    return true;
  };
}

/// For Option::take: takes any text, into a string or an optional one, or into a list of them.
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

/// For Option::take: notes that a flag was given.
inline auto set(bool& target) {
  return [&target](const std::string&) { return target = true; };
}

}  // namespace shotlist::cli
