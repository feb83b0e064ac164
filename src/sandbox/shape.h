#pragma once
// The shapes in which gateways answer a look at a task.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "sandbox/answer.h"

namespace shotlist::sandbox {

/// A family of answers. `--shape` takes its letter.
enum class Shape {
  sora,     ///< `A`, `B`: while it runs, only a fraction three levels down; then ten links
  veo,      ///< `C`: eleven words, error texts on success, a smaller video beside the right one
  grok,     ///< `D`: times in seconds, `error` is an empty text
  relayed,  ///< `E`: the link is on the gateway's own host and wants the key
  unified,  ///< `F`: the answer's id is not the one asked for
  openai,   ///< `G`: `video_url` beside `seconds` and `size`
  new_api,  ///< `H`: everything under `data`; `code` is about the call
  new_api_bare,  ///< `I`: the same without a link: the bytes are at `/v1/videos/ID/content`
  other,         ///< `J`: 202 while it runs; the link in `task_result` or in `metadata`, in turn
};

/// Reads a letter from `A` to `J`, in either case; none for any other text.
std::optional<Shape> parse_shape(std::string_view letter);

/// How the gateway of `model` answers. Models that it does not know take two shapes in turn.
Shape shape_of(std::string_view model, std::size_t turn);

/// What an answer says of a task.
struct TaskView {
  enum class State { running, done, failed };

  std::string id;
  std::string model;
  std::string prompt;
  std::vector<std::string> images;
  std::string host;  ///< of the gateway, such as `127.0.0.1:8080`
  std::size_t turn = 0;
  State state = State::running;
  double progress = 0;  ///< from 0 to 1
  Date created{};
  Date updated{};
  std::string word;    ///< instead of the status that the shape would give; empty: none
  std::string link;    ///< empty: none
  std::string reason;  ///< why it failed
  bool moderated = false;
  bool has_old_errors = false;      ///< texts about earlier tries, whatever its state
  bool has_link_in_reason = false;  ///< where the shape has an older version that did so
};

Answer answer_in(Shape shape, const TaskView& task);

/// Path and query of a video on the gateway's own host, in the shape `relayed`.
std::string relayed_target(std::string_view task_id);

}  // namespace shotlist::sandbox
