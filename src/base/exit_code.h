#pragma once
// The exit codes of the command line: a contract that scripts rely on.

namespace shotlist::inline base {

/// How a command ended. Interruption, then disk, then refusal outrank the rest; `in_doubt` outranks
/// `some_failed` and `stopped`.
enum class ExitCode : int {
  ok = 0,             ///< every selected row is submitted, or nothing was left to do
  some_failed = 1,    ///< finished, but some rows failed or were rejected
  usage = 2,          ///< the command line makes no sense
  invalid = 3,        ///< the manifest or configuration is invalid; nothing was sent
  refused = 4,        ///< stopped: key or balance (401, 402, 403), or the endpoint does not exist
  stopped = 5,        ///< stopped by a limit the user set; rows remain
  in_doubt = 6,       ///< rows are in doubt or held; a person must decide
  held = 7,           ///< another run holds this ledger
  disk = 8,           ///< the ledger or the disk failed; sending stopped at once
  hung_up = 129,      ///< the terminal went away; state saved
  interrupted = 130,  ///< Ctrl-C; state saved
  terminated = 143,   ///< SIGTERM; state saved
};

}  // namespace shotlist::inline base
