#pragma once
// Sends an answer byte for byte, which an HTTP library would not: it would cut ranges out of it,
// encode it, or see to it that it is whole.

namespace shotlist::sandbox {

struct Answer;
class Connection;

/// Sends `answer`. If it ends early or has no length, hangs up; if it stalls, waits until the
/// client leaves.
void send_raw(Connection& connection, const Answer& answer);

}  // namespace shotlist::sandbox
