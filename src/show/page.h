#pragma once
// A whole review as one self-contained HTML page that loads nothing.

#include <string_view>

#include "show/review.h"
#include "show/row_selection.h"

namespace shotlist::show {

/// The start of every page, used to recognize one.
inline constexpr std::string_view page_start =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"generator\" content=\"shotlist review\">\n";

/// The table shows `rows`, a subset of the review's; the numbers cover all of the review's rows. A
/// `video_file` is an absolute path, or relative to the page. The page holds prompts and text from
/// the provider: the caller must keep the file private.
///
/// The page loads nothing except video files next to it, and its Content-Security-Policy forbids
/// everything else. Foreign text is disarmed, and never part of a script.
void write_page(const Review& review, const SelectedRows& rows, const TakeText& take);

}  // namespace shotlist::show
