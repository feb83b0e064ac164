#include "cli/shared_address.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string_view>

#include "ledger/postgres_engine.h"

namespace shotlist::cli {
namespace {

// Cuts every `password=...` out of the query.
void cut_from_query(std::string& address) {
  constexpr std::string_view name = "password=";
  for (std::size_t at = address.find('?'); at != std::string::npos;) {
    const std::size_t end = std::min(address.find('&', at + 1), address.size());
    if (address.compare(at + 1, name.size(), name) != 0) {
      at = address.find('&', at + 1);
    } else if (end == address.size()) {
      address.erase(at);
      return;
    } else {
      address.erase(at + 1, end - at);
    }
  }
}

// https://www.postgresql.org/docs/current/libpq-connect.html: `postgresql://user:password@host`.
void cut_from_authority(std::string& address) {
  const std::size_t begin = address.find("://") + 3;
  const std::size_t end = std::min(address.find_first_of("/?", begin), address.size());
  const std::size_t at = address.find('@', begin);
  if (at >= end) return;
  const std::size_t colon = address.find(':', begin);
  if (colon < at) address.erase(colon, at - colon);
}

}  // namespace

std::string with_password_aside(const std::string& given) {
  if (!ledger::is_shared_ledger(given)) return given;
  const std::string password = ledger::password_in(given);
  // The environment is libpq's own way to hand a password over. No other thread runs yet.
  if (!password.empty()) ::setenv("PGPASSWORD", password.c_str(), 1);
  std::string address = given;
  cut_from_authority(address);
  cut_from_query(address);
  return address;
}

}  // namespace shotlist::cli
