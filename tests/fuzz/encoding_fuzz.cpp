#include <array>

#include "fuzz/reading.h"
#include "manifest/encoding.h"
#include "manifest/encoding_guess.h"
#include "manifest/source_text.h"

namespace {

using namespace shotlist;
using namespace shotlist::manifest;
using namespace shotlist::tests;

void check_source(const SourceText& source) {
  Diagnostics diagnostics;
  const bool good = check_encoding(source, diagnostics, "shotlist check m.csv");
  must(good == (diagnostics.errors() == 0));
  must(diagnostics.errors() <= 1);
  if (good) must(!first_invalid_utf8(source.text));
  for (const Diagnostic& diagnostic : diagnostics.in_file_order())
    must(!first_invalid_utf8(to_json(diagnostic)));
  must(!first_invalid_utf8(diagnostics.to_text(80)));
}

}  // namespace

// Whatever a file holds and whatever its encoding is said to be, it is read or refused once.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  constexpr std::array names = {"",       "shift_jis",    "euc-kr", "big5-hkscs", "iso-2022-jp",
                                "utf-16", "windows-1258", "utf-7"};
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  check_source(decode_source("m.csv", text, names[bytes[0] % names.size()]));
  if (likely_encoding(text) == system::gb18030)
    must(first_invalid_utf8(text).has_value());
  for (const EncodingGuess& guess : guess_encodings(text))
    must(system::is_encoding(guess.encoding));
  return 0;
}
