#include "http/reuse_rule.h"

#include <algorithm>

namespace shotlist::http {

ReuseRule::Use ReuseRule::next_use(Moment now) {
  if (is_lost_) return Use::once;
  const bool has_enough = silent_ >= terms_.witnesses;
  if (has_enough && answers_ >= terms_.answers) {
    return now - answered_ <= terms_.longest_pause ? Use::again : Use::once;
  }
  if (has_enough || expected_ + witnesses_.size() >= most_witnesses) return Use::once;
  ++expected_;
  return Use::witness;
}

void ReuseRule::answered(Moment now) {
  ++answers_;
  answered_ = now;
}

void ReuseRule::witness_done(std::optional<int> socket, Moment now) {
  --expected_;
  if (socket && !is_lost_) witnesses_.push_back({*socket, now});
}

std::optional<int> ReuseRule::witness_to_ask(Moment now) const {
  for (const Witness& witness : witnesses_) {
    if (now - witness.since >= terms_.silence) return witness.socket;
  }
  return std::nullopt;
}

void ReuseRule::silent(int socket) {
  ++silent_;
  closed(socket);
}

void ReuseRule::closed(int socket) {
  std::erase_if(witnesses_, [socket](const Witness& witness) { return witness.socket == socket; });
}

void ReuseRule::spoke() {
  is_lost_ = true;
  witnesses_.clear();
}

bool is_tls_goodbye(std::string_view bytes) {
  constexpr std::string_view alert = "\x15\x03";
  // Appears as application data of 19 bytes: a two-byte alert, its type and the authentication tag.
  constexpr std::string_view sealed_alert("\x17\x03\x03\x00\x13", 5);
  return bytes.substr(0, alert.size()) == alert ||
         bytes.substr(0, sealed_alert.size()) == sealed_alert;
}

}  // namespace shotlist::http
