#include "cli/shell_line.h"

#include <cstddef>

namespace shotlist::cli {
namespace {

std::string inside_quotes(std::string_view word, char quote) {
  std::string text;
  for (const char c : word) {
    if (quote == '\'' && c == '\'') {
      text += R"('\'')";
    } else if (quote == '"' && c == '!') {
      text += R"("'!'")";  // a backslash would stay
    } else {
      if (quote == '"' && std::string_view("\"\\$`").find(c) != std::string_view::npos)
        text += '\\';
      text += c;
    }
  }
  return text;
}

}  // namespace

ShellLine read_shell_line(std::string_view line) {
  ShellLine read{{std::string()}};
  char quote = 0;
  bool has_begun = false;  // the last word, though it may be empty: ''
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    std::string& word = read.words.back();
    if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
      if (has_begun) read.words.emplace_back();
      has_begun = false;
      continue;
    }
    has_begun = true;
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
      read.quoted_from = word.size();
    } else if (c == quote) {
      quote = 0;
    } else if (c == '\\' && quote != '\'' && at + 1 < line.size()) {
      const char next = line[++at];
      const bool stays = quote == '"' && std::string_view("\"\\$`").find(next) == std::string::npos;
      if (stays) word += c;
      word += next;
    } else {
      word += c;
    }
  }
  read.quote = quote;
  return read;
}

std::string replacement_in_bash(const std::string& word, const ShellLine& line,
                                std::string_view word_breaks) {
  if (line.quote != 0) return inside_quotes(word.substr(line.quoted_from), line.quote);
  std::size_t kept = line.words.back().find_last_of(word_breaks);
  kept = kept == std::string::npos ? 0 : kept + 1;
  std::string text;
  for (const char c : word.substr(kept)) {
    if (std::string_view(" \t'\"\\$`&|;<>()*?[]{}~#!").find(c) != std::string_view::npos)
      text += '\\';
    text += c;
  }
  return text;
}

}  // namespace shotlist::cli
