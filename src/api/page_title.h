#pragma once
// What a page of HTML says in one line: a gateway that fails answers with one.

#include <string_view>

namespace shotlist::api {

/// The text between `<title>` and `</title>` of a body that starts like a page; empty where it does
/// not, or has none. Part of `body`, entities and all.
std::string_view page_title(std::string_view body);

}  // namespace shotlist::api
