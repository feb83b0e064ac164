#pragma once
// What the words of an answer are about.

#include <string_view>

#include "api/answer.h"

namespace shotlist::api {

/// The subjects that distinguish refusals. The code and the message are searched for marks, in
/// English and Chinese, as gateways and their upstreams write them.
struct Topics {
  bool money = false;             ///< balance, billing, a purchased quota
  bool key = false;               ///< the API key is wrong, expired or not allowed
  bool rate = false;              ///< requests per time
  bool too_many_running = false;  ///< unfinished tasks
  bool concurrency = false;       ///< of tasks, requests, or something else
  bool lost_answer = false;       ///< the request was passed on, but its answer was lost
  bool overload = false;          ///< of the server
  bool missing_model = false;     ///< it is not offered, or has no channel
  bool moderation = false;        ///< the prompt or an image is not allowed
  bool wrong_scheme = false;      ///< plain HTTP sent where TLS is required
};

/// `prompt` is the prompt of the request. Answers quote it, and a film about a billing clerk on an
/// overloaded truck says nothing about the server: its quotation in the message is ignored.
Topics topics_of(const Answer& answer, std::string_view prompt);

}  // namespace shotlist::api
