#pragma once
// The tables of a ledger: schema.sql, put into the program at build time by embed.py.

namespace shotlist::ledger {

/// SQL that makes an empty ledger in an empty database.
extern const char* const schema;

/// Of schema.sql. A ledger of a higher version is left alone.
inline constexpr int schema_version = 1;

/// What a SQLite file calls itself in its header (https://sqlite.org/fileformat2.html, offset 68):
/// `Shot`.
inline constexpr int application_id = 0x53686f74;

}  // namespace shotlist::ledger
