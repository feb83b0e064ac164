#pragma once
// Whether a body is an HTML page, and its title: a proxy or a firewall in front of a gateway
// answers with one.

#include <string_view>

namespace shotlist::api {

/// Whether `body` starts like a page.
bool is_page(std::string_view body);

/// The text between `<title>` and `</title>` of a body that starts like a page; empty if it does
/// not, or has no title. A view of `body`, with entities as written.
std::string_view page_title(std::string_view body);

}  // namespace shotlist::api
