#pragma once
// Whether a request body follows the API document.

#include <string>
#include <string_view>
#include <vector>

namespace shotlist::sandbox {

/// The result of a check. If there is a problem, the other members mean nothing.
struct RequestCheck {
  std::string problem = {};  ///< names the field; empty if the body is right
  std::string prompt = {};
  std::string model = {};
  std::vector<std::string> images = {};  ///< those that are texts
};

/// `sora-2-pro` needs all eight fields with the types and values in the API document; any other
/// model needs a prompt. Fields that are not in the document are accepted.
RequestCheck check_request(std::string_view body);

}  // namespace shotlist::sandbox
