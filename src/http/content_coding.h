#pragma once
// Removes the content codings from a body: gzip, deflate, br (RFC 9110, section 8.4.1).

#include <cstddef>
#include <string>
#include <string_view>

namespace shotlist::http {

/// A body without its codings, as far as they could be removed.
struct PlainBody {
  std::string bytes;
  bool undecoded = false;  ///< a coding is unknown, or the bytes do not match it
};

/// Removes the codings in `codings`, listed in the order they were applied (`gzip, aws-chunked`),
/// from `bytes`. `identity`, `none` and an empty name are no coding; an unknown one is skipped. A
/// body that does not match its coding stays as it is. One that starts correctly and then breaks
/// off or is damaged yields what can be read up to there: it may contain a task id.
///
/// `is_whole` means that none of its bytes is missing. The result is cut to `most` bytes.
PlainBody decode(std::string bytes, std::string_view codings, bool is_whole, std::size_t most);

}  // namespace shotlist::http
