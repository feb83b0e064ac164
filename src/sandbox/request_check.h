#pragma once
// Whether a request body is what the API document asks for.

#include <string>
#include <string_view>

namespace shotlist::sandbox {

/// What was found in a body. Where there is a problem, the other members mean nothing.
struct RequestCheck {
  std::string problem;  ///< names the field; empty where the body is right
  std::string prompt;
};

/// `sora-2-pro` needs all eight fields with the types and values of the API document; any other
/// model needs a prompt. Fields the document does not know are let pass.
RequestCheck check_request(std::string_view body);

}  // namespace shotlist::sandbox
