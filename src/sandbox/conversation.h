#pragma once
// Speaks HTTP over one connection, from its first request to its end.

#include "base/time.h"

namespace shotlist::sandbox {

class Connection;
class Gateway;

/// Answers requests until the client leaves or the connection is hung up; may be called for many
/// connections at once. A request is decided and charged when it has arrived in full; its answer
/// waits for `latency`.
void converse(Connection& connection, Gateway& gateway, Duration latency);

}  // namespace shotlist::sandbox
