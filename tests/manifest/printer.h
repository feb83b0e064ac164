#pragma once
// Writes rows as manifests, in every form that a manifest may have.

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "system/text_decoder.h"

namespace shotlist::tests {

/// A row as somebody has it in mind.
struct PlainRow {
  std::string id;  // empty: none
  std::string prompt;
  std::string model;
  std::string orientation;
  std::string size;
  int duration = 15;
  bool watermark = false;
  std::vector<std::string> images;  // none: as the model has it by itself
  std::string note;                 // a variable; empty: none

  friend bool operator==(const PlainRow&, const PlainRow&) = default;
};
using PlainRows = std::vector<PlainRow>;

/// The dice that decide which of many right forms is written.
using Dice = std::mt19937;

/// Rows whose text holds all that YAML, CSV and templates give a meaning.
PlainRows any_rows(Dice& dice);

/// Each with a line end, quotes, a delimiter and an order of columns that the dice choose.
std::string as_yaml(const PlainRows& rows, Dice& dice);
std::string as_csv(const PlainRows& rows, Dice& dice);
std::string as_jsonl(const PlainRows& rows);

/// `text` in another encoding, with the mark that it needs to be known by.
std::string encoded(const std::string& text, std::string_view encoding);

}  // namespace shotlist::tests
