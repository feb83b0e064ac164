#include "submit/stop_rule.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/recorded_text.h"
#include "base/text.h"
#include "base/translation.h"

namespace shotlist::submit {
namespace {

using namespace std::chrono_literals;

// No timeout is set shorter than this; what is lost sooner was lost to a crash.
constexpr Duration shortest_cutoff = 3s;

// The proxy's timeout starts slightly after ours, when it has received the request.
bool same_time(Duration a, Duration b) {
  return std::chrono::abs(a - b) <= std::max<Duration>(250ms, std::max(a, b) / 50);
}

std::size_t failures_allowed(const std::optional<CountOrShare>& stop_after, std::size_t rows) {
  if (!stop_after) return std::numeric_limits<std::size_t>::max();
  const auto amount = static_cast<std::size_t>(stop_after->count);
  return stop_after->percent ? std::max<std::size_t>(1, (rows * amount + 99) / 100) : amount;
}

std::string why_not_served(const Outcome& outcome) {
  if (outcome.http_status / 100 == 3) {
    return tr("the server redirects; if that is where requests should go, name it with --base-url");
  }
  if (outcome.http_status == 407) return tr("a proxy on the way asks for a password");
  if (outcome.http_status == 400)
    return tr("the server speaks https at this address: write https://");
  return tr("nothing is served at this address");
}

std::string why_refused(const Outcome& outcome) {
  switch (outcome.error_class) {
    case ErrorClass::auth:
      return tr("the key was refused");
    case ErrorClass::balance:
      return tr("the account's balance or its limit is used up");
    default:
      return why_not_served(outcome);
  }
}

std::string why_untrusted(const Outcome& outcome) {
  if (contains_ignoring_case(outcome.error, "subject name")) {
    return tr("the certificate is for another server ({}): check the address",
              spoken_text(outcome.error));
  }
  return tr(
      "the certificate is not trusted ({}): to trust it, give its certificate with --ca-file FILE, "
      "or in SSL_CERT_FILE or CURL_CA_BUNDLE",
      spoken_text(outcome.error));
}

std::string why_stuck(ErrorClass why) {
  if (why == ErrorClass::connect) return tr("the server cannot be reached");
  std::string words(to_text(why));
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

// Formats a duration as the value of an option.
std::string as_option(Duration duration) {
  if (duration < std::chrono::seconds(10)) return to_text(duration);
  return fmt::format("{}s", std::chrono::round<std::chrono::seconds>(duration).count());
}

std::string why_cut_off(const Cutoff& cutoff) {
  const std::string after = as_option(cutoff.after);
  if (cutoff.ours) {
    return tr("no answer comes within {}, which is --timeout: answers may need longer, so raise it",
              after);
  }
  return tr(
      "answers are lost after {} each, as by a timeout on the way (a proxy, a gateway): have it "
      "raised or go around it, and keep --timeout above it",
      after);
}

// A firewall page is never about one row for long. A 403 about content may be, and is treated as
// such once anything was accepted.
bool is_forbidden(const Outcome& outcome) {
  return outcome.http_status == 403 && (outcome.error_class == ErrorClass::blocked ||
                                        outcome.error_class == ErrorClass::moderation);
}

}  // namespace

void OutageWatch::settled(const Outcome& outcome) {
  if (outcome.verdict == Verdict::unsent) ++unreached_;
  if (outcome.http_status == 0) return;
  unreached_ = 0;
  answered_ = true;
}

void CutoffWatch::settled(const Outcome& outcome, Moment now) {
  if (outcome.verdict == Verdict::accepted) accepted_.push_back(now);
  if (outcome.verdict != Verdict::unknown) return;
  const bool ours = outcome.error_class == ErrorClass::timeout;
  if (!ours && outcome.latency < shortest_cutoff) return;

  lost_.push_back({outcome.latency, now - outcome.latency});
  std::size_t lost = 0;
  for (auto loss = lost_.rbegin(); loss != lost_.rend(); ++loss) {
    if (!same_time(loss->after, outcome.latency)) continue;
    ++lost;
    if (lost >= handful && accepted_since(loss->sent) <= lost) cutoff_ = {outcome.latency, ours};
  }
}

std::size_t CutoffWatch::accepted_since(Moment moment) const {
  const auto first = std::upper_bound(accepted_.begin(), accepted_.end(), moment);
  return static_cast<std::size_t>(accepted_.end() - first);
}

StopRule::StopRule(const Limits& limits, std::size_t rows)
    : most_failures_(failures_allowed(limits.stop_after, rows)), give_up_(limits.give_up) {}

void StopRule::settled(const Outcome& outcome, bool again, Moment now, bool others_left) {
  count(outcome, now);
  if (outcome.verdict == Verdict::accepted) return;
  if (!again) ++failures_;
  const bool ends_all = outcome.ends_run;  // whether or not the row itself is finished
  if (!end_ && (!again || ends_all)) end_ = reason_to_end(outcome, others_left);
}

void StopRule::count(const Outcome& outcome, Moment now) {
  outage_.settled(outcome);
  cutoff_.settled(outcome, now);
  lost_in_a_row_ = outcome.verdict == Verdict::unknown ? lost_in_a_row_ + 1 : 0;
  if (outcome.verdict == Verdict::accepted) {
    accepted_ = true;
    stuck_since_.reset();
    forbidden_in_a_row_ = 0;
  }
  if (outcome.verdict != Verdict::accepted && outcome.verdict != Verdict::refused) {
    if (!stuck_since_) stuck_since_ = now;
    stuck_by_ = outcome.error_class;
  }
  const bool counts = outcome.error_class == ErrorClass::blocked || !accepted_;
  if (is_forbidden(outcome) && counts) ++forbidden_in_a_row_;
  forbids_everybody_ = is_forbidden(outcome) && forbidden_in_a_row_ >= most_forbidden_in_a_row;
}

void StopRule::gave_task(const std::string& task, std::size_t rows) {
  if (end_ || rows < most_rows_of_a_task) return;
  end_ = RunEnd{
      ExitCode::refused, in_both([&] {
        return tr(
            "the server gave the same task id, {}, to {} rows: something on the way is broken",
            task, rows);
      }),
      ErrorClass::bad_response};
}

void StopRule::pass(Moment now) {
  if (end_ || now < gives_up_at()) return;
  end_ = RunEnd{ExitCode::refused, in_both([&] {
                  return tr("nothing got through for {} ({}), which is the limit of --give-up",
                            as_option(now - *stuck_since_), why_stuck(stuck_by_));
                }),
                stuck_by_};
}

Moment StopRule::gives_up_at() const {
  return stuck_since_ ? *stuck_since_ + give_up_ : Moment::max();
}

std::optional<RunEnd> StopRule::reason_to_end(const Outcome& outcome, bool others_left) const {
  if (outcome.ends_run) {
    const bool untrusted = outcome.verdict == Verdict::unsent;
    return RunEnd{ExitCode::refused, in_both([&] {
                    return untrusted ? why_untrusted(outcome) : why_refused(outcome);
                  }),
                  outcome.error_class};
  }
  if (forbids_everybody_) {
    return RunEnd{ExitCode::refused, in_both([] {
                    return tr(
                        "{} rows in a row were refused with 403, and none passed: the cause is "
                        "not the rows, but the key, this machine or a firewall",
                        most_forbidden_in_a_row);
                  }),
                  outcome.error_class};
  }
  if (outcome.verdict == Verdict::unsent && outage_.noticed()) {
    return RunEnd{ExitCode::refused, in_both([] { return tr("the server cannot be reached"); }),
                  ErrorClass::connect};
  }
  if (outcome.error_class == ErrorClass::no_channel && !accepted_ && !others_left) {
    return RunEnd{ExitCode::refused,
                  in_both([] { return tr("the model has no channel, and nothing else succeeds"); }),
                  ErrorClass::no_channel};
  }
  if (cutoff_.cutoff()) {
    return RunEnd{ExitCode::stopped, in_both([&] { return why_cut_off(*cutoff_.cutoff()); }),
                  ErrorClass::timeout};
  }
  if (lost_in_a_row_ >= most_lost_in_a_row) {
    return RunEnd{ExitCode::stopped, in_both([&] {
                    return tr("{} in a row ended in doubt: find out why before you send more",
                              counted(lost_in_a_row_, "request"));
                  }),
                  ErrorClass::server};
  }
  if (failures_ >= most_failures_) {
    return RunEnd{ExitCode::stopped, in_both([&] {
                    return tr("{} failed, and --stop-after says to stop there",
                              counted(failures_, "row"));
                  }),
                  ErrorClass::none};
  }
  return std::nullopt;
}

}  // namespace shotlist::submit
