#pragma once
// Digests of bytes: 128 bits to recognise a request, 64 bits to detect a damaged line.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shotlist::inline base {

/// XXH3, 64 bits. Detects damage; no protection against an attacker.
std::uint64_t checksum(std::string_view bytes);

/// XXH3, 128 bits: the identity of a request body.
struct Fingerprint {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  friend auto operator<=>(const Fingerprint&, const Fingerprint&) = default;
};

/// Any part of a digest is as good as any other.
struct FingerprintHash {
  std::size_t operator()(const Fingerprint& fingerprint) const {
    return static_cast<std::size_t>(fingerprint.low);
  }
};

Fingerprint fingerprint_of(std::string_view bytes);

/// Computes the fingerprint of bytes that arrive in pieces.
class Digest {
 public:
  Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;
  ~Digest();

  void add(std::string_view bytes);

  /// The fingerprint of everything added so far.
  Fingerprint value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// 32 hexadecimal digits in lower case.
std::string to_text(const Fingerprint& fingerprint);

/// Reads exactly what `to_text` writes.
std::optional<Fingerprint> parse_fingerprint(std::string_view text);

/// 16 hexadecimal digits in lower case.
std::string to_hex(std::uint64_t value);

/// Reads exactly 16 hexadecimal digits in lower case.
std::optional<std::uint64_t> parse_hex(std::string_view text);

}  // namespace shotlist::inline base
