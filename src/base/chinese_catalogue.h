#pragma once
// The catalogue of Chinese messages, as gettext compiles it.

#include <string_view>

namespace shotlist::inline base {

/// A file of msgfmt's, in which the English texts are sorted. The build makes it of zh_CN.po.
extern const std::string_view chinese_catalogue;

}  // namespace shotlist::inline base
