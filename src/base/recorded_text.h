#pragma once
// Reasons that the ledger and the results hold in English, for people who read another language.

#include <string>
#include <string_view>

namespace shotlist::inline base {

/// `text`, which was recorded in English, in the language that is spoken. A server's own words stay
/// as they are, and so does what is not known here.
std::string spoken_text(std::string_view text);

}  // namespace shotlist::inline base
