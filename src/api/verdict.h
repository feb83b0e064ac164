#pragma once
// The rule about money: did this attempt pay for something?

#include "base/time.h"
#include "http/message.h"
#include "model/outcome.h"

namespace shotlist::api {

/// Judges what became of one paid request. `received_at` is the wall time, for a Retry-After that
/// names a date.
///
/// | evidence                                      | verdict  | the row becomes            |
/// | --------------------------------------------- | -------- | -------------------------- |
/// | no byte of the request left                   | unsent   | failed, if not tried again |
/// | 2xx with a task id                            | accepted | submitted                  |
/// | 2xx that declares an error, without an id     | refused  | rejected                   |
/// | any other 2xx                                 | unknown  | in doubt                   |
/// | 401, 402, 403; 429 about quota                | refused  | failed; the run ends       |
/// | 404 path, 405, 501, 3xx                       | refused  | failed; the run ends       |
/// | 429; 503; 500 that says overloaded            | busy     | failed, if not tried again |
/// | 408, 409                                      | unknown  | in doubt                   |
/// | other 4xx                                     | refused  | rejected                   |
/// | 500 with the gateway's own error              | refused  | failed                     |
/// | other 5xx                                     | unknown  | in doubt                   |
/// | timeout, reset or silence after bytes left    | unknown  | in doubt                   |
///
/// When in doubt it is in doubt: a status not named above is `unknown`.
Outcome judge(const http::Reply& reply, Date received_at);

}  // namespace shotlist::api
