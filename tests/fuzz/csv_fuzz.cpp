#include "fuzz/reading.h"
#include "manifest/csv_reader.h"

namespace {

using namespace shotlist::base;
using namespace shotlist::manifest;
using namespace shotlist::tests;

// The reader knows no encodings: any bytes are cells to it, each where it says.
void check_cells(std::string_view text) {
  CsvReader reader(text);
  std::size_t last = 0;
  while (reader.next()) {
    for (const CsvCell& cell : reader.cells()) {
      must(cell.offset >= last && cell.offset + cell.size <= text.size());
      must(cell.line >= reader.line());
      last = cell.offset + cell.size;
    }
    for (const CsvMistake& mistake : reader.mistakes())
      must(mistake.offset <= text.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  check_cells({reinterpret_cast<const char*>(bytes), size});
  shotlist::tests::read_any("m.csv", shotlist::manifest::ManifestFormat::csv, bytes, size);
  return 0;
}
