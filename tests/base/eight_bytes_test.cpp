#include "base/eight_bytes.h"

#include <algorithm>
#include <string>

#include "support/catch2.h"

namespace shotlist::tests::eight_bytes_test {

namespace {

bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}

bool is_searched(char c) {
  return c == ',' || c == '"' || static_cast<unsigned char>(c) < ' ';
}

}  // namespace

TEST_CASE("eight bytes at once are what each of them is alone, wherever two of them stand") {
  std::size_t wrong = 0;
  for (unsigned first = 0; first < 256; ++first) {
    for (const unsigned second : {0x00U, 0x1FU, 0x20U, 0x21U, 0x22U, 0x2CU, 0x2DU, 0x7EU, 0x7FU,
                                  0x80U, 0xA0U, 0xA2U, 0xACU, 0xFFU}) {
      for (std::size_t at = 0; at < EightBytes::size; ++at) {
        std::string text(EightBytes::size, 'a');
        text[at] = static_cast<char>(first);
        text[(at + 1) % EightBytes::size] = static_cast<char>(second);
        const EightBytes bytes(text.data());
        const auto found = std::find_if(text.begin(), text.end(), is_searched);
        const bool same =
            bytes.all_printable_ascii() == std::all_of(text.begin(), text.end(), is_printable) &&
            bytes.before_any(',', '"') == static_cast<std::size_t>(found - text.begin()) &&
            bytes.has(',') == (text.find(',') != std::string::npos);
        if (!same) ++wrong;
      }
    }
  }
  CHECK(wrong == 0);
}

}  // namespace shotlist::tests::eight_bytes_test
