#include "sandbox/fault.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/quantity.h"
#include "base/text.h"

namespace shotlist::sandbox {
namespace {

struct KnownFault {
  Fault fault;
  FaultGroup group;
  std::string_view name;
};

constexpr auto all_faults = std::to_array<KnownFault>({
    {Fault::rate_limited, FaultGroup::create, "429"},
    {Fault::rate_limited_header, FaultGroup::create, "429-retry-after"},
    {Fault::server_error, FaultGroup::create, "500"},
    {Fault::bad_gateway, FaultGroup::create, "502"},
    {Fault::overloaded, FaultGroup::create, "503"},
    {Fault::refusal, FaultGroup::create, "refuse"},
    {Fault::moderation, FaultGroup::create, "moderate"},
    {Fault::drop_before, FaultGroup::create, "drop-before"},
    {Fault::drop_after, FaultGroup::create, "drop-after"},
    {Fault::silence, FaultGroup::create, "silence"},
    {Fault::no_id, FaultGroup::create, "no-id"},
    {Fault::query_429, FaultGroup::query, "query-429"},
    {Fault::query_502, FaultGroup::query, "query-502"},
    {Fault::query_html, FaultGroup::query, "query-html"},
    {Fault::query_empty, FaultGroup::query, "query-empty"},
    {Fault::query_cut, FaultGroup::query, "query-cut"},
    {Fault::query_202, FaultGroup::query, "query-202"},
    {Fault::query_fetch, FaultGroup::query, "query-fetch"},
    {Fault::query_not_found, FaultGroup::query, "query-not-found"},
    {Fault::query_word, FaultGroup::query, "query-word"},
    {Fault::query_late, FaultGroup::query, "query-late"},
    {Fault::query_drop, FaultGroup::query, "query-drop"},
    {Fault::query_silence, FaultGroup::query, "query-silence"},
    {Fault::fail, FaultGroup::task, "fail"},
    {Fault::fail_moderated, FaultGroup::task, "fail-moderated"},
    {Fault::stuck, FaultGroup::task, "stuck"},
    {Fault::vanish, FaultGroup::task, "vanish"},
    {Fault::error_text, FaultGroup::task, "error-text"},
    {Fault::other_id, FaultGroup::task, "other-id"},
    {Fault::no_link, FaultGroup::task, "no-link"},
    {Fault::quoted_link, FaultGroup::task, "quoted-link"},
    {Fault::reason_link, FaultGroup::task, "reason-link"},
    {Fault::data_link, FaultGroup::task, "data-link"},
    {Fault::link_403, FaultGroup::task, "link-403"},
    {Fault::link_404, FaultGroup::task, "link-404"},
    {Fault::link_410, FaultGroup::task, "link-410"},
    {Fault::link_once, FaultGroup::task, "link-once"},
    {Fault::link_expires, FaultGroup::task, "link-expires"},
    {Fault::file_200, FaultGroup::file, "file-200"},
    {Fault::file_elsewhere, FaultGroup::file, "file-elsewhere"},
    {Fault::file_200_range, FaultGroup::file, "file-200-range"},
    {Fault::file_416, FaultGroup::file, "file-416"},
    {Fault::file_cut, FaultGroup::file, "file-cut"},
    {Fault::file_cut_open, FaultGroup::file, "file-cut-open"},
    {Fault::file_open, FaultGroup::file, "file-open"},
    {Fault::file_stall, FaultGroup::file, "file-stall"},
    {Fault::file_slow, FaultGroup::file, "file-slow"},
    {Fault::file_html, FaultGroup::file, "file-html"},
    {Fault::file_gzip, FaultGroup::file, "file-gzip"},
    {Fault::file_500, FaultGroup::file, "file-500"},
    {Fault::file_redirect, FaultGroup::file, "file-redirect"},
    {Fault::file_redirect_many, FaultGroup::file, "file-redirect-many"},
    {Fault::file_redirect_private, FaultGroup::file, "file-redirect-private"},
});

const KnownFault& known_fault(Fault fault) {
  return *std::find_if(all_faults.begin(), all_faults.end(),
                       [&](const KnownFault& one) { return one.fault == fault; });
}

}  // namespace

std::string_view to_text(Fault fault) {
  return known_fault(fault).name;
}

FaultGroup group_of(Fault fault) {
  return known_fault(fault).group;
}

Faults faults_of(FaultGroup group, const Faults& faults) {
  Faults chosen;
  std::copy_if(faults.begin(), faults.end(), std::inserter(chosen, chosen.end()),
               [&](const auto& fault) { return group_of(fault.first) == group; });
  return chosen;
}

std::vector<std::string> fault_names(FaultGroup group) {
  std::vector<std::string> names;
  for (const KnownFault& one : all_faults) {
    if (one.group == group) names.emplace_back(one.name);
  }
  return names;
}

std::optional<Fault> fault_named(std::string_view name) {
  const auto* const found = std::find_if(all_faults.begin(), all_faults.end(),
                                         [&](const KnownFault& one) { return one.name == name; });
  if (found == all_faults.end()) return std::nullopt;
  return found->fault;
}

std::vector<Fault> faults_asked_by(std::string_view prompt) {
  constexpr std::string_view mark = "sandbox:";
  std::vector<Fault> asked;
  for (auto at = prompt.find(mark); at != std::string_view::npos; at = prompt.find(mark, at)) {
    at += mark.size();
    const auto end =
        std::find_if_not(prompt.begin() + static_cast<std::ptrdiff_t>(at), prompt.end(),
                         [](char c) { return is_ascii_alphanumeric(c) || c == '-'; });
    const std::string_view name =
        prompt.substr(at, static_cast<std::size_t>(end - prompt.begin()) - at);
    const auto fault = fault_named(name);
    if (fault && group_of(*fault) != FaultGroup::create) asked.push_back(*fault);
  }
  return asked;
}

std::optional<std::pair<Fault, double>> parse_fault(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  const auto probability = parse_probability(text.substr(equals + 1));
  const auto fault = fault_named(text.substr(0, equals));
  if (!probability || !fault) return std::nullopt;
  return std::pair(*fault, *probability);
}

}  // namespace shotlist::sandbox
