#include "http/address.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::address_test {

using namespace shotlist::http;

TEST_CASE("an address is public, or it is told what it is instead") {
  struct Case {
    std::string address;
    std::string kind;
  };
  const std::vector<Case> cases = {
      {"1.1.1.1", ""},
      {"8.8.8.8", ""},
      {"223.255.255.255", ""},
      {"0.0.0.0", "unspecified"},
      {"0.255.255.255", "unspecified"},
      {"1.0.0.0", ""},
      {"9.255.255.255", ""},
      {"10.0.0.0", "private"},
      {"10.255.255.255", "private"},
      {"11.0.0.0", ""},
      {"100.63.255.255", ""},
      {"100.64.0.0", "private"},
      {"100.127.255.255", "private"},
      {"100.128.0.0", ""},
      {"126.255.255.255", ""},
      {"127.0.0.1", "loopback"},
      {"127.255.255.255", "loopback"},
      {"128.0.0.0", ""},
      {"169.253.255.255", ""},
      {"169.254.169.254", "link-local"},
      {"169.255.0.0", ""},
      {"172.15.255.255", ""},
      {"172.16.0.0", "private"},
      {"172.31.255.255", "private"},
      {"172.32.0.0", ""},
      {"192.0.0.8", "reserved"},
      {"192.0.1.0", ""},
      {"192.0.2.1", "reserved"},
      {"192.88.99.1", "reserved"},
      {"192.167.255.255", ""},
      {"192.168.0.0", "private"},
      {"192.168.255.255", "private"},
      {"192.169.0.0", ""},
      {"198.51.100.7", "reserved"},
      {"203.0.113.7", "reserved"},
      {"224.0.0.1", "multicast"},
      {"239.255.255.255", "multicast"},
      {"240.0.0.0", "reserved"},
      {"255.255.255.254", "reserved"},
      {"255.255.255.255", "broadcast"},
      // What a proxy that catches all traffic hands out for public names.
      {"198.18.0.1", ""},
      {"198.19.255.255", ""},

      {"2606:4700::1111", ""},
      {"2400:3200::1", ""},
      {"3fff:1000::1", ""},
      {"::", "unspecified"},
      {"::1", "loopback"},
      {"::2", "reserved"},
      {"::127.0.0.1", "reserved"},
      {"::ffff:127.0.0.1", "loopback"},
      {"::ffff:7f00:1", "loopback"},
      {"::ffff:10.1.2.3", "private"},
      {"::ffff:169.254.169.254", "link-local"},
      {"::ffff:8.8.8.8", ""},
      {"64:ff9b::127.0.0.1", "loopback"},
      {"64:ff9b::192.168.1.1", "private"},
      {"64:ff9b::8.8.8.8", ""},
      {"64:ff9b:1::8.8.8.8", "reserved"},
      {"2002:7f00:1::", "loopback"},
      {"2002:a00:1::1", "private"},
      {"2002:808:808::1", ""},
      {"100::1", "reserved"},
      {"1fff::1", "reserved"},
      {"2001::1", "reserved"},
      {"2001:1ff::1", "reserved"},
      {"2001:200::1", ""},
      {"2001:db8::1", "reserved"},
      {"2001:db9::1", ""},
      {"3fff::1", "reserved"},
      {"4000::1", "reserved"},
      {"fbff::1", "reserved"},
      {"fc00::1", "private"},
      {"fdff:ffff::1", "private"},
      {"fe7f::1", "reserved"},
      {"fe80::1", "link-local"},
      {"febf::1", "link-local"},
      {"fec0::1", "reserved"},
      {"ff02::1", "multicast"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.address);
    const auto address = parse_address(c.address);
    REQUIRE(address);
    CHECK(std::string(not_public(*address)) == c.kind);
  }
}

TEST_CASE("an address is read in every form in which a host may be written") {
  struct Case {
    std::string host;
    std::string address;
  };
  const std::vector<Case> cases = {
      {"127.0.0.1", "127.0.0.1"},
      {"127.0.0.1.", "127.0.0.1"},
      {"127.1", "127.0.0.1"},
      {"127.0.1", "127.0.0.1"},
      {"10.513", "10.0.2.1"},
      {"2130706433", "127.0.0.1"},
      {"017700000001", "127.0.0.1"},
      {"0x7f000001", "127.0.0.1"},
      {"0x7f.1", "127.0.0.1"},
      {"0X7F.0x0.0x0.0x1", "127.0.0.1"},
      {"0177.0.0.01", "127.0.0.1"},
      {"0", "0.0.0.0"},
      {"0x", "0.0.0.0"},
      {"4294967295", "255.255.255.255"},
      {"::", "0:0:0:0:0:0:0:0"},
      {"[::1]", "0:0:0:0:0:0:0:1"},
      {"1::", "1:0:0:0:0:0:0:0"},
      {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
      {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
      {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
      {"1:2::7:8", "1:2:0:0:0:0:7:8"},
      {"ABCD:EF01::", "abcd:ef01:0:0:0:0:0:0"},
      {"::ffff:1.2.3.4", "1.2.3.4"},
      {"1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"},
      {"[fe80::1%25eth0]", "fe80:0:0:0:0:0:0:1"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.host);
    const auto address = parse_address(c.host);
    REQUIRE(address);
    CHECK(to_text(*address) == c.address);
  }
}

TEST_CASE("a name is no address") {
  for (const std::string& host : std::vector<std::string>{"",
                                                          ".",
                                                          "example.com",
                                                          "127.example.com",
                                                          "1.2.3.4.5",
                                                          "256.1.1.1",
                                                          "1.2.3.256",
                                                          "1.256.1",
                                                          "1.16777216",
                                                          "4294967296",
                                                          "08.1.1.1",
                                                          "0xg",
                                                          "1..2",
                                                          "127.0.0.1..",
                                                          "-1",
                                                          "1.-2",
                                                          "1:2:3",
                                                          ":1",
                                                          "1:",
                                                          ":::",
                                                          "1::2::3",
                                                          "12345::",
                                                          "1:2:3:4:5:6:7:8:9",
                                                          "1:2:3:4:5:6:7:8:",
                                                          "1:2:3:4::5:6:7:8",
                                                          "::1.2.3.4:5",
                                                          "::g",
                                                          "[]"}) {
    CAPTURE(host);
    CHECK_FALSE(parse_address(host));
  }
}

TEST_CASE("localhost is this machine under each of its names") {
  for (const std::string& host : std::vector<std::string>{"localhost", "LOCALHOST", "localhost.",
                                                          "a.localhost", "a.b.LocalHost."}) {
    CAPTURE(host);
    CHECK(is_localhost(host));
  }
  for (const std::string& host :
       std::vector<std::string>{"", ".", "mylocalhost", "localhost.example.com", "local"}) {
    CAPTURE(host);
    CHECK_FALSE(is_localhost(host));
  }
}

}  // namespace shotlist::tests::address_test
