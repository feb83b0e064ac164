#pragma once
// Text in the single form that equal texts share.

#include <string>
#include <string_view>

namespace shotlist::inline base {

/// Appends `text` to `out` with every line end (CR LF, CR or LF) as LF.
void append_with_lf(std::string& out, std::string_view text);

/// `text` in Unicode normalization form C (UAX 15), with LF for each line end: `é` is one
/// character, however it was typed. In text that is not UTF-8, only the line ends change.
/// Characters newer than the library's version of Unicode stay as they are, too.
std::string in_normal_form(std::string_view text);

/// `text` for comparing names: in small letters, without accents and invisible characters, and with
/// one form of each letter (`Ｐ`, `ﬁ`). Text that is not UTF-8 stays as it is.
std::string folded(std::string_view text);

/// `text` as file systems compare names that differ by case alone: in small letters, in normal form.
/// Accents count. Text that is not UTF-8 stays as it is.
std::string without_case(std::string_view text);

/// Whether `text` is certainly in normal form, checked without Unicode tables. True for ASCII with
/// LF, most European text and nearly all CJK.
bool is_surely_normal(std::string_view text);

}  // namespace shotlist::inline base
