#pragma once
// What a body says, whichever of the gateway's shapes it has.

#include <string>
#include <string_view>

namespace shotlist::api {

/// The parts of an answer that a verdict needs. Nothing here is disarmed.
struct Answer {
  std::string task_id;  ///< from `id`, `task_id` or `data.id`; empty where there is none
  std::string
      message;       ///< from `error.message`, `error`, `message`, `msg`, `detail`, else the text
  std::string code;  ///< from `error.code` or `code`, as text; empty where there is none
  bool is_json = false;       ///< else it is text, or a page
  bool says_error = false;    ///< it is JSON that declares a failure
  bool from_gateway = false;  ///< the failure has the gateway's own shape, which it sends when
                              ///< nothing was created: `{"error":{...}}` with a message or a code,
                              ///< or `{"code","message"}`
};

Answer read_answer(std::string_view body);

}  // namespace shotlist::api
