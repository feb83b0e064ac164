#include "base/shell_word.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::inline base {
namespace {

// Letters beyond ASCII have no special meaning in a shell.
bool is_plain(char c) {
  return is_ascii_alphanumeric(c) || static_cast<unsigned char>(c) >= 0x80U ||
         std::string_view("_-./:=@%+,").find(c) != std::string_view::npos;
}

// For a shell that knows $'...': bytes that are not safe to show are written in octal.
std::string escaped_word(const std::string& word) {
  std::string quoted = "$'";
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint point = decode_utf8(word, at);
    const std::string bytes = word.substr(at, point.size);
    at += point.size;
    if (bytes == "\n") {
      quoted += "\\n";
    } else if (disarm(bytes) != bytes) {
      for (const char c : bytes)
        quoted += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
    } else {
      if (bytes == "'" || bytes == "\\") quoted += '\\';
      quoted += bytes;
    }
  }
  return quoted += '\'';
}

}  // namespace

std::string shell_word(const std::string& word) {
  if (disarm(word) != word) return escaped_word(word);
  if (!word.empty() && std::all_of(word.begin(), word.end(), is_plain)) return word;
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted += '\'';
}

}  // namespace shotlist::inline base
