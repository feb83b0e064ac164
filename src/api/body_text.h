#pragma once
// A body as text, before it is read.

#include <string>
#include <string_view>

namespace shotlist::api {

/// `body` as UTF-8 without what gateways and proxies put around JSON: white space, a byte order
/// mark, NULs, the `data:` of an event stream. Bytes that are not UTF-8 become U+FFFD.
std::string text_of_body(std::string_view body);

}  // namespace shotlist::api
