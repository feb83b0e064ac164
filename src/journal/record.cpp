#include "journal/record.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/json_object.h"

namespace shotlist {
namespace {

using nlohmann::ordered_json;

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

// Thrown while an object is read whose members are not as this file writes them.
struct Malformed {};

template <typename T>
T known(const std::optional<T>& value) {
  if (!value) throw Malformed();
  return *value;
}

std::string text(const ordered_json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  if (!found->is_string()) throw Malformed();
  return found->get<std::string>();
}

std::int64_t number(const ordered_json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return 0;
  if (!found->is_number_integer()) throw Malformed();
  return found->get<std::int64_t>();
}

Date date(const ordered_json& object, const char* key) {
  return known(parse_date(text(object, key)));
}

OpenedFact opened(const ordered_json& object) {
  const auto format = number(object, "format");
  if (format != journal_format) {
    throw Error(ExitCode::disk, fmt::format("the journal has format {}", format),
                fmt::format("this version knows format {}: use a newer shotlist", journal_format));
  }
  return {text(object, "version"),  text(object, "run"), text(object, "manifest"),
          text(object, "base_url"), date(object, "at"),  object.value("sandbox", false)};
}

SendingFact sending(const ordered_json& object) {
  const auto body = object.find("body");
  return {text(object, "id"), known(parse_fingerprint(text(object, "fingerprint"))),
          static_cast<int>(number(object, "attempt")), date(object, "at"),
          body == object.end() ? std::string() : body->dump()};
}

SettledFact settled(const ordered_json& object) {
  SettledFact fact;
  fact.id = text(object, "id");
  fact.attempt = static_cast<int>(number(object, "attempt"));
  fact.at = date(object, "at");
  fact.outcome.verdict = known(parse_verdict(text(object, "verdict")));
  fact.outcome.status = known(parse_status(text(object, "status")));
  fact.outcome.error_class = known(parse_error_class(text(object, "class")));
  fact.outcome.http_status = static_cast<int>(number(object, "http_status"));
  fact.outcome.task_id = text(object, "task_id");
  fact.outcome.error = text(object, "error");
  fact.outcome.provider_request_id = text(object, "request_id");
  fact.outcome.raw_reply = text(object, "raw");
  fact.outcome.latency = std::chrono::milliseconds(number(object, "latency_ms"));
  return fact;
}

AdoptedFact adopted(const ordered_json& object) {
  AdoptedFact fact{text(object, "from"), date(object, "at"), {}};
  for (const ordered_json& row : object.at("rows")) {
    Standing standing;
    standing.status = known(parse_status(text(row, "status")));
    standing.fingerprint = known(parse_fingerprint(text(row, "fingerprint")));
    standing.attempts = static_cast<int>(number(row, "attempts"));
    standing.attempt = standing.attempts;
    standing.task_id = text(row, "task_id");
    standing.error_class = known(parse_error_class(text(row, "class")));
    standing.error = text(row, "error");
    standing.http_status = static_cast<int>(number(row, "http_status"));
    standing.provider_request_id = text(row, "request_id");
    if (row.contains("sent_at")) standing.sent_at = date(row, "sent_at");
    if (row.contains("latency_ms")) {
      standing.latency = std::chrono::milliseconds(number(row, "latency_ms"));
    }
    fact.rows.push_back({text(row, "id"), std::move(standing)});
  }
  return fact;
}

ResolvedFact resolved(const ordered_json& object) {
  using Decision = ResolvedFact::Decision;
  ResolvedFact fact;
  fact.id = text(object, "id");
  fact.by = text(object, "by");
  fact.at = date(object, "at");
  if (object.contains("task_id")) {
    fact.decision = Decision::created;
    fact.task_id = text(object, "task_id");
  } else if (object.contains("kept")) {
    fact.decision = Decision::kept;
    fact.fingerprint = known(parse_fingerprint(text(object, "kept")));
  } else if (object.value("not_created", false)) {
    fact.decision = Decision::not_created;
  } else {
    throw Malformed();
  }
  return fact;
}

Fact read_fact(const ordered_json& object) {
  const std::string kind = text(object, "fact");
  if (kind == "opened") return opened(object);
  if (kind == "sending") return sending(object);
  if (kind == "settled") return settled(object);
  if (kind == "adopted") return adopted(object);
  if (kind == "resolved") return resolved(object);
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
    return read_fact(ordered_json::parse(object));
  } catch (const Malformed&) {
    return std::nullopt;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

}  // namespace shotlist
