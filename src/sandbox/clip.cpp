#include "sandbox/clip.h"

namespace shotlist::sandbox {

std::string video_of(std::string_view task_id) {
  constexpr std::string_view type = "free";
  const auto size = static_cast<unsigned>(4 + type.size() + task_id.size());
  std::string video(clip);
  for (const unsigned shift : {24U, 16U, 8U, 0U})
    video += static_cast<char>(size >> shift & 0xffU);
  return video.append(type).append(task_id);
}

}  // namespace shotlist::sandbox
