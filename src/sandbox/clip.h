#pragma once
// The videos the sandbox serves: one small clip, made different for each task.

#include <string>
#include <string_view>

namespace shotlist::sandbox {

/// 1.5 s of H.264, 160x90, some 2.6 KB, `moov` before `mdat`. Made by FFmpeg of its own test
/// picture (`lavfi testsrc=size=160x90:rate=8:duration=1.5`, Constrained Baseline, yuv420p). The
/// build makes it of clip.mp4.
extern const std::string_view clip;

/// The clip with a `free` box that holds `task_id` at its end: players pass over it, but no two
/// tasks have equal files.
std::string video_of(std::string_view task_id);

}  // namespace shotlist::sandbox
