#include "journal/record.h"

#include "base/json_object.h"
#include "journal/fact_reader.h"

namespace shotlist::journal {
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
    some_digest(object, "decisions", fact.decisions);
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
    some_text(object, "named_task", outcome.named_task);
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
    some_digest(object, "decisions", fact.decisions);
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
    some_text(object, "named_task", standing.named_task);
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

  static void some_digest(JsonObject& object, std::string_view name,
                          const std::optional<Fingerprint>& value) {
    if (value) object.text(name, to_text(*value));
  }

  static void some_number(JsonObject& object, std::string_view name, std::int64_t value) {
    if (value != 0) object.number(name, value);
  }

  std::string& line_;
};

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
  return read_fact(object);
}

}  // namespace shotlist::journal
