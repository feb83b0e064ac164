#include "ledger/checksum.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <string_view>
#include <type_traits>

#include "base/digest.h"

namespace shotlist::ledger {
namespace {

/// The values of a row in sequence, encoded so that none can run into the next.
class Values {
 public:
  void add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    append(text);
  }
  void add(std::int64_t value) {
    auto bytes = std::bit_cast<std::array<char, 8>>(value);  // little-endian on every machine
    if constexpr (std::endian::native == std::endian::big) std::reverse(bytes.begin(), bytes.end());
    append({bytes.data(), bytes.size()});
  }
  void add(const Fingerprint& fingerprint) {
    add(static_cast<std::int64_t>(fingerprint.high));
    add(static_cast<std::int64_t>(fingerprint.low));
  }
  void add(Date date) { add(std::int64_t{date.time_since_epoch().count()}); }
  void add(std::chrono::milliseconds duration) { add(std::int64_t{duration.count()}); }
  void add(Money money) { add(money.millionths()); }

  template <typename Enum>
  requires std::is_enum_v<Enum>
  void add(Enum word) {
    add(to_text(word));  // not its number, which may mean another word in another version
  }

  template <typename T>
  void add(const std::optional<T>& value) {
    add(std::int64_t{value ? 1 : 0});
    if (value) add(*value);
  }

  std::int64_t checksum() const {
    const std::string_view few(few_.data(), size_);
    return static_cast<std::int64_t>(base::checksum(many_.empty() ? few : many_));
  }

 private:
  void append(std::string_view bytes) {
    if (many_.empty() && bytes.size() <= few_.size() - size_) {
      std::copy(bytes.begin(), bytes.end(), few_.data() + size_);
      size_ += bytes.size();
      return;
    }
    if (many_.empty()) many_.assign(few_.data(), size_);
    many_ += bytes;
  }

  // All but a few rows need no memory of their own.
  std::array<char, 2048> few_;
  std::size_t size_ = 0;
  std::string many_;  ///< instead, if there are more
};

template <typename... T>
std::int64_t checksum_of_all(const T&... values) {
  Values all;
  (all.add(values), ...);
  return all.checksum();
}

}  // namespace

std::int64_t checksum_of(const Attempt& attempt, bool is_alone) {
  const std::string_view manifest = is_alone ? attempt.manifest : std::string_view();
  const std::string_view row = is_alone ? attempt.row : std::string_view();
  return checksum_of_all(
      is_alone ? attempt.number : 0, attempt.entry, attempt.run, attempt.server,
      attempt.fingerprint, std::int64_t{attempt.copy}, std::int64_t{attempt.attempt}, manifest, row,
      attempt.price, attempt.currency, attempt.sent_at, attempt.status, attempt.verdict,
      attempt.error_class, std::int64_t{attempt.http_status}, attempt.task_id, attempt.named_task,
      attempt.error, attempt.request_id, attempt.latency, attempt.settled_at,
      std::int64_t{attempt.rehearsal ? 1 : 0}, is_alone ? attempt.absent_since : std::nullopt);
}

std::int64_t checksum_of(const Decision& decision) {
  return checksum_of_all(decision.entry, decision.word, decision.task_id, decision.fingerprint,
                         decision.row, decision.manifest, decision.server, decision.after,
                         decision.by, decision.at);
}

std::int64_t checksum_of(const Video& video) {
  return checksum_of_all(video.entry, video.status, video.url, video.error, video.asked_at,
                         video.ended_at, video.host, video.path, video.bytes, video.sha256,
                         video.etag);
}

std::int64_t checksum_of(const Run& run) {
  Values values;
  for (const std::string* text :
       {&run.id, &run.version, &run.manifest, &run.manifest_path, &run.base_url, &run.host})
    values.add(*text);
  values.add(run.number);
  values.add(run.process);
  for (const std::string& option : run.options)
    values.add(option);
  values.add(std::int64_t{run.imported ? 1 : 0});
  values.add(run.started_at);
  return values.checksum();
}

std::int64_t checksum_of(const Fingerprint& fingerprint, const std::string& prompt,
                         const std::string& body) {
  return checksum_of_all(fingerprint, prompt, body);
}

}  // namespace shotlist::ledger
