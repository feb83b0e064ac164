#pragma once
// Addresses of images.

#include <string_view>

namespace shotlist::manifest {

/// Whether `text` begins with a web address that names an image by its ending (`//a.com/1.jpg`) or
/// in its query (`https://a.com/1?format=jpg`). Marks and further addresses may follow.
bool is_image_address(std::string_view text);

}  // namespace shotlist::manifest
