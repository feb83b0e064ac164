// For a build without libpq.

#include "base/error.h"
#include "base/translation.h"
#include "ledger/postgres_engine.h"

namespace shotlist::ledger {
namespace {

Error not_built() {
  return {ExitCode::usage, tr("this shotlist was built without PostgreSQL"),
          tr("install libpq's headers (Debian: libpq-dev) and build again, or name a file")};
}

}  // namespace

std::string shown_address(const std::string&) {
  throw not_built();
}

std::string password_in(const std::string&) {
  throw not_built();
}

std::unique_ptr<Engine> open_postgres(const std::string&, bool) {
  throw not_built();
}

}  // namespace shotlist::ledger
