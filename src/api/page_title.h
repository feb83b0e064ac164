#pragma once
// Whether a body is a page of HTML, and what that says in one line: a proxy or a firewall in front
// of a gateway answers with one.

#include <string_view>

namespace shotlist::api {

/// Whether `body` starts like a page.
bool is_page(std::string_view body);

/// The text between `<title>` and `</title>` of a body that starts like a page; empty where it does
/// not, or has none. Part of `body`, entities and all.
std::string_view page_title(std::string_view body);

}  // namespace shotlist::api
