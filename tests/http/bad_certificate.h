#pragma once
// A server that speaks TLS as far as its certificate, which nobody should accept.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.h"

namespace shotlist::tests {

/// Of `api.example.invalid`, signed by nobody but itself; from 2020 to 2120.
constexpr const char* self_signed_certificate =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBbTCCARSgAwIBAgIBEDAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNhcGkuZXhh\n"
    "bXBsZS5pbnZhbGlkMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAe\n"
    "MRwwGgYDVQQDDBNhcGkuZXhhbXBsZS5pbnZhbGlkMFkwEwYHKoZIzj0CAQYIKoZI\n"
    "zj0DAQcDQgAEO2gXtEzzHwTIhdOzBjFkKsE4EDiCIzWn/alsy47mUT75M+NuRGva\n"
    "3eZFSnt10wHqMVMc/W31FheIpABdMFqp2KNBMD8wHgYDVR0RBBcwFYITYXBpLmV4\n"
    "YW1wbGUuaW52YWxpZDAdBgNVHQ4EFgQUJTQUZXV57EXdjMrwCXRwqerUh0EwCgYI\n"
    "KoZIzj0EAwIDRwAwRAIgcLcLGiFIDQSpf3ANBSVDVXJNn2dfAWU6NkEz8BGjg5AC\n"
    "IDer3wxgcKtoA3cIvR5Ua1nWC4kWh7WgJzxUOJJj3ly3\n"
    "-----END CERTIFICATE-----\n";

/// The same, until February 2020.
constexpr const char* expired_certificate =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBbTCCARKgAwIBAgIBATAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNhcGkuZXhh\n"
    "bXBsZS5pbnZhbGlkMB4XDTIwMDEwMTAwMDAwMFoXDTIwMDIwMTAwMDAwMFowHjEc\n"
    "MBoGA1UEAwwTYXBpLmV4YW1wbGUuaW52YWxpZDBZMBMGByqGSM49AgEGCCqGSM49\n"
    "AwEHA0IABDtoF7RM8x8EyIXTswYxZCrBOBA4giM1p/2pbMuO5lE++TPjbkRr2t3m\n"
    "RUp7ddMB6jFTHP1t9RYXiKQAXTBaqdijQTA/MB4GA1UdEQQXMBWCE2FwaS5leGFt\n"
    "cGxlLmludmFsaWQwHQYDVR0OBBYEFCU0FGV1eexF3YzK8Al0cKnq1IdBMAoGCCqG\n"
    "SM49BAMCA0kAMEYCIQCl4kV42jp2VRmP9pRe/L8wrZXqL8YWubzoB5V4aW++BAIh\n"
    "ALNH1z/eqALrdGwA2vb20+BN2Q85y1Nm5x2LIjh1/FkS\n"
    "-----END CERTIFICATE-----\n";

inline std::string from_base64(std::string_view text) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char letter : text) {
    const auto digit = digits.find(letter);
    if (digit == std::string_view::npos) continue;
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xffU);
  }
  return bytes;
}

/// The first messages of a TLS 1.2 server with this certificate (RFC 5246, section 7.4). Whoever
/// accepts the certificate waits for more; there is none.
inline std::string tls_greeting_with(std::string_view pem) {
  const auto sized = [](std::string bytes, int length_bytes) {
    std::string length;
    for (int i = length_bytes - 1; i >= 0; --i)
      length += static_cast<char>(bytes.size() >> (8U * static_cast<unsigned>(i)) & 0xffU);
    return length + bytes;
  };
  std::string base64;
  for (const std::string_view line : base::split(pem, '\n')) {
    if (line.find('-') == std::string_view::npos) base64 += line;
  }
  // TLS 1.2, 32 bytes of chance, no session, ECDHE-ECDSA-AES128-GCM-SHA256, no compression, and
  // one extension: safe renegotiation (RFC 5746).
  const std::string hello = std::string("\x03\x03") + std::string(32, 'r') +
                            std::string("\x00\xc0\x2b\x00\x00\x05\xff\x01\x00\x01\x00", 11);
  const std::string certificates = sized(sized(from_base64(base64), 3), 3);
  const std::string messages = "\x02" + sized(hello, 3) + "\x0b" + sized(certificates, 3);
  return "\x16\x03\x03" + sized(messages, 2);
}

}  // namespace shotlist::tests
