#include "manifest/header_row.h"

#include <algorithm>

#include "base/text.h"

namespace shotlist::manifest {
namespace {

std::string plain(std::string_view text) {
  return lower_ascii(trimmed_of_blanks(text));
}

}  // namespace

HeaderRow::HeaderRow(const std::vector<CsvCell>& cells, std::string_view prompt)
    : prompt_(plain(prompt)) {
  for (std::size_t byte = 0; byte < starts_.size(); ++byte) {
    // Blanks and a byte order mark begin with other bytes.
    const bool is_ideograph = byte >= 0xE4 && byte <= 0xE9;
    starts_[byte] = !is_ascii_alphanumeric(static_cast<char>(byte)) && !is_ideograph;
  }
  for (const CsvCell& cell : cells) {
    const std::string name = plain(cell.text);
    if (name.empty()) continue;
    const char first = name.front();
    starts_[static_cast<unsigned char>(first)] = true;
    if (first >= 'a' && first <= 'z') starts_[static_cast<unsigned char>(first - 'a' + 'A')] = true;
    longest_ = std::max(longest_, name.size());
    names_.insert(name);
  }
}

// Most texts are longer than any name, or have another first letter.
bool HeaderRow::may_be_name(std::string_view text) const {
  constexpr std::size_t most_blanks = 16;
  return text.size() <= longest_ + most_blanks && starts_[static_cast<unsigned char>(text.front())];
}

bool HeaderRow::is_name(std::string_view text) const {
  return may_be_name(text) && names_.contains(plain(text));
}

bool HeaderRow::is_repeated_by(const std::vector<CsvCell>& row) const {
  constexpr std::size_t enough = 2;
  std::size_t named = 0;
  std::size_t others = 0;
  bool names_prompt = false;
  for (const CsvCell& cell : row) {
    if (cell.text.empty()) continue;
    if (!is_name(cell.text)) {
      // The first cell decides nearly always.
      if (++others > 1 || prompt_.empty()) return false;
      continue;
    }
    ++named;
    names_prompt = names_prompt || plain(cell.text) == prompt_;
  }
  if (others > 0) return names_prompt && named >= enough;
  return named >= std::min(enough, names_.size()) && named > 0;
}

}  // namespace shotlist::manifest
