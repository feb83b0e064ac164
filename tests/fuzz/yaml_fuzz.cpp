#include "fuzz/reading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  shotlist::tests::read_any("m.yaml", shotlist::manifest::ManifestFormat::yaml, bytes, size);
  return 0;
}
