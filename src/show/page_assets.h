#pragma once
// The fixed parts of the page, embedded at build time by show/page/embed.py.

#include <span>
#include <string_view>

namespace shotlist::show::page_assets {

extern const std::string_view skeleton;  ///< HTML with @names@ to be filled in
extern const std::string_view style;
extern const std::span<const std::string_view> script;  ///< in pieces

/// Their Content-Security-Policy sources: `sha256-` and the digest of their exact bytes.
extern const std::string_view style_hash;
extern const std::string_view script_hash;

/// A line of show/page/words.json.
struct Word {
  std::string_view key;
  std::string_view english;
};
extern const std::span<const Word> words;  ///< sorted by key

}  // namespace shotlist::show::page_assets
