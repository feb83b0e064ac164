#include "model/verdict.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/translation.h"

namespace shotlist::inline model {
namespace {

// Each table is in the order of its enum.
constexpr std::array<std::string_view, 5> verdicts = {"unsent", "accepted", "refused", "busy",
                                                      "unknown"};
constexpr std::array<std::string_view, 16> error_classes = {
    "",           "connect", "bad_response", "invalid_request", "moderation",       "blocked",
    "auth",       "balance", "endpoint",     "rate_limited",    "too_many_running", "overloaded",
    "no_channel", "server",  "timeout",      "dropped"};
constexpr std::array<std::string_view, 4> concerns = {"row", "model", "key", "server"};
constexpr std::array<std::string_view, 6> statuses = {"submitted", "failed", "rejected",
                                                      "in_doubt",  "held",   "not_sent"};

constexpr std::array<std::string_view, 6> video_statuses = {"",       "running", "completed",
                                                            "failed", "expired", "lost"};

// The words in prose.
constexpr std::array<std::string_view, 16> spoken_classes = {"",
                                                             marked("connect"),
                                                             marked("bad response"),
                                                             marked("invalid request"),
                                                             marked("moderation"),
                                                             marked("blocked"),
                                                             marked("auth"),
                                                             marked("balance"),
                                                             marked("endpoint"),
                                                             marked("rate limited"),
                                                             marked("too many running"),
                                                             marked("overloaded"),
                                                             marked("no channel"),
                                                             marked("server"),
                                                             marked("timeout"),
                                                             marked("dropped")};
constexpr std::array<std::string_view, 6> spoken_statuses = {
    marked("submitted"), marked("failed"), marked("rejected"),
    marked("in doubt"),  marked("held"),   marked("not sent")};
constexpr std::array<std::string_view, 6> spoken_video_statuses = {"",
                                                                   marked("running"),
                                                                   marked("completed"),
                                                                   marked("failed"),
                                                                   marked("expired"),
                                                                   marked("lost")};

template <typename Word, std::size_t Count>
std::optional<Word> parse(const std::array<std::string_view, Count>& words, std::string_view text) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<Word>(i);
  }
  return std::nullopt;
}

}  // namespace

Concern concern_of(ErrorClass error_class) {
  switch (error_class) {
    case ErrorClass::auth:
    case ErrorClass::balance:
      return Concern::key;
    case ErrorClass::no_channel:
      return Concern::model;
    case ErrorClass::connect:
    case ErrorClass::endpoint:
    case ErrorClass::rate_limited:
    case ErrorClass::too_many_running:
    case ErrorClass::overloaded:
      return Concern::server;
    case ErrorClass::none:
    case ErrorClass::bad_response:
    case ErrorClass::invalid_request:
    case ErrorClass::moderation:
    case ErrorClass::blocked:
    case ErrorClass::server:
    case ErrorClass::timeout:
    case ErrorClass::dropped:
      break;
  }
  return Concern::row;
}

bool may_be_paid_for(Status status) {
  return status == Status::submitted || status == Status::in_doubt;
}

std::optional<Verdict> verdict_of(Status status) {
  switch (status) {
    case Status::submitted:
      return Verdict::accepted;
    case Status::rejected:
    case Status::failed:
      return Verdict::refused;
    case Status::in_doubt:
      return Verdict::unknown;
    case Status::held:
    case Status::not_sent:
      break;
  }
  return std::nullopt;
}

bool has_ended(VideoStatus status) {
  return status != VideoStatus::none && status != VideoStatus::running;
}

std::string_view to_text(Verdict verdict) {
  return verdicts.at(static_cast<std::size_t>(verdict));
}

std::string_view to_text(Concern concern) {
  return concerns.at(static_cast<std::size_t>(concern));
}

std::string_view to_text(ErrorClass error_class) {
  return error_classes.at(static_cast<std::size_t>(error_class));
}

std::string_view to_text(Status status) {
  return statuses.at(static_cast<std::size_t>(status));
}

std::string_view to_text(VideoStatus status) {
  return video_statuses.at(static_cast<std::size_t>(status));
}

std::string spoken(Status status) {
  return std::string(tr(spoken_statuses.at(static_cast<std::size_t>(status))));
}

std::string spoken(ErrorClass error_class) {
  return std::string(tr(spoken_classes.at(static_cast<std::size_t>(error_class))));
}

std::string spoken(VideoStatus status) {
  return std::string(tr(spoken_video_statuses.at(static_cast<std::size_t>(status))));
}

std::optional<Verdict> parse_verdict(std::string_view text) {
  return parse<Verdict>(verdicts, text);
}

std::optional<ErrorClass> parse_error_class(std::string_view text) {
  return parse<ErrorClass>(error_classes, text);
}

std::vector<std::string> status_words() {
  return {statuses.begin(), statuses.end()};
}

std::vector<std::string> video_status_words() {
  return {video_statuses.begin() + 1, video_statuses.end()};
}

std::optional<Status> parse_status(std::string_view text) {
  return parse<Status>(statuses, text);
}

std::optional<VideoStatus> parse_video_status(std::string_view text) {
  return parse<VideoStatus>(video_statuses, text);
}

}  // namespace shotlist::inline model
