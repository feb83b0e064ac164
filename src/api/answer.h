#pragma once
// What a body says, in any of the gateway's shapes.

#include <string>
#include <string_view>

namespace shotlist::api {

/// The parts of an answer that a verdict needs. Nothing here is disarmed.
struct Answer {
  /// From `id`, `task_id` or `taskId`, at the top or under `data`, where a create call returns its
  /// task. Empty if there is none, or only a value that is never a task id.
  std::string task_id;
  /// `task_id`; without one, or with an error beside it, the first task id found anywhere,
  /// including text and JSON that is cut short. An `id` such as `req_1` beside an error is not a
  /// task's.
  std::string named_task;
  /// A value in place of a task id, such as `null`, `0` or `-1`; else empty.
  std::string odd_id;

  std::string message;  ///< `error.message`, `error`, `message`, `msg`, `detail`, else the text
  std::string code;     ///< from `error.code` or `code`, as text; empty if there is none

  bool is_json = false;       ///< complete; else it is text, a page, or cut short
  bool is_cut_short = false;  ///< it starts as JSON and ends inside it
  bool says_success = false;  ///< in words: a refusal's status beside it proves nothing
  bool says_error = false;    ///< it declares a failure: an id beside it is not a plain success
  bool from_gateway = false;  ///< the failure has the gateway's own shape, which means that
                              ///< nothing was created: `{"error":{...}}` with a message or a
                              ///< code, or `{"code","message"}`
  bool is_refusal = false;    ///< the failure is plain, with no data beside it: even under a
                              ///< success status, it means that nothing was created
};

Answer read_answer(std::string_view body);

/// The same, without the short cut for the answers that almost all are (plain_answer.h).
Answer read_any_answer(std::string_view body);

}  // namespace shotlist::api
