#pragma once
// Makes foreign text (from a server or a manifest) safe for HTML and for a script's data, and
// writes numbers for people.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/money.h"
#include "show/review.h"

namespace shotlist::show {

/// Disarmed, with every character special to HTML as a reference: safe in an element and in a
/// quoted attribute.
std::string html_text(std::string_view text);

/// Disarmed line by line: line ends stay, as \n, for text that is shown in full.
std::string disarmed_lines(std::string_view text);

/// Appends `text`, which must be UTF-8, to `json` as a quoted string that is safe in a script
/// element: it holds no `<`, `>` or `&`, and no character that only a script takes for a line end.
void append_script_text(std::string& json, std::string_view text);

/// `1,234`
std::string grouped(std::size_t count);

/// `CNY 1,234.50`; without a currency, the amount alone. Not disarmed.
std::string price_text(Money price, std::string_view currency);

/// `rate_limited` as `rate-limited`, for a class or a key.
std::string with_dashes(std::string_view word);

/// Passes on `skeleton`, and calls the part of that name instead of each `@name@`: it passes on
/// anything. Throws std::logic_error if a name has no part.
void write_filled(std::string_view skeleton,
                  const std::vector<std::pair<std::string_view, std::function<void()>>>& parts,
                  const TakeText& take);

}  // namespace shotlist::show
