#pragma once
// Recognises another spelling of a model's name.

#include <string_view>

namespace shotlist::api {

/// Whether `name` is `known` but for case, punctuation, invisible characters or a typing mistake.
/// Other digits make another version (`sora-3`), and a further word another model (`sora-2-hd`).
/// `starts` means that `known` is only the start of names.
bool is_misspelt(std::string_view name, std::string_view known, bool starts);

}  // namespace shotlist::api
