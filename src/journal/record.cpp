#include "journal/record.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"

namespace shotlist {
namespace {

using nlohmann::ordered_json;

// Members that hold nothing are left out: most rows have no error and no request id.
template <typename T>
void put(ordered_json& object, const char* key, const T& value) {
  if (value != T()) object[key] = value;
}

void put_latency(ordered_json& object, std::int64_t ms) {
  put(object, "latency_ms", ms);
}

struct ToJson {
  ordered_json operator()(const OpenedFact& fact) const {
    ordered_json object = {{"fact", "opened"},          {"format", journal_format},
                           {"version", fact.version},   {"run", fact.run_id},
                           {"manifest", fact.manifest}, {"base_url", fact.base_url}};
    put(object, "sandbox", fact.sandbox);
    object["at"] = to_text(fact.at);
    return object;
  }

  ordered_json operator()(const SendingFact& fact) const {
    ordered_json object = {{"fact", "sending"},
                           {"id", fact.id},
                           {"fingerprint", to_text(fact.fingerprint)},
                           {"attempt", fact.attempt},
                           {"at", to_text(fact.at)}};
    return object;
  }

  ordered_json operator()(const SettledFact& fact) const {
    const Outcome& outcome = fact.outcome;
    ordered_json object = {{"fact", "settled"},
                           {"id", fact.id},
                           {"attempt", fact.attempt},
                           {"verdict", to_text(outcome.verdict)},
                           {"status", to_text(outcome.status)}};
    put(object, "http_status", outcome.http_status);
    put(object, "task_id", outcome.task_id);
    put(object, "class", std::string(to_text(outcome.error_class)));
    put(object, "error", outcome.error);
    put(object, "request_id", outcome.provider_request_id);
    put_latency(object, rounded_to_ms(outcome.latency).count());
    object["at"] = to_text(fact.at);
    put(object, "raw", outcome.raw_reply);
    return object;
  }

  ordered_json operator()(const AdoptedFact& fact) const {
    ordered_json rows = ordered_json::array();
    for (const auto& [id, standing] : fact.rows) {
      ordered_json row = {{"id", id},
                          {"fingerprint", to_text(standing.fingerprint)},
                          {"status", to_text(standing.status)},
                          {"attempts", standing.attempts}};
      put(row, "task_id", standing.task_id);
      put(row, "class", std::string(to_text(standing.error_class)));
      put(row, "error", standing.error);
      put(row, "http_status", standing.http_status);
      put(row, "request_id", standing.provider_request_id);
      if (standing.sent_at) row["sent_at"] = to_text(*standing.sent_at);
      if (standing.latency) put_latency(row, standing.latency->count());
      rows.push_back(std::move(row));
    }
    return {{"fact", "adopted"}, {"from", fact.from}, {"at", to_text(fact.at)}, {"rows", rows}};
  }

  ordered_json operator()(const ResolvedFact& fact) const {
    ordered_json object = {{"fact", "resolved"}, {"id", fact.id}};
    switch (fact.decision) {
      case ResolvedFact::Decision::created:
        object["task_id"] = fact.task_id;
        break;
      case ResolvedFact::Decision::not_created:
        object["not_created"] = true;
        break;
      case ResolvedFact::Decision::kept:
        object["kept"] = to_text(fact.fingerprint);
        break;
    }
    object["by"] = fact.by;
    object["at"] = to_text(fact.at);
    return object;
  }
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

// A body is JSON already. Its exact bytes are what was paid for, so they are put in as they are.
void append_body(std::string& object, const Fact& fact) {
  const auto* sending = std::get_if<SendingFact>(&fact);
  if (sending == nullptr || sending->body.empty()) return;
  object.pop_back();
  object += ",\"body\":" + sending->body + '}';
}

}  // namespace

std::string to_line(const Fact& fact) {
  std::string object =
      std::visit(ToJson(), fact)
          .dump(-1, ' ', /*ensure_ascii=*/false, ordered_json::error_handler_t::replace);
  append_body(object, fact);
  return to_hex(checksum(object)) + ' ' + object + '\n';
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
