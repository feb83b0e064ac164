#pragma once
// Addresses of hosts, and which of them are on the public internet.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shotlist::http {

/// An IPv6 address, or an IPv4 address in its mapped form `::ffff:a.b.c.d`.
struct Address {
  std::array<std::uint8_t, 16> bytes{};

  static Address v4(std::uint32_t bits);
  friend bool operator==(const Address&, const Address&) = default;
};

/// `192.0.2.1` or `2001:db8:0:0:0:0:0:1`.
std::string to_text(const Address& address);

/// Reads the host of a URL that is an address and not a name: IPv4 in every form that resolvers
/// read (`127.0.0.1`, `127.1`, `2130706433`, `0x7f.1`, `0177.0.0.1`), IPv6 with or without brackets
/// and zone. One dot may follow.
std::optional<Address> parse_address(std::string_view host);

/// Whether resolvers take `host` for this machine whatever their servers say: `localhost` and names
/// under it.
bool is_localhost(std::string_view host);

/// What an address is instead of public: `loopback`, `private`, `link-local` and so on; empty if it
/// is public. IPv4 addresses inside IPv6 ones (mapped, NAT64, 6to4) are judged as themselves.
std::string_view not_public(const Address& address);

}  // namespace shotlist::http
