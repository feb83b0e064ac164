#include "http/content_coding.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <zlib.h>

#ifdef SHOTLIST_BROTLI
#include <brotli/decode.h>
#endif

#include "base/text.h"

namespace shotlist::http {
namespace {

enum class End { reached, missing, damaged };

struct Inflated {
  std::string bytes;
  End end = End::damaged;
};

constexpr std::size_t piece_size = 16384;

// The wrapper that zlib expects around the compressed bytes, as a window size for inflateInit2.
enum Wrapper : int { gzip = MAX_WBITS + 16, zlib = MAX_WBITS, nothing = -MAX_WBITS };

class InflateStream {
 public:
  InflateStream(std::string_view bytes, Wrapper wrapper) {
    // zlib's interface predates const; it does not write there.
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    is_open_ = inflateInit2(&stream_, wrapper) == Z_OK;
  }
  InflateStream(const InflateStream&) = delete;
  InflateStream& operator=(const InflateStream&) = delete;
  ~InflateStream() {
    if (is_open_) inflateEnd(&stream_);
  }

  /// Decodes until the end of the stream or of the bytes, or until `most` bytes are out.
  Inflated run(std::size_t most) {
    Inflated out;
    if (!is_open_) return out;
    std::array<Bytef, piece_size> piece{};
    for (;;) {
      stream_.next_out = piece.data();
      stream_.avail_out = static_cast<uInt>(piece.size());
      const int code = inflate(&stream_, Z_NO_FLUSH);
      const std::size_t made = piece.size() - stream_.avail_out;
      out.bytes.append(reinterpret_cast<const char*>(piece.data()),
                       std::min(made, most - out.bytes.size()));
      if (code == Z_STREAM_END) return ended(out, End::reached);
      if (code == Z_BUF_ERROR || (code == Z_OK && made == 0)) return ended(out, End::missing);
      if (code != Z_OK) return ended(out, End::damaged);
      if (out.bytes.size() == most) return ended(out, End::reached);
    }
  }

  std::size_t unread() const { return stream_.avail_in; }

 private:
  static Inflated ended(Inflated& out, End end) {
    out.end = end;
    return std::move(out);
  }

  z_stream stream_{};
  bool is_open_ = false;
};

bool starts_as_gzip(std::string_view bytes) {
  return bytes.substr(0, 3) == "\x1f\x8b\x08";
}

// RFC 1950: the method in the low four bits, and a multiple of 31.
bool starts_as_zlib(std::string_view bytes) {
  if (bytes.size() < 2) return false;
  const unsigned first = static_cast<unsigned char>(bytes[0]);
  const unsigned second = static_cast<unsigned char>(bytes[1]);
  return (first & 0x0fU) == 8 && (first * 256 + second) % 31 == 0;
}

/// The decoded bytes; none if they are not gzip.
std::optional<Inflated> gunzip(std::string_view bytes, std::size_t most) {
  if (!starts_as_gzip(bytes)) return std::nullopt;
  Inflated out;
  // A file may have several members, one after another (RFC 1952, section 2.2).
  do {
    InflateStream stream(bytes, gzip);
    Inflated member = stream.run(most - out.bytes.size());
    out.bytes += member.bytes;
    out.end = member.end;
    bytes.remove_prefix(bytes.size() - stream.unread());
  } while (out.end == End::reached && out.bytes.size() < most && starts_as_gzip(bytes));
  return out;
}

std::optional<Inflated> undeflate(std::string_view bytes, std::size_t most) {
  if (starts_as_zlib(bytes)) {
    Inflated out = InflateStream(bytes, zlib).run(most);
    if (out.end != End::damaged || !out.bytes.empty()) return out;
  }
  // Some servers send it without a wrapper. Only its end distinguishes it from plain text; its
  // start does not.
  InflateStream stream(bytes, nothing);
  Inflated out = stream.run(most);
  const bool is_all = out.bytes.size() == most || stream.unread() == 0;
  if (out.end != End::reached || !is_all) return std::nullopt;
  return out;
}

#ifdef SHOTLIST_BROTLI
std::optional<Inflated> unbrotli(std::string_view bytes, std::size_t most) {
  const std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), BrotliDecoderDestroyInstance);
  if (!state) return std::nullopt;
  Inflated out;
  std::array<std::uint8_t, piece_size> piece{};
  auto left = bytes.size();
  const auto* next = reinterpret_cast<const std::uint8_t*>(bytes.data());
  for (;;) {
    auto room = piece.size();
    auto* to = piece.data();
    const auto result =
        BrotliDecoderDecompressStream(state.get(), &left, &next, &room, &to, nullptr);
    out.bytes.append(reinterpret_cast<const char*>(piece.data()),
                     std::min(piece.size() - room, most - out.bytes.size()));
    const bool is_over = result == BROTLI_DECODER_RESULT_SUCCESS && left == 0;
    if (is_over || out.bytes.size() == most) {
      out.end = End::reached;
      return out;
    }
    // As with deflate, only its end distinguishes it from plain text.
    if (result != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) return std::nullopt;
  }
}
#endif

enum class Coding { none, gzip, deflate, brotli, unknown };

Coding coding_of(std::string_view name) {
  if (name.empty() || name == "identity" || name == "none") return Coding::none;
  if (name == "gzip" || name == "x-gzip") return Coding::gzip;
  if (name == "deflate") return Coding::deflate;
#ifdef SHOTLIST_BROTLI
  if (name == "br") return Coding::brotli;
#endif
  return Coding::unknown;
}

std::optional<Inflated> take_off(Coding coding, std::string_view bytes, std::size_t most) {
  switch (coding) {
    case Coding::gzip:
      return gunzip(bytes, most);
    case Coding::deflate:
      return undeflate(bytes, most);
#ifdef SHOTLIST_BROTLI
    case Coding::brotli:
      return unbrotli(bytes, most);
#endif
    default:
      return std::nullopt;
  }
}

}  // namespace

PlainBody decode(std::string bytes, std::string_view codings, bool is_whole, std::size_t most) {
  PlainBody body{std::move(bytes), false};
  const auto names = split(codings, ',');
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    const Coding coding = coding_of(lower_ascii(trimmed(*name)));
    if (coding == Coding::none || body.bytes.empty()) continue;
    std::optional<Inflated> inside = take_off(coding, body.bytes, most);
    const bool is_sound =
        inside && (inside->end == End::reached || (inside->end == End::missing && !is_whole));
    if (!is_sound) body.undecoded = true;
    if (inside && (is_sound || !inside->bytes.empty())) body.bytes = std::move(inside->bytes);
  }
  return body;
}

}  // namespace shotlist::http
