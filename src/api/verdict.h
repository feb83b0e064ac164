#pragma once
// The rule about money: did this attempt pay for something?

#include <string>
#include <string_view>

#include "base/time.h"
#include "http/message.h"
#include "model/outcome.h"

namespace shotlist::api {

/// Judges what became of one paid request. `received_at` is the wall time, for a Retry-After that
/// names a date; `prompt` is what was asked for, which answers quote.
///
/// The most specific row wins. Above all of them: a task id anywhere in an answer that is no clean
/// success, and an answer that was not read to its end, are `unknown`.
///
/// | evidence                                            | verdict  | the row becomes | |
/// --------------------------------------------------- | -------- | ----------------------------- |
/// | no byte of the request left                         | unsent   | failed, if not tried again |
/// | 2xx with a task id and no error                     | accepted | submitted | | 2xx with a
/// plain error, no id and no data           | refused  | rejected, or by its class     | | any
/// other 2xx                                       | unknown  | in doubt                      | |
/// 401, 402, 403; 400, 429, 500 about key or money     | refused  | failed; the run ends          |
/// | 403 of moderation, or with a page of HTML           | refused  | rejected; three may end a run
/// | | 404 path, 405, 407, 421, 426, 501, 3xx              | refused  | failed; the run ends | |
/// 404 about a model                                   | refused  | failed                        |
/// | 429; 503; 500 that says overloaded; too many tasks  | busy     | failed, if not tried again |
/// | 408, 409                                            | unknown  | in doubt | | other 4xx |
/// refused  | rejected                      | | 500 with the gateway's own error | refused  |
/// failed                        | | other 5xx                                           | unknown
/// | in doubt                      | | timeout, reset or silence after bytes left          |
/// unknown  | in doubt                      |
///
/// When in doubt it is in doubt: a status not named above is `unknown`.
Outcome judge(const http::Reply& reply, Date received_at, std::string_view prompt = {});

/// Turns an accepted outcome into a doubt, because its task id is that of the row `owner` already.
void put_in_doubt(Outcome& outcome, const std::string& owner);

}  // namespace shotlist::api
