#pragma once
// The whole of a review as one HTML page that needs nothing else and asks nobody for anything.

#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"
#include "show/review.h"

namespace shotlist::show {

/// What every page starts with, to be known by.
inline constexpr std::string_view page_start =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"generator\" content=\"shotlist review\">\n";

/// Its table shows the `rows`, out of the review's; its numbers are of all of them. A `video_file`
/// is a path relative to where the page lies, or an absolute one. The page holds prompts and what
/// the provider wrote: the caller keeps others from reading the file.
///
/// Nothing in it is loaded from anywhere, apart from video files beside it, and its
/// Content-Security-Policy forbids all else. Foreign text is disarmed, and nowhere part of a
/// script.
std::string page_text(const Review& review, const std::vector<const Result*>& rows);

}  // namespace shotlist::show
