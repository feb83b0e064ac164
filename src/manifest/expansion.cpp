#include "manifest/expansion.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/translation.h"

namespace shotlist::manifest {
namespace {

// Overrides the values of a shot with those of a combination, reusing the memory of `combined`.
void combine(const Shot& shot, const MatrixPairs& pairs, Shot& combined) {
  combined = shot;
  for (const MatrixPair& pair : pairs) {
    if (!pair.is_field()) {
      combined.variables.push_back(pair.variable);
      continue;
    }
    const auto same =
        std::find_if(combined.fields.begin(), combined.fields.end(),
                     [&](const ShotField& field) { return field.rule == pair.field.rule; });
    if (same == combined.fields.end()) {
      combined.fields.push_back(pair.field);
    } else {
      *same = pair.field;
    }
  }
}

const std::vector<Combination>& nothing_to_combine() {
  static const std::vector<Combination> one(1);
  return one;
}

}  // namespace

Expansion::Expansion(const ManifestContents& contents, Diagnostics& diagnostics)
    : contents_(contents),
      diagnostics_(diagnostics),
      ids_(pinned_ids_, diagnostics),
      rows_(contents, diagnostics) {}

void Expansion::expand(const ShotGroup& group, const Shot& shot, const Take& take) {
  if (is_too_large_) return;
  group_ = static_cast<std::size_t>(&group - contents_.groups.data());
  number_ = 0;
  const auto& combinations = combinations_of(shot);
  if (&combinations != &nothing_to_combine() || shot.takes > 1)
    return expand_all(group, shot, combinations, take);

  bool good = rows_.read(group, shot);
  // The id is checked even if the row is bad, so that one pass finds every mistake.
  const std::string_view own_id = shot.id.empty() ? shot.id : ids_.take(shot.id, shot.id_at);
  if (own_id.empty() != shot.id.empty()) good = false;
  if (!good || !is_small_enough(shot.at)) return;
  RequestView request(shot.at, rows_.fields(), rows_.variables(), body_);
  if (!give_price(request)) return;
  if (!own_id.empty()) {
    request.set_id(own_id);
    return hand_over(request, shot.at, take);
  }
  const std::string id = made_id(request, shot.at, {}, false);
  request.set_id(id);
  hand_over(request, shot.at, take);
}

void Expansion::make_again(const ShotGroup& group, const Shot& shot, std::size_t number,
                           const Take& take) {
  const Combination& combination =
      combinations_of(shot)[number / static_cast<std::size_t>(shot.takes)];
  if (combination.pairs.empty()) {
    rows_.read(group, shot);
  } else {
    combine(shot, combination.pairs, combined_);
    combined_.combination = combination.name;
    rows_.read(group, combined_);
  }
  RequestView request(shot.at, rows_.fields(), rows_.variables(), body_);
  give_price(request);
  take(request);
}

const std::vector<Combination>& Expansion::combinations_of(const Shot& shot) const {
  const auto& matrix = shot.matrix != nullptr ? *shot.matrix : contents_.matrix;
  return matrix.empty() ? nothing_to_combine() : matrix;
}

void Expansion::expand_all(const ShotGroup& group, const Shot& shot,
                           const std::vector<Combination>& combinations, const Take& take) {
  const std::string own_id(shot.id.empty() ? shot.id : ids_.take(shot.id, shot.id_at));
  const bool good_id = own_id.empty() == shot.id.empty();
  if (!may_make(combinations.size() * static_cast<std::size_t>(shot.takes), shot.at)) return;
  of_shot_.clear();
  bool again = false;
  for (const Combination& combination : combinations) {
    combine(shot, combination.pairs, combined_);
    combined_.combination = combination.name;
    const bool good = rows_.read(group, combined_, std::exchange(again, true));
    if (!is_small_enough(shot.at)) return;
    if (!good || !good_id) continue;
    RequestView request(shot.at, rows_.fields(), rows_.variables(), body_);
    if (give_price(request)) hand_over(request, shot, own_id, combination.name, take);
  }
}

// Returns false, with an error, if two lines of the price list fit equally well.
bool Expansion::give_price(RequestView& request) {
  if (!contents_.prices) return true;
  const api::Quote quote = contents_.prices->quote(request.fields());
  request.set_price(quote.price);
  if (quote.rival == nullptr) return true;
  if (rivals_.emplace(quote.line, quote.rival).second) {
    diagnostics_.error(Code::price_tie, quote.rival->at,
                       tr("this price and the one at {} both fit the request of {}",
                          to_text(quote.line->at), to_text(request.at().location())),
                       tr("add a field to one of them: the price with the most fields holds"));
  }
  return false;
}

bool Expansion::may_make(std::size_t requests, const SourceRange& at) {
  const bool said = made_ > most_made_requests;
  made_ += requests;
  if (made_ > most_made_requests && !said) {
    diagnostics_.error(
        Code::too_many, at,
        tr("matrices and takes make more than {} requests up to here", most_made_requests),
        tr("take some out, or make several manifests of it"));
  }
  return made_ <= most_made_requests;
}

void Expansion::hand_over(RequestView& request, const Shot& shot, const std::string& own_id,
                          const std::string& name, const Take& take) {
  const bool said = warn_if_same(request, shot, name);
  std::string id;
  if (shot.id.empty()) {
    id = made_id(request, shot.at, name, said);
  } else {
    id = name.empty() ? own_id : fmt::format("{}@{}", own_id, name);
  }
  const std::size_t length = id.size();
  for (std::int64_t number = 1; number <= shot.takes; ++number) {
    id.resize(length);
    if (shot.takes > 1) id += fmt::format(".take-{}", number);
    // A made id is already unique, and the shot's own id has been taken.
    const bool is_new = id == own_id || (shot.id.empty() && shot.takes == 1) ||
                        ids_.take_made(id, shot.id.empty() ? shot.at : shot.id_at);
    if (!is_new) continue;
    request.set_id(id);
    hand_over(request, shot.at, take);
  }
}

// Counts the bodies that a walk makes: one that needs none does not pay for them.
void Expansion::hand_over(RequestView& request, const SourceRange& at, const Take& take) {
  if (is_too_large_) return;
  request.set_number(group_, number_++);
  take(request);
  body_bytes_ += body_.size();
  is_small_enough(at);
}

bool Expansion::is_small_enough(const SourceRange& at) {
  if (is_too_large_) return false;
  is_too_large_ = body_bytes_ + rows_.bytes_read() > most_request_bytes;
  if (!is_too_large_) return true;
  diagnostics_.error(Code::too_many, at,
                     tr("the requests up to here have more than {} GiB together",
                        most_request_bytes / 1024 / 1024 / 1024),
                     tr("make their texts and pictures smaller, or several manifests of it"));
  return false;
}

// A matrix key that changes nothing in the request would be paid for with every value.
bool Expansion::warn_if_same(RequestView& request, const Shot& shot, const std::string& name) {
  const auto [first, is_new] = of_shot_.emplace(request.fingerprint(), name);
  if (is_new) return false;
  diagnostics_.warning(Code::same_request, shot.at,
                       tr("the combinations {} and {} make the same request: both will be "
                          "paid for",
                          first->second, name),
                       tr("use the values in the prompt, or write `takes`"));
  return true;
}

std::string Expansion::made_id(RequestView& request, const SourceRange& at, const std::string& name,
                               bool said) {
  if (!std::exchange(has_pinned_ids_, true)) {
    for (const ShotGroup& group : contents_.groups)
      group.rows->pin_ids(pinned_ids_);
  }
  ids_.note_content(request.fingerprint(), at, said);
  return ids_.make(request.prompt_digest(), at, name);
}

}  // namespace shotlist::manifest
