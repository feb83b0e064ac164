#pragma once
// The rule about money: did this attempt pay for something?

#include <string>
#include <string_view>

#include "base/time.h"
#include "http/message.h"
#include "model/outcome.h"

namespace shotlist::api {

/// Judges the outcome of one paid request. `received_at` is the wall time, for a Retry-After with a
/// date; `prompt` is the prompt of the request, which answers quote.
///
/// The most specific row wins. Before all of them, an answer is `unknown` if it was not read to its
/// end, or if it holds a task id anywhere and is not a clean success.
///
/// | evidence                                        | verdict  | the row becomes               |
/// | ----------------------------------------------- | -------- | ----------------------------- |
/// | no byte of the request left                     | unsent   | failed, if not tried again    |
/// | 2xx with a task id and no error                 | accepted | submitted                     |
/// | 2xx with a plain error, no id and no data       | refused  | rejected, or by its class     |
/// | any other 2xx                                   | unknown  | in doubt                      |
/// | 401, 402, 403; 400, 429, 500 about key or money | refused  | failed; the run ends          |
/// | 403 of moderation, or with an HTML page         | refused  | rejected; three may end a run |
/// | 404 path, 405, 407, 421, 426, 501, 3xx          | refused  | failed; the run ends          |
/// | 404 about a model                               | refused  | failed                        |
/// | 429; 503; 500 about overload; too many tasks    | busy     | failed, if not tried again    |
/// | 408, 409                                        | unknown  | in doubt                      |
/// | other 4xx                                       | refused  | rejected                      |
/// | 500 with the gateway's own error                | refused  | failed                        |
/// | other 5xx                                       | unknown  | in doubt                      |
/// | timeout, reset or silence after bytes left      | unknown  | in doubt                      |
///
/// A status not listed above is `unknown`.
Outcome judge(const http::Reply& reply, Date received_at, std::string_view prompt = {});

/// Puts an accepted outcome in doubt, because its task id already belongs to the row `owner`.
void put_in_doubt(Outcome& outcome, const std::string& owner);

}  // namespace shotlist::api
