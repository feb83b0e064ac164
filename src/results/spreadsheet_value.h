#pragma once
// Text that a spreadsheet changes: it reads `007` as the number 7, and `dec-12` as a date.

#include <string_view>

namespace shotlist::results {

/// Whether a spreadsheet may read the cell as a number, a date or a truth value and write it back
/// differently; true if it `loses_digits`. False for whole numbers in the usual notation: 15.
bool is_taken_for_value(std::string_view cell);

/// Whether a spreadsheet reads the cell as a number and writes back less of it: leading zeros, an
/// exponent, or more digits than the 11 that Excel displays, and saves (it keeps 15): `007`,
/// `12e45`, `20260301093000125`.
bool loses_digits(std::string_view cell);

/// Whether the text is how a spreadsheet writes a number with many digits: `2.02611E+24`. Its
/// digits are lost.
bool is_shortened_number(std::string_view text);

}  // namespace shotlist::results
