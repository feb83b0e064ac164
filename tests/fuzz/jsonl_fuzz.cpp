#include "fuzz/reading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  shotlist::tests::MemoryDisk disk(
      {{"m.yaml", "shotlist: 1\nvars: {time: dusk}\nshots_from: rows.jsonl\n"},
       {"rows.jsonl", std::string(reinterpret_cast<const char*>(bytes), size)}});
  shotlist::tests::read_manifest_of(disk, "m.yaml", shotlist::manifest::ManifestFormat::yaml);
  return 0;
}
