#include "manifest/shot_source.h"

#include "manifest/request_ids.h"

namespace shotlist {

void note_id(std::string_view id, Survey& survey) {
  if (looks_like_content_id(id)) survey.pinned_ids.emplace(id);
}

}  // namespace shotlist
