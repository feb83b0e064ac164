#pragma once
// Text in the one spelling that equal texts have in common.

#include <string>
#include <string_view>

namespace shotlist::inline base {

/// Adds `text` to `out` with LF for each line end, be it CR LF, CR or LF.
void append_with_lf(std::string& out, std::string_view text);

/// `text`, which must be UTF-8, in Unicode's normalization form C (UAX 15) and with LF for each
/// line end: `é` is one character, however it was typed. Text that is not UTF-8 keeps its
/// characters as they are. Characters that Unicode did not have when the library was made stay,
/// too.
std::string in_normal_form(std::string_view text);

/// Whether it is plain to see, without a table, that `text` is in normal form. True for ASCII with
/// LF, for most text of Europe and for nearly all of CJK.
bool is_surely_normal(std::string_view text);

}  // namespace shotlist::inline base
