#include "http/chunked_body.h"

#include <charconv>
#include <cstdint>
#include <optional>

namespace shotlist::http {
namespace {

/// Takes a line off the front of `bytes`, without its end; none if its end is missing.
std::optional<std::string_view> take_line(std::string_view& bytes) {
  const auto end = bytes.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

/// The size at the start of a chunk's first line, which extensions may follow.
std::optional<std::uint64_t> size_of_chunk(std::string_view line) {
  std::uint64_t size = 0;
  const char* const end = line.data() + line.size();
  const auto [stop, error] = std::from_chars(line.data(), end, size, 16);
  if (error != std::errc()) return std::nullopt;
  if (stop != end && *stop != ';' && *stop != ' ' && *stop != '\t') return std::nullopt;
  return size;
}

bool may_start_a_size(char byte) {
  return std::string_view("0123456789abcdefABCDEF").find(byte) != std::string_view::npos;
}

}  // namespace

ChunkedBody read_chunks(std::string_view bytes) {
  ChunkedBody body;
  const auto ended = [&body](ChunkedBody::End end) {
    body.end = end;
    return std::move(body);
  };
  for (;;) {
    // An incomplete line may not be a size at all.
    if (!bytes.empty() && !may_start_a_size(bytes.front()))
      return ended(ChunkedBody::End::malformed);
    const auto line = take_line(bytes);
    if (!line) return ended(ChunkedBody::End::missing);
    const auto size = size_of_chunk(*line);
    if (!size) return ended(ChunkedBody::End::malformed);
    if (*size == 0) break;
    const auto data = bytes.substr(0, *size);
    body.data.append(data);
    bytes.remove_prefix(data.size());
    if (data.size() < *size) return ended(ChunkedBody::End::missing);
    if (bytes.empty() || bytes == "\r") return ended(ChunkedBody::End::missing);
    const auto rest = take_line(bytes);
    if (!rest || !rest->empty()) return ended(ChunkedBody::End::malformed);
  }
  for (;;) {
    const auto trailer = take_line(bytes);
    if (!trailer) return ended(ChunkedBody::End::missing);
    if (trailer->empty()) break;
  }
  body.more = !bytes.empty();
  return ended(ChunkedBody::End::reached);
}

}  // namespace shotlist::http
