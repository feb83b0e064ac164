#pragma once
// The address by which the page finds a file of this machine.

#include <string>
#include <string_view>

namespace shotlist::show {

/// `path`, absolute or relative to the page, as an address with every unusual byte percent-encoded:
/// `./clips/a%20b.mp4`, `file:///srv/a.mp4`. Whatever its name, it leads to a file and not to
/// another address. Empty for a path that some system takes for one on another machine.
std::string file_link(std::string_view path);

}  // namespace shotlist::show
