#pragma once
// Takes off a body what a server put around it: gzip, deflate, br (RFC 9110, section 8.4.1).

#include <cstddef>
#include <string>
#include <string_view>

namespace shotlist::http {

/// A body without its codings, as far as they could be taken off.
struct PlainBody {
  std::string bytes;
  bool undecoded = false;  ///< a coding is unknown, or the bytes are not what it says
};

/// Takes the codings that `codings` lists, in the order they were put on (`gzip, aws-chunked`), off
/// `bytes`. `identity`, `none` and an empty name are no coding; an unknown one is passed over. A
/// body that is not what its coding says stays as it is. One that starts as its coding demands and
/// then breaks off or is damaged gives what can be read up to there: a task id may stand in it.
///
/// `is_whole` says that no byte of it is missing. At most `most` bytes come out; the rest is cut.
PlainBody decode(std::string bytes, std::string_view codings, bool is_whole, std::size_t most);

}  // namespace shotlist::http
