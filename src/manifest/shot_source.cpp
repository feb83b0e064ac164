#include "manifest/shot_source.h"

#include "base/text.h"
#include "base/translation.h"
#include "manifest/encoding.h"
#include "manifest/request_ids.h"

namespace shotlist::manifest {

void pin_id(std::string_view id, PinnedIds& pinned) {
  if (!id.starts_with("s-") && is_printable_ascii(id) && id.find(' ') == std::string_view::npos)
    return;
  std::string name = without_spaces(id);
  if (looks_like_made_id(name)) pinned.insert(std::move(name));
}

bool may_hold_shots(const SourceText& source, Diagnostics& diagnostics) {
  if (is_binary(source)) return false;
  if (!is_results_file(source.text)) return source.encoding != unknown_encoding;
  diagnostics.error(Code::results_file, Location{source.file, 0, 0}, tr("this is a results file"),
                    tr("give the manifest it was made from"));
  return false;
}

}  // namespace shotlist::manifest
