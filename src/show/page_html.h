#pragma once
// Text from elsewhere (a server, a manifest) made fit for HTML and for the data of a script.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shotlist::show {

/// Disarmed, and with each character that means something to HTML as a reference: fit for an
/// element and for an attribute in quotes.
std::string html_text(std::string_view text);

/// Disarmed line by line: the line ends stay, as \n, for where text is shown at full length.
std::string disarmed_lines(std::string_view text);

/// Adds `text`, which must be UTF-8, to `json` as a string in quotes that can stand in a script
/// element: it holds no `<`, `>` or `&`, and no line end that only a script takes for one.
void append_script_text(std::string& json, std::string_view text);

/// `skeleton` with each `@name@` replaced. What is put in is not looked at again, so that it may
/// hold anything. Throws std::logic_error where a name has no value.
std::string filled(std::string_view skeleton,
                   const std::vector<std::pair<std::string_view, std::string>>& values);

}  // namespace shotlist::show
