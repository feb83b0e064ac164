#include "report/past.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "api/request_body.h"
#include "base/disarm.h"
#include "base/display_width.h"
#include "base/error.h"
#include "base/text.h"
#include "journal/journal.h"
#include "report/paragraph.h"
#include "report/results_csv.h"

namespace shotlist::report {
namespace {

constexpr std::size_t changes_shown = 10;

bool was_edited(const Fingerprint& fingerprint, const Standing* standing) {
  return standing != nullptr && may_be_paid_for(standing->status) &&
         standing->fingerprint != fingerprint;
}

// Only the columns that a results file has; enough to recognise the row by.
Fields fields_of(const Result& line, const std::vector<std::string>& field_names) {
  Fields fields = {{"prompt", line.prompt},           {"model", line.model},
                   {"orientation", line.orientation}, {"size", line.size},
                   {"duration", line.duration},       {"watermark", line.watermark},
                   {"private", line.hidden},          {"images", line.images}};
  for (std::size_t i = 0; i < line.fields.size(); ++i)
    fields.emplace_back(field_names[i], line.fields[i]);
  return fields;
}

// A file that can not be read is of no help, and no harm: the journal is the truth.
Results readable_results(system::Disk& disk, const std::string& path) {
  auto text = disk.read(path);
  if (!text || text->empty()) return {};
  try {
    return read_results(*std::move(text), path);
  } catch (const Error&) {
    return {};
  }
}

std::string change_line(const FieldChange& change, std::size_t width) {
  const std::string name = fmt::format("  {}: ", disarm(change.name));
  const std::size_t room = width - std::min(width, display_width(name) + 4);
  const auto part = [&](const std::string& value) {
    return fitted(value.empty() ? "nothing" : disarm(value), std::max<std::size_t>(room / 2, 8));
  };
  return name + part(change.before) + " -> " + part(change.after) + '\n';
}

}  // namespace

Past::Past(system::Disk& disk, const std::string& results, const std::vector<RequestKey>& keys,
           const journal::Ledger& ledger) {
  find_rows(keys, ledger);
  if (wanted_.empty()) return;
  find_renamed(keys, ledger);
  read_what_was_sent(disk, results, ledger);
}

Past::Past(system::Disk& disk, const std::string& results, const Requests& requests,
           const journal::Ledger& ledger)
    : Past(disk, results, keys_of(requests), ledger) {
  if (changed_.empty()) return;
  for (const Request& request : requests.rows)
    compare(request.id, request.fields);
}

void Past::compare(const std::string& id, const Fields& fields) {
  const auto row = numbers_of_changed_.find(id);
  if (row == numbers_of_changed_.end()) return;
  const auto& [number, attempt] = row->second;
  const Fields* before = sent(id, attempt);
  if (before != nullptr) changed_[number].changes = changes_between(*before, fields);
}

void Past::find_rows(const std::vector<RequestKey>& keys, const journal::Ledger& ledger) {
  if (ledger.empty()) return;
  std::size_t present = 0;
  for (const auto& [id, fingerprint] : keys) {
    const Standing* known = ledger.find(*id);
    if (known != nullptr) ++present;
    if (!was_edited(fingerprint, known)) continue;
    edited_.insert(*id);
    if (known->status != Status::submitted) continue;
    numbers_of_changed_.emplace(*id, std::pair(changed_.size(), known->attempt));
    changed_.push_back({*id, {}});
  }
  if (present < ledger.ids().size()) find_removed(keys, ledger);
  for (const std::string& id : removed_)
    wanted_.emplace(id, ledger.find(id)->attempt);
  for (const std::string& id : edited_)
    wanted_.emplace(id, ledger.find(id)->attempt);
  for (const std::string& id : ledger.ids()) {
    const Standing& standing = *ledger.find(id);
    for (const Attempt& doubt : standing.earlier)
      wanted_.insert({{id, doubt.attempt}, {id, standing.attempt}});
    for (const Attempt& paid : standing.superseded)
      wanted_.emplace(id, paid.attempt);
  }
}

void Past::find_removed(const std::vector<RequestKey>& keys, const journal::Ledger& ledger) {
  std::unordered_set<std::string_view> present;
  for (const RequestKey& key : keys)
    present.insert(*key.id);
  for (const std::string& id : ledger.ids()) {
    if (present.count(id) == 0) removed_.push_back(id);
  }
}

void Past::find_renamed(const std::vector<RequestKey>& keys, const journal::Ledger& ledger) {
  std::map<Fingerprint, std::string> gone;
  for (const std::string& id : removed_) {
    const Standing& standing = *ledger.find(id);
    if (may_be_paid_for(standing.status)) gone.emplace(standing.fingerprint, id);
  }
  if (gone.empty()) return;
  for (const auto& [id, fingerprint] : keys) {
    const auto before = gone.find(fingerprint);
    if (before == gone.end() || ledger.find(*id) != nullptr) continue;
    renamed_.push_back({*id, before->second, ledger.find(before->second)->status});
  }
}

void Past::read_what_was_sent(system::Disk& disk, const std::string& results,
                              const journal::Ledger& ledger) {
  for (const auto& [key, body] :
       journal::read_bodies(disk, journal::journal_path(results), wanted_))
    sent_[key] = api::parse_body(body);
  Results old = readable_results(disk, results);
  line_variables_ = std::move(old.variable_names);
  for (Result& line : old.rows) {
    const Standing* standing = ledger.find(line.id);
    if (standing == nullptr || wanted_.count({line.id, standing->attempt}) == 0) continue;
    sent_.try_emplace({line.id, standing->attempt}, fields_of(line, old.field_names));
    lines_.emplace(line.id, std::move(line));
  }
}

const Fields* Past::sent(const std::string& id, int attempt) const {
  const auto found = sent_.find({id, attempt});
  return found == sent_.end() ? nullptr : &found->second;
}

Request Past::as_sent(const std::string& id, const Standing& standing,
                      const std::vector<std::string>& variable_names) const {
  Request request;
  request.id = id;
  if (const Fields* fields = sent(id, standing.attempt)) request.fields = *fields;
  request.variables.resize(variable_names.size());
  const auto line = lines_.find(id);
  if (line == lines_.end()) return request;
  for (std::size_t i = 0; i < variable_names.size(); ++i) {
    const auto known = std::find(line_variables_.begin(), line_variables_.end(), variable_names[i]);
    if (known == line_variables_.end()) continue;
    request.variables[i] =
        line->second.variables.at(static_cast<std::size_t>(known - line_variables_.begin()));
  }
  return request;
}

void Past::for_each_result(const Requests& requests, const journal::Ledger& ledger,
                           const std::function<void(const Result&)>& take) const {
  const std::vector<std::string> field_names = field_names_of(requests);
  Result line;
  for (const Request& request : requests.rows) {
    const Standing* standing = ledger.find(request.id);
    const Fields* fields =
        was_edited(request.fingerprint, standing) ? sent(request.id, standing->attempt) : nullptr;
    if (fields == nullptr) {
      remake_result(line, request, field_names, standing);
    } else {
      Request before = request;
      before.fields = *fields;
      remake_result(line, before, field_names, standing);
    }
    take(line);
  }
  for (const std::string& id : removed_) {
    const Standing* standing = ledger.find(id);
    remake_result(line, as_sent(id, *standing, requests.variable_names), field_names, standing);
    take(line);
  }
}

Results Past::join(const Requests& requests, const journal::Ledger& ledger) const {
  Results results{requests.variable_names, {}, 0, field_names_of(requests)};
  results.rows.reserve(requests.rows.size() + removed_.size());
  for_each_result(requests, ledger,
                  [&results](const Result& line) { results.rows.push_back(line); });
  return results;
}

std::string changes_text(const std::vector<ChangedRow>& changed, std::size_t width) {
  std::string text;
  for (std::size_t i = 0; i < std::min(changed.size(), changes_shown); ++i) {
    text += fmt::format("{} was edited after it was submitted{}\n", disarm(changed[i].id),
                        changed[i].changes.empty() ? "; what was sent is not known any more" : ":");
    for (const FieldChange& change : changed[i].changes)
      text += change_line(change, width);
  }
  if (changed.size() > changes_shown) {
    text += fmt::format("... and {} more\n", changed.size() - changes_shown);
  }
  return text;
}

std::string renamed_text(const std::vector<RenamedRow>& renamed, std::size_t width) {
  std::string text;
  for (std::size_t i = 0; i < std::min(renamed.size(), changes_shown); ++i) {
    const auto& [id, before, status] = renamed[i];
    std::vector<std::string> words;
    add_words(words, fmt::format("asks for the very same as {}, which {} and is no longer in the "
                                 "manifest: sending it pays for it again; to keep what was made, "
                                 "give the row its old id",
                                 disarm(before),
                                 status == Status::submitted ? "is submitted" : "is in doubt"));
    text += paragraph(disarm(id), words, width, 2);
  }
  if (renamed.size() > changes_shown) {
    text += fmt::format("... and {} more\n", renamed.size() - changes_shown);
  }
  return text;
}

std::string removed_text(const std::vector<std::string>& removed) {
  if (removed.empty()) return {};
  return fmt::format("{} sent before and no longer in the manifest: {} kept in the results\n",
                     counted(removed.size(), "row"), removed.size() == 1 ? "it is" : "they are");
}

}  // namespace shotlist::report
