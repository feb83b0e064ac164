#pragma once
// A value that must never be shown: the API key.

#include <string>
#include <utility>

namespace shotlist::inline base {

/// Owns a secret. It cannot be formatted, streamed, compared or converted; the only access to its
/// text is `reveal()`, which is easy to search for and is used where a request is sent.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  bool empty() const { return text_.empty(); }
  const std::string& reveal() const { return text_; }

 private:
  std::string text_;
};

}  // namespace shotlist::inline base
