#include "sandbox/fault.h"

#include <array>

#include "base/quantity.h"

namespace shotlist::sandbox {
namespace {

constexpr std::array<std::pair<Fault, std::string_view>, 11> names = {
    {{Fault::rate_limited, "429"},
     {Fault::rate_limited_header, "429-retry-after"},
     {Fault::server_error, "500"},
     {Fault::bad_gateway, "502"},
     {Fault::overloaded, "503"},
     {Fault::refusal, "refuse"},
     {Fault::moderation, "moderate"},
     {Fault::drop_before, "drop-before"},
     {Fault::drop_after, "drop-after"},
     {Fault::silence, "silence"},
     {Fault::no_id, "no-id"}}};

}  // namespace

std::string_view to_text(Fault fault) {
  for (const auto& [known, name] : names) {
    if (known == fault) return name;
  }
  return {};
}

std::vector<std::string> fault_names() {
  std::vector<std::string> all;
  for (const auto& [fault, name] : names)
    all.emplace_back(name);
  return all;
}

std::optional<std::pair<Fault, double>> parse_fault(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  const auto probability = parse_probability(text.substr(equals + 1));
  if (!probability) return std::nullopt;
  for (const auto& [fault, name] : names) {
    if (name == text.substr(0, equals)) return std::pair(fault, *probability);
  }
  return std::nullopt;
}

}  // namespace shotlist::sandbox
