#pragma once
// The words of the page, by their keys in show/page/words.json, for what the page holds before its
// script runs. The script replaces them by Chinese ones where the browser asks for these.

#include <string>
#include <string_view>
#include <vector>

namespace shotlist::show {

/// What stands for {0}, {1}, …; not disarmed. A text with two forms, `{0} row|{0} rows`, is in the
/// first one if {0} is "1".
using WordValues = std::vector<std::string>;

/// In English. Throws std::logic_error if there is no such key.
std::string page_words(std::string_view key, const WordValues& values = {});

/// An element with these words, as HTML: `<span data-say="rows.count" data-0="2">2 rows</span>`.
/// `attributes` are HTML.
std::string said(std::string_view tag, std::string_view key, const WordValues& values = {},
                 std::string_view attributes = {});

}  // namespace shotlist::show
