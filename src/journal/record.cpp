#include "journal/record.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/json_object.h"
#include "base/json_walk.h"

namespace shotlist {
namespace {

// Writes a fact as one JSON object. Members that hold nothing are left out: most rows have no error
// and no request id.
class FactWriter {
 public:
  explicit FactWriter(std::string& line) : line_(line) {}

  void operator()(const OpenedFact& fact) {
    JsonObject object(line_);
    object.text("fact", "opened");
    object.number("format", journal_format);
    object.text("version", fact.version);
    object.text("run", fact.run_id);
    object.text("manifest", fact.manifest);
    object.text("base_url", fact.base_url);
    if (fact.sandbox) object.truth("sandbox", true);
    object.text("at", to_text(fact.at));
    object.end();
  }

  // A body is JSON already. Its exact bytes are what was paid for, so they are put in as they are.
  void operator()(const SendingFact& fact) {
    JsonObject object(line_);
    object.text("fact", "sending");
    object.text("id", fact.id);
    object.text("fingerprint", to_text(fact.fingerprint));
    object.number("attempt", fact.attempt);
    object.text("at", to_text(fact.at));
    if (!fact.body.empty()) object.json("body", fact.body);
    object.end();
  }

  void operator()(const SettledFact& fact) {
    const Outcome& outcome = fact.outcome;
    JsonObject object(line_);
    object.text("fact", "settled");
    object.text("id", fact.id);
    object.number("attempt", fact.attempt);
    object.text("verdict", to_text(outcome.verdict));
    object.text("status", to_text(outcome.status));
    some_number(object, "http_status", outcome.http_status);
    some_text(object, "task_id", outcome.task_id);
    some_text(object, "class", to_text(outcome.error_class));
    some_text(object, "error", outcome.error);
    some_text(object, "request_id", outcome.provider_request_id);
    some_number(object, "latency_ms", rounded_to_ms(outcome.latency).count());
    object.text("at", to_text(fact.at));
    some_text(object, "raw", outcome.raw_reply);
    object.end();
  }

  void operator()(const AdoptedFact& fact) {
    JsonObject object(line_);
    object.text("fact", "adopted");
    object.text("from", fact.from);
    object.text("at", to_text(fact.at));
    object.json("rows", "[");
    for (const AdoptedFact::Row& row : fact.rows) {
      if (&row != &fact.rows.front()) line_ += ',';
      write(row);
    }
    line_ += ']';
    object.end();
  }

  void operator()(const ResolvedFact& fact) {
    JsonObject object(line_);
    object.text("fact", "resolved");
    object.text("id", fact.id);
    switch (fact.decision) {
      case ResolvedFact::Decision::created:
        object.text("task_id", fact.task_id);
        break;
      case ResolvedFact::Decision::not_created:
        object.truth("not_created", true);
        break;
      case ResolvedFact::Decision::kept:
        object.text("kept", to_text(fact.fingerprint));
        break;
    }
    object.text("by", fact.by);
    object.text("at", to_text(fact.at));
    object.end();
  }

 private:
  void write(const AdoptedFact::Row& row) {
    const Standing& standing = row.standing;
    JsonObject object(line_);
    object.text("id", row.id);
    object.text("fingerprint", to_text(standing.fingerprint));
    object.text("status", to_text(standing.status));
    object.number("attempts", standing.attempts);
    some_text(object, "task_id", standing.task_id);
    some_text(object, "class", to_text(standing.error_class));
    some_text(object, "error", standing.error);
    some_number(object, "http_status", standing.http_status);
    some_text(object, "request_id", standing.provider_request_id);
    if (standing.sent_at) object.text("sent_at", to_text(*standing.sent_at));
    if (standing.latency) object.number("latency_ms", standing.latency->count());  // 0 is one
    object.end();
  }

  static void some_text(JsonObject& object, std::string_view name, std::string_view value) {
    if (!value.empty()) object.text(name, value);
  }

  static void some_number(JsonObject& object, std::string_view name, std::int64_t value) {
    if (value != 0) object.number(name, value);
  }

  std::string& line_;
};

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

 private:
  std::vector<std::pair<std::string_view, JsonValue>> members_;
};

OpenedFact opened(const Members& members) {
  const auto format = members.number("format");
  if (format != journal_format) {
    throw Error(ExitCode::disk, fmt::format("the journal has format {}", format),
                fmt::format("this version knows format {}: use a newer shotlist", journal_format));
  }
  return {members.text("version"),  members.text("run"), members.text("manifest"),
          members.text("base_url"), members.date("at"),  members.truth("sandbox")};
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

Fact read_fact(const Members& members) {
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

void append_line(std::string& lines, const Fact& fact) {
  constexpr std::size_t checksum_digits = 16;
  const std::size_t start = lines.size();
  lines.append(checksum_digits, '0');
  lines += ' ';
  std::visit(FactWriter(lines), fact);
  const std::string_view object = std::string_view(lines).substr(start + checksum_digits + 1);
  lines.replace(start, checksum_digits, to_hex(checksum(object)));
  lines += '\n';
}

std::string to_line(const Fact& fact) {
  std::string line;
  append_line(line, fact);
  return line;
}

std::optional<Fact> parse_line(std::string_view line) {
  if (line.size() < 18 || line[16] != ' ') return std::nullopt;
  const std::string_view object = line.substr(17);
  if (parse_hex(line.substr(0, 16)) != checksum(object)) return std::nullopt;
  try {
    return read_fact(Members(object));
  } catch (const Malformed&) {
    return std::nullopt;
  }
}

}  // namespace shotlist
