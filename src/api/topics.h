#pragma once
// What the words of an answer speak of.

#include <string_view>

#include "api/answer.h"

namespace shotlist::api {

/// The subjects that tell one refusal from another. Marks are looked for in the code and the
/// message, in English and Chinese, as gateways and their upstreams write them.
struct Topics {
  bool money = false;             ///< balance, billing, a quota that is bought
  bool key = false;               ///< the API key is wrong, expired or not allowed
  bool rate = false;              ///< requests in a time
  bool too_many_running = false;  ///< tasks that have not ended
  bool concurrency = false;       ///< of tasks, requests, or something else
  bool lost_answer = false;       ///< the request went further, and its answer did not come back
  bool overload = false;          ///< of the server
  bool missing_model = false;     ///< it is not offered, or has no channel
  bool moderation = false;        ///< the prompt or an image is not allowed
  bool wrong_scheme = false;      ///< plain HTTP arrived where TLS is spoken
};

/// `prompt` is what was asked for. Answers quote it, and a film about a billing clerk on an
/// overloaded truck says nothing about the server: where it stands in the message it is left out.
Topics topics_of(const Answer& answer, std::string_view prompt);

}  // namespace shotlist::api
