#pragma once
// What a body says, whichever of the gateway's shapes it has.

#include <string>
#include <string_view>

namespace shotlist::api {

/// The parts of an answer that a verdict needs. Nothing here is disarmed.
struct Answer {
  /// From `id`, `task_id` or `taskId`, at the top or under `data`: where a create call answers with
  /// its task. Empty where there is none, or only one that nobody gives.
  std::string task_id;
  /// `task_id`; where there is none, or an error beside it, the first task id found anywhere, also
  /// in JSON that is cut short, or in text. An `id` such as `req_1` beside an error is no task's.
  std::string named_task;
  /// What stands in the place of a task id and is none, such as `null`, `0` or `-1`; else empty.
  std::string odd_id;

  std::string
      message;       ///< from `error.message`, `error`, `message`, `msg`, `detail`, else the text
  std::string code;  ///< from `error.code` or `code`, as text; empty where there is none

  bool is_json = false;       ///< whole; else it is text, a page, or cut short
  bool is_cut_short = false;  ///< it starts as JSON and ends before that does
  bool says_success = false;  ///< in words: beside the status of a refusal that proves nothing
  bool says_error = false;    ///< it declares a failure: an id beside that is no plain success
  bool from_gateway = false;  ///< the failure has the gateway's own shape, which it sends when
                              ///< nothing was created: `{"error":{...}}` with a message or a code,
                              ///< or `{"code","message"}`
  bool is_refusal = false;    ///< the failure is plain, and there is no data beside it: said with
                              ///< the status of a success, it still means that nothing was created
};

Answer read_answer(std::string_view body);

}  // namespace shotlist::api
