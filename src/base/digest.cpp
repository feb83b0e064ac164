#include "base/digest.h"

#include "base/text.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace shotlist::inline base {
namespace {

constexpr std::size_t hex_digits = 16;

void put_hex(char* text, std::uint64_t value) {
  for (std::size_t i = hex_digits; i-- > 0; value >>= 4U)
    text[i] = "0123456789abcdef"[value & 0xFU];
}

}  // namespace

std::uint64_t checksum(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

Fingerprint fingerprint_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

struct Digest::State {
  XXH3_state_t xxh;
};

Digest::Digest() : state_(std::make_unique<State>()) {
  XXH3_128bits_reset(&state_->xxh);
}

Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;
Digest::~Digest() = default;

void Digest::add(std::string_view bytes) {
  XXH3_128bits_update(&state_->xxh, bytes.data(), bytes.size());
}

Fingerprint Digest::value() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(&state_->xxh);
  return {hash.high64, hash.low64};
}

std::string to_hex(std::uint64_t value) {
  std::string text(hex_digits, '0');
  put_hex(text.data(), value);
  return text;
}

std::optional<std::uint64_t> parse_hex(std::string_view text) {
  if (text.size() != 16) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    const bool digit = is_ascii_digit(c);
    if (!digit && (c < 'a' || c > 'f')) return std::nullopt;
    value = (value << 4U) | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
  }
  return value;
}

std::string to_text(const Fingerprint& fingerprint) {
  std::string text(2 * hex_digits, '0');
  put_hex(text.data(), fingerprint.high);
  put_hex(text.data() + hex_digits, fingerprint.low);
  return text;
}

std::optional<Fingerprint> parse_fingerprint(std::string_view text) {
  if (text.size() != 32) return std::nullopt;
  const auto high = parse_hex(text.substr(0, 16));
  const auto low = parse_hex(text.substr(16));
  if (!high || !low) return std::nullopt;
  return Fingerprint{*high, *low};
}

}  // namespace shotlist::inline base
