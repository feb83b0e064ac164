#include "http/address.h"

#include <charconv>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace shotlist::http {
namespace {

struct Range {
  std::uint32_t start;
  int bits;  ///< how many of its first bits all addresses share
  std::string_view kind;
};

// The registry of special addresses (RFC 6890). 198.18.0.0/15, for measurements of devices, is
// missing: proxies that catch all traffic of a machine hand out its addresses for public names.
constexpr auto ranges_v4 = std::to_array<Range>({
    {0x00000000, 8, "unspecified"},  // 0.0.0.0/8: this machine
    {0x0A000000, 8, "private"},      // 10.0.0.0/8
    {0x64400000, 10, "private"},     // 100.64.0.0/10: behind a carrier's translation
    {0x7F000000, 8, "loopback"},     // 127.0.0.0/8
    {0xA9FE0000, 16, "link-local"},  // 169.254.0.0/16: also the metadata of cloud machines
    {0xAC100000, 12, "private"},     // 172.16.0.0/12
    {0xC0000000, 24, "reserved"},    // 192.0.0.0/24
    {0xC0000200, 24, "reserved"},    // 192.0.2.0/24
    {0xC0586300, 24, "reserved"},    // 192.88.99.0/24
    {0xC0A80000, 16, "private"},     // 192.168.0.0/16
    {0xC6336400, 24, "reserved"},    // 198.51.100.0/24
    {0xCB007100, 24, "reserved"},    // 203.0.113.0/24
    {0xE0000000, 4, "multicast"},    // 224.0.0.0/4
    {0xFFFFFFFF, 32, "broadcast"},   // before the range that it is in
    {0xF0000000, 4, "reserved"},     // 240.0.0.0/4
});

std::string_view not_public_v4(std::uint32_t address) {
  for (const Range& range : ranges_v4) {
    if ((address ^ range.start) >> (32 - range.bits) == 0) return range.kind;
  }
  return {};
}

std::uint32_t v4_at(const Address& address, std::size_t at) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < 4; ++i)
    bits = bits << 8 | address.bytes.at(at + i);
  return bits;
}

// Whether the address starts with these groups of 16 bits.
bool starts_with(const Address& address, std::initializer_list<unsigned> groups) {
  std::size_t at = 0;
  for (const unsigned group : groups) {
    if (address.bytes.at(at) != group >> 8 || address.bytes.at(at + 1) != (group & 0xFF))
      return false;
    at += 2;
  }
  return true;
}

bool is_mapped_v4(const Address& address) {
  return starts_with(address, {0, 0, 0, 0, 0, 0xFFFF});
}

// `127`, `0177` or `0x7f`.
std::optional<std::uint32_t> number_of(std::string_view text) {
  int base = 10;
  if (text.size() > 1 && text[0] == '0') {
    base = lower_ascii(text[1]) == 'x' ? 16 : 8;
    text.remove_prefix(base == 16 ? 2 : 1);
    if (text.empty()) return 0;  // resolvers differ over `0x`; none reads a name in it
  }
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, base);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

// Up to four numbers; the last fills all bytes that are left.
std::optional<std::uint32_t> parse_v4(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, '.');
  if (parts.size() > 4) return std::nullopt;
  std::uint32_t address = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = number_of(parts[i]);
    if (!number) return std::nullopt;
    const bool is_last = i + 1 == parts.size();
    const std::size_t bytes = is_last ? 4 - i : 1;
    if (bytes < 4 && *number >> (8 * bytes) != 0) return std::nullopt;
    address |= *number << (is_last ? 0 : 24 - 8 * i);
  }
  return address;
}

std::optional<Address> parse_v6(std::string_view text) {
  Address address;
  std::size_t filled = 0;
  std::optional<std::size_t> gap;  // where `::` stands
  if (text.substr(0, 2) == "::") {
    gap = 0;
    text.remove_prefix(2);
  }
  while (!text.empty()) {
    if (filled == 16) return std::nullopt;
    const std::string_view piece = text.substr(0, text.find(':'));
    if (piece.find('.') != std::string_view::npos) {
      const auto v4 = parse_v4(piece);
      if (!v4 || filled > 12 || piece.size() != text.size()) return std::nullopt;
      for (int shift = 24; shift >= 0; shift -= 8)
        address.bytes.at(filled++) = static_cast<std::uint8_t>(*v4 >> shift);
      break;
    }
    unsigned group = 0;
    const char* const end = piece.data() + piece.size();
    const auto [stop, error] = std::from_chars(piece.data(), end, group, 16);
    if (error != std::errc() || stop != end || piece.size() > 4) return std::nullopt;
    address.bytes.at(filled++) = static_cast<std::uint8_t>(group >> 8);
    address.bytes.at(filled++) = static_cast<std::uint8_t>(group);
    text.remove_prefix(piece.size());
    if (text.empty()) break;
    text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    if (text.front() != ':') continue;
    if (gap) return std::nullopt;
    gap = filled;
    text.remove_prefix(1);
  }
  if (gap.has_value() == (filled == 16)) return std::nullopt;
  if (gap) {
    // What stands after the gap moves to the end.
    for (std::size_t i = 1; i <= filled - *gap; ++i)
      std::swap(address.bytes.at(16 - i), address.bytes.at(filled - i));
  }
  return address;
}

}  // namespace

Address Address::v4(std::uint32_t bits) {
  Address address;
  address.bytes[10] = address.bytes[11] = 0xFF;
  for (std::size_t i = 0; i < 4; ++i)
    address.bytes.at(12 + i) = static_cast<std::uint8_t>(bits >> (24 - 8 * i));
  return address;
}

std::string to_text(const Address& address) {
  const auto& b = address.bytes;
  if (is_mapped_v4(address)) return fmt::format("{}.{}.{}.{}", b[12], b[13], b[14], b[15]);
  std::string text;
  for (std::size_t i = 0; i < 16; i += 2)
    text += fmt::format("{}{:x}", i == 0 ? "" : ":", b.at(i) << 8 | b.at(i + 1));
  return text;
}

std::optional<Address> parse_address(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  if (host.find(':') != std::string_view::npos) return parse_v6(host.substr(0, host.find('%')));
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  const auto v4 = parse_v4(host);
  return v4 ? std::optional(Address::v4(*v4)) : std::nullopt;
}

bool is_localhost(std::string_view host) {
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  const std::string name = lower_ascii(host);
  return name == "localhost" || name.ends_with(".localhost");
}

std::string_view not_public(const Address& address) {
  if (is_mapped_v4(address)) return not_public_v4(v4_at(address, 12));
  if (starts_with(address, {0x64, 0xFF9B, 0, 0, 0, 0})) return not_public_v4(v4_at(address, 12));
  if (starts_with(address, {0x2002})) return not_public_v4(v4_at(address, 2));
  if (address == Address()) return "unspecified";
  Address one;
  one.bytes[15] = 1;
  if (address == one) return "loopback";
  const auto& b = address.bytes;
  if (b[0] == 0xFF) return "multicast";
  if (b[0] == 0xFE && (b[1] & 0xC0) == 0x80) return "link-local";
  if ((b[0] & 0xFE) == 0xFC) return "private";
  if ((b[0] & 0xE0) != 0x20) return "reserved";  // all public ones are in 2000::/3
  const bool is_protocol = starts_with(address, {0x2001}) && b[2] < 2;  // 2001::/23: also Teredo
  const bool is_example =
      starts_with(address, {0x2001, 0xDB8}) || (starts_with(address, {0x3FFF}) && b[2] < 0x10);
  return is_protocol || is_example ? "reserved" : "";
}

}  // namespace shotlist::http
