#include "report/past.h"

#include <algorithm>
#include <map>
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

namespace shotlist {
namespace {

constexpr std::size_t changes_shown = 10;

bool may_be_paid_for(const Standing& standing) {
  return standing.status == Status::submitted || standing.status == Status::in_doubt;
}

bool was_edited(const Request& request, const Standing* standing) {
  return standing != nullptr && may_be_paid_for(*standing) &&
         standing->fingerprint != request.fingerprint;
}

// Only the columns that a results file has; enough to recognise the row by.
Fields fields_of(const Result& line) {
  return {{"prompt", line.prompt},  {"model", line.model},       {"orientation", line.orientation},
          {"size", line.size},      {"duration", line.duration}, {"watermark", line.watermark},
          {"private", line.hidden}, {"images", line.images}};
}

// A file that can not be read is of no help, and no harm: the journal is the truth.
Results readable_results(Disk& disk, const std::string& path) {
  const auto text = disk.read(path);
  if (!text || text->empty()) return {};
  try {
    return read_results(*text, path);
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

Past::Past(Disk& disk, const std::string& results, const Requests& requests, const Ledger& ledger) {
  find_rows(requests, ledger);
  if (wanted_.empty()) return;
  find_renamed(requests, ledger);
  read_what_was_sent(disk, results, ledger);
  std::unordered_map<std::string, const Request*> now;
  for (const Request& request : requests.rows)
    now[request.id] = &request;
  for (ChangedRow& row : changed_) {
    const Fields* before = sent(row.id, ledger.find(row.id)->attempt);
    if (before != nullptr) row.changes = changes_between(*before, now.at(row.id)->fields);
  }
}

void Past::find_rows(const Requests& requests, const Ledger& ledger) {
  std::unordered_set<std::string> present;
  for (const Request& request : requests.rows) {
    present.insert(request.id);
    const Standing* known = ledger.find(request.id);
    if (!was_edited(request, known)) continue;
    edited_.insert(request.id);
    if (known->status == Status::submitted) changed_.push_back({request.id, {}});
  }
  for (const std::string& id : ledger.ids()) {
    const bool is_removed = present.count(id) == 0;
    if (is_removed) removed_.push_back(id);
    const Standing& standing = *ledger.find(id);
    if (is_removed || edited_.count(id) > 0) wanted_.emplace(id, standing.attempt);
    for (const Attempt& doubt : standing.earlier)
      wanted_.insert({{id, doubt.attempt}, {id, standing.attempt}});
  }
}

void Past::find_renamed(const Requests& requests, const Ledger& ledger) {
  std::map<Fingerprint, std::string> gone;
  for (const std::string& id : removed_) {
    const Standing& standing = *ledger.find(id);
    if (may_be_paid_for(standing)) gone.emplace(standing.fingerprint, id);
  }
  for (const Request& request : requests.rows) {
    const auto before = gone.find(request.fingerprint);
    if (before == gone.end() || ledger.find(request.id) != nullptr) continue;
    renamed_.push_back({request.id, before->second, ledger.find(before->second)->status});
  }
}

void Past::read_what_was_sent(Disk& disk, const std::string& results, const Ledger& ledger) {
  for (const auto& [key, body] : read_bodies(disk, journal_path(results), wanted_))
    sent_[key] = parse_body(body);
  Results old = readable_results(disk, results);
  line_variables_ = std::move(old.variable_names);
  for (Result& line : old.rows) {
    const Standing* standing = ledger.find(line.id);
    if (standing == nullptr || wanted_.count({line.id, standing->attempt}) == 0) continue;
    sent_.try_emplace({line.id, standing->attempt}, fields_of(line));
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

Results Past::join(const Requests& requests, const Ledger& ledger) const {
  Results results{requests.variable_names, {}};
  results.rows.reserve(requests.rows.size() + removed_.size());
  for (const Request& request : requests.rows) {
    const Standing* standing = ledger.find(request.id);
    const Fields* fields =
        was_edited(request, standing) ? sent(request.id, standing->attempt) : nullptr;
    if (fields == nullptr) {
      results.rows.push_back(make_result(request, standing));
      continue;
    }
    Request before = request;
    before.fields = *fields;
    results.rows.push_back(make_result(before, standing));
  }
  for (const std::string& id : removed_) {
    const Standing* standing = ledger.find(id);
    results.rows.push_back(make_result(as_sent(id, *standing, requests.variable_names), standing));
  }
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

}  // namespace shotlist
