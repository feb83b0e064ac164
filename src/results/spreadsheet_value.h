#pragma once
// Text that a spreadsheet does not leave alone: it takes `007` for the number 7, and `dec-12` for a
// day.

#include <string_view>

namespace shotlist::results {

/// Whether a spreadsheet may take the cell for a number, a date or a truth value that it writes
/// back in another way; also where it `loses_digits`. False for whole numbers as everybody writes
/// them: 15.
bool is_taken_for_value(std::string_view cell);

/// Whether a spreadsheet takes the cell for a number and writes back less of it: one with zeros in
/// front, an exponent, or more digits than the 11 that Excel shows of a number, and saves (it keeps
/// 15): `007`, `12e45`, `20260301093000125`.
bool loses_digits(std::string_view cell);

/// Whether the text is what a spreadsheet makes of a number with many digits: `2.02611E+24`. Its
/// digits are lost.
bool is_shortened_number(std::string_view text);

}  // namespace shotlist::results
