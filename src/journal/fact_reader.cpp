#include "journal/fact_reader.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json_walk.h"

namespace shotlist::journal {
namespace {

// Thrown while a line is read whose members are not as this file writes them.
struct Malformed {};

template <typename T>
T known(const std::optional<T>& value) {
  if (!value) throw Malformed();
  return *value;
}

// The members of one object, by name. What is not there is nothing: an empty text, a zero.
class Members {
 public:
  explicit Members(std::string_view object) {
    JsonWalk walk(object, JsonWalk::Over::object);
    while (walk.next()) {
      if (walk.name().find('\\') != std::string_view::npos) throw Malformed();
      members_.emplace_back(walk.name(), walk.value());
    }
    if (!walk.is_sound()) throw Malformed();
  }

  const JsonValue* find(std::string_view name) const {
    for (const auto& [its_name, value] : members_) {
      if (its_name == name) return &value;
    }
    return nullptr;
  }

  std::string text(std::string_view name) const {
    const JsonValue* value = find(name);
    return value == nullptr ? std::string() : known(value->text());
  }
  std::int64_t number(std::string_view name) const {
    const JsonValue* value = find(name);
    return value == nullptr ? 0 : known(value->number());
  }
  bool truth(std::string_view name) const {
    const JsonValue* value = find(name);
    return value != nullptr && known(value->truth());
  }
  Date date(std::string_view name) const { return known(parse_date(text(name))); }
  Fingerprint fingerprint(std::string_view name) const {
    return known(parse_fingerprint(text(name)));
  }
  std::optional<Fingerprint> digest(std::string_view name) const {
    if (find(name) == nullptr) return std::nullopt;
    return fingerprint(name);
  }

 private:
  std::vector<std::pair<std::string_view, JsonValue>> members_;
};

OpenedFact opened(const Members& members) {
  const auto format = members.number("format");
  if (format != journal_format) {
    throw Error(ExitCode::disk, fmt::format("the journal has format {}", format),
                fmt::format("this version knows format {}: use a newer shotlist", journal_format));
  }
  return {members.text("version"),    members.text("run"), members.text("manifest"),
          members.text("base_url"),   members.date("at"),  members.truth("sandbox"),
          members.digest("decisions")};
}

SendingFact sending(const Members& members) {
  const JsonValue* body = members.find("body");
  return {members.text("id"), members.fingerprint("fingerprint"),
          static_cast<int>(members.number("attempt")), members.date("at"),
          body == nullptr ? std::string() : std::string(body->written())};
}

SettledFact settled(const Members& members) {
  SettledFact fact;
  fact.id = members.text("id");
  fact.attempt = static_cast<int>(members.number("attempt"));
  fact.at = members.date("at");
  fact.outcome.verdict = known(parse_verdict(members.text("verdict")));
  fact.outcome.status = known(parse_status(members.text("status")));
  fact.outcome.error_class = known(parse_error_class(members.text("class")));
  fact.outcome.http_status = static_cast<int>(members.number("http_status"));
  fact.outcome.task_id = members.text("task_id");
  fact.outcome.named_task = members.text("named_task");
  fact.outcome.error = members.text("error");
  fact.outcome.provider_request_id = members.text("request_id");
  fact.outcome.raw_reply = members.text("raw");
  fact.outcome.latency = std::chrono::milliseconds(members.number("latency_ms"));
  return fact;
}

Standing standing(const Members& members) {
  Standing standing;
  standing.status = known(parse_status(members.text("status")));
  standing.fingerprint = members.fingerprint("fingerprint");
  standing.attempts = static_cast<int>(members.number("attempts"));
  standing.attempt = standing.attempts;
  standing.task_id = members.text("task_id");
  standing.named_task = members.text("named_task");
  standing.error_class = known(parse_error_class(members.text("class")));
  standing.error = members.text("error");
  standing.http_status = static_cast<int>(members.number("http_status"));
  standing.provider_request_id = members.text("request_id");
  if (members.find("sent_at") != nullptr) standing.sent_at = members.date("sent_at");
  if (members.find("latency_ms") != nullptr) {
    standing.latency = std::chrono::milliseconds(members.number("latency_ms"));
  }
  return standing;
}

AdoptedFact adopted(const Members& members) {
  AdoptedFact fact{members.text("from"), members.date("at"), {}};
  const JsonValue* rows = members.find("rows");
  JsonWalk walk(rows == nullptr ? std::string_view() : rows->written(), JsonWalk::Over::array);
  while (walk.next()) {
    const Members row(walk.value().written());
    fact.rows.push_back({row.text("id"), standing(row)});
  }
  if (!walk.is_sound()) throw Malformed();
  return fact;
}

ResolvedFact resolved(const Members& members) {
  using Decision = ResolvedFact::Decision;
  ResolvedFact fact;
  fact.id = members.text("id");
  fact.by = members.text("by");
  fact.decisions = members.digest("decisions");
  fact.at = members.date("at");
  if (members.find("task_id") != nullptr) {
    fact.decision = Decision::created;
    fact.task_id = members.text("task_id");
  } else if (members.find("kept") != nullptr) {
    fact.decision = Decision::kept;
    fact.fingerprint = members.fingerprint("kept");
  } else if (members.truth("not_created")) {
    fact.decision = Decision::not_created;
  } else {
    throw Malformed();
  }
  return fact;
}

Fact fact_of(const Members& members) {
  const std::string kind = members.text("fact");
  if (kind == "opened") return opened(members);
  if (kind == "sending") return sending(members);
  if (kind == "settled") return settled(members);
  if (kind == "adopted") return adopted(members);
  if (kind == "resolved") return resolved(members);
  throw Error(ExitCode::disk,
              fmt::format("the journal holds a fact of the unknown kind \"{}\"", kind),
              "it was written by a newer shotlist: use that one");
}

}  // namespace

std::optional<Fact> read_fact(std::string_view object) {
  try {
    return fact_of(Members(object));
  } catch (const Malformed&) {
    return std::nullopt;
  }
}

}  // namespace shotlist::journal
