#pragma once
// The tables of a ledger: schema.sql and shared.sql, embedded at build time by embed.py.

#include <string>

namespace shotlist::ledger {

/// SQL that creates an empty ledger in an empty database.
extern const char* const schema;

/// What a ledger in PostgreSQL has beyond it: shared.sql.
extern const char* const shared_schema;

/// SQL that turns a ledger of version 1 into one of version 2, which has videos.
std::string upgrade_from_1();

/// The version of schema.sql. A ledger of a higher version is left alone.
inline constexpr int schema_version = 2;

/// The application id in the SQLite header (https://sqlite.org/fileformat2.html, offset 68):
/// `Shot`.
inline constexpr int application_id = 0x53686f74;

}  // namespace shotlist::ledger
