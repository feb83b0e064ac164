#include "plan/match.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "plan/near_texts.h"

namespace shotlist::plan {
namespace {

using ledger::Attempt;
using ledger::Decision;
using ledger::Word;

using Slot = ledger::Tries;  // with the deciding try at the end

/// Numbers of rows with the same request, in manifest order.
using Rows = std::span<const std::size_t>;

void put_deciding_last(Slot& slot) {
  const auto deciding = slot.begin() + (&ledger::deciding(slot) - slot.data());
  std::rotate(deciding, deciding + 1, slot.end());
}

int tries_of(const Slot& slot) {
  int last = 0;
  for (const Attempt& attempt : slot)
    last = std::max(last, attempt.attempt);
  return last;
}

bool may_be_paid_for(const Slot& slot) {
  return shotlist::may_be_paid_for(slot.back().status);
}

// A certain purchase is better than a possible one.
bool is_better(const Slot& one, const Slot& other) {
  const auto rank = [](const Slot& slot) {
    return std::make_tuple(slot.back().status != Status::submitted, slot.back().copy);
  };
  return rank(one) < rank(other);
}

/// One matching.
class Matching {
 public:
  Matching(const std::vector<Asked>& rows, const Here& here, const Known& known,
           const std::function<std::string(std::size_t)>& prompt_of)
      : rows_(rows),
        here_(here),
        known_(known),
        prompt_of_(prompt_of),
        rehearsals_(known.reader.rehearsals()),
        matches_(rows.size()),
        by_request_(rows.size()),
        is_used_(static_cast<std::size_t>(known.reader.attempts()) + 1) {
    std::iota(by_request_.begin(), by_request_.end(), std::size_t{0});
    std::sort(by_request_.begin(), by_request_.end(), [&](std::size_t one, std::size_t other) {
      return std::tie(rows[one].fingerprint, one) < std::tie(rows[other].fingerprint, other);
    });
    for (Rows rest = by_request_; !rest.empty(); rest = rest.subspan(groups_.back().size()))
      groups_.push_back(rest.first(count_alike(rest)));
    std::sort(groups_.begin(), groups_.end(),
              [](Rows one, Rows other) { return one.front() < other.front(); });
    read_words();
  }

  std::vector<Match> matches() {
    if (!kept_.empty()) {
      // Rows that ask for exactly what was bought come first.
      for_each_group([this](Rows rows, const std::vector<Slot>& slots) { give_paid(rows, slots); });
      give_what_is_kept();
    }
    for_each_group([this](Rows rows, const std::vector<Slot>& slots) { match_alike(rows, slots); });
    look_elsewhere();
    for (const Alike& alike : alike_left_)
      hold_or_leave(alike);
    if (!left_.empty()) hold_by_near_texts();
    return std::move(matches_);
  }

 private:
  /// Rows with the same request, some of which have no purchase after all their slots are assigned.
  struct Alike {
    Rows rows;
    std::vector<Hold> holds;
    std::set<std::string> entries;
  };

  const Fingerprint& fingerprint_of(Rows rows) const { return rows_[rows.front()].fingerprint; }

  std::size_t count_alike(Rows rows) const {
    const auto is_other = [&](std::size_t row) {
      return rows_[row].fingerprint != fingerprint_of(rows);
    };
    return static_cast<std::size_t>(std::find_if(rows.begin(), rows.end(), is_other) -
                                    rows.begin());
  }

  // All rows with this request; there may be none.
  Rows rows_of(const Fingerprint& fingerprint) const {
    const auto first =
        std::partition_point(by_request_.begin(), by_request_.end(),
                             [&](std::size_t row) { return rows_[row].fingerprint < fingerprint; });
    const Rows rest(first, by_request_.end());
    const bool is_any = !rest.empty() && fingerprint_of(rest) == fingerprint;
    return rest.first(is_any ? count_alike(rest) : 0);
  }

  // The last decision about a purchase counts. Decisions for a row of another manifest or for
  // another server do not concern these rows.
  void read_words() {
    std::vector<Decision> words = known_.reader.decisions();
    words.insert(words.end(), known_.given.begin(), known_.given.end());
    for (const Decision& decision : words) {
      if (decision.server != here_.server || !here_.owns(decision.manifest)) continue;
      if (decision.word == Word::resubmit) {
        forget_keep(decision.entry);
        releases_[decision.fingerprint].push_back(decision);
      }
      if (decision.word == Word::keep) {
        forget_keep(decision.entry);
        forget_release(decision);
        kept_.push_back(decision);
      }
      // Retrying a kept doubt means sending the row's own request.
      if (decision.word == Word::retry) {
        if (is_kept_for(decision)) {
          forget_keep(decision.entry);
          releases_[decision.fingerprint].push_back(decision);
        } else {
          retried_.emplace(decision.entry, decision.fingerprint);
        }
      }
    }
    for (const Decision& decision : known_.given)
      given_.emplace(decision.entry, &decision);
  }

  bool is_kept_for(const Decision& word) const {
    return std::any_of(kept_.begin(), kept_.end(), [&](const Decision& known) {
      return known.entry == word.entry && known.fingerprint == word.fingerprint;
    });
  }

  void forget_keep(const std::string& entry) {
    const auto is_about_it = [&](const Decision& known) { return known.entry == entry; };
    kept_.erase(std::remove_if(kept_.begin(), kept_.end(), is_about_it), kept_.end());
  }

  void forget_release(const Decision& word) {
    std::vector<Decision>& words = releases_[word.fingerprint];
    const auto is_about_it = [&](const Decision& known) { return known.entry == word.entry; };
    words.erase(std::remove_if(words.begin(), words.end(), is_about_it), words.end());
  }

  // A decision to pay again counts once: what was bought for the row since, in any slot, was bought
  // because of it. For a row that has been renamed, any purchase since counts.
  void drop_used_words(const Fingerprint& fingerprint, const std::vector<Slot>& slots) {
    const auto found = releases_.find(fingerprint);
    if (found == releases_.end()) return;
    std::vector<Decision>& words = found->second;
    const auto drop = [&words](const std::string& row, std::int64_t bought) {
      const auto is_used = [&](const Decision& word) {
        return word.row == row && word.after < bought;
      };
      const auto used = std::remove_if(words.begin(), words.end(), is_used);
      const bool is_any = used != words.end();
      words.erase(used, words.end());
      return is_any;
    };
    std::vector<const Attempt*> renamed;
    for (const Slot& slot : slots) {
      if (!is_ours(slot) || !may_be_paid_for(slot)) continue;
      if (!drop(slot.back().row, slot.back().number)) renamed.push_back(&slot.back());
    }
    for (const Attempt* bought : renamed) {
      const auto word = std::find_if(words.begin(), words.end(), [&](const Decision& known) {
        return known.after < bought->number;
      });
      if (word != words.end()) drop(std::string(word->row), bought->number);
    }
  }

  // Applies a decision as the database will once it is recorded.
  void apply_given_word(Attempt& attempt) const {
    const auto found = given_.find(attempt.entry);
    if (found == given_.end()) return;
    const Decision& decision = *found->second;
    if (decision.word == Word::created) {
      attempt.status = Status::submitted;
      attempt.task_id = decision.task_id;
    } else if (decision.word == Word::not_created && attempt.status == Status::in_doubt) {
      attempt.status = Status::failed;
    }
  }

  // By fingerprint.
  std::vector<Slot> slots_of(std::span<const Fingerprint> fingerprints) const {
    if (is_used_.size() == 1) return {};  // there are no attempts
    std::vector<Slot> slots = ledger::slots_of(known_.reader.attempts_of(fingerprints));
    for (Slot& slot : slots)
      apply_given_words(slot);
    return slots;
  }

  // Calls `take` with each group of rows and the slots of their request. Some groups at a time are
  // looked up together.
  template <typename Take>
  void for_each_group(const Take& take) const {
    constexpr std::size_t together = 256;
    for (std::span<const Rows> rest = groups_; !rest.empty();) {
      const auto some = rest.first(std::min(together, rest.size()));
      rest = rest.subspan(some.size());
      std::vector<Fingerprint> fingerprints;
      for (const Rows rows : some)
        fingerprints.push_back(fingerprint_of(rows));
      const std::vector<std::vector<Slot>> found = by_request(slots_of(fingerprints));
      for (const Rows rows : some)
        take(rows, found_for(fingerprint_of(rows), found));
    }
  }

  static const Fingerprint& fingerprint_of(const std::vector<Slot>& slots) {
    return slots.front().back().fingerprint;
  }

  // The slots of each request; `slots` are sorted.
  static std::vector<std::vector<Slot>> by_request(std::vector<Slot> slots) {
    std::vector<std::vector<Slot>> requests;
    for (Slot& slot : slots) {
      const bool is_other =
          requests.empty() || fingerprint_of(requests.back()) != slot.back().fingerprint;
      if (is_other) requests.emplace_back();
      requests.back().push_back(std::move(slot));
    }
    return requests;
  }

  static const std::vector<Slot>& found_for(const Fingerprint& fingerprint,
                                            const std::vector<std::vector<Slot>>& requests) {
    static const std::vector<Slot> none;
    const auto found = std::partition_point(
        requests.begin(), requests.end(),
        [&](const std::vector<Slot>& slots) { return fingerprint_of(slots) < fingerprint; });
    return found != requests.end() && fingerprint_of(*found) == fingerprint ? *found : none;
  }

  void apply_given_words(Slot& slot) const {
    for (Attempt& attempt : slot)
      apply_given_word(attempt);
    put_deciding_last(slot);
  }

  // Whether nothing was paid.
  bool is_rehearsal(const Attempt& attempt) const {
    return ledger::is_rehearsal(attempt, rehearsals_);
  }

  bool is_used(const Slot& slot) const {
    const auto number = static_cast<std::size_t>(slot.back().number);
    return number < is_used_.size() && is_used_[number];
  }

  void give(std::size_t row, const Slot& slot) {
    const auto number = static_cast<std::size_t>(slot.back().number);
    if (number < is_used_.size()) is_used_[number] = true;
    matches_[row].tries = slot;
  }

  bool has_slot(std::size_t row) const { return !matches_[row].tries.empty(); }

  bool has_purchase(std::size_t row) const {
    return has_slot(row) && may_be_paid_for(matches_[row].tries);
  }

  void give_what_is_kept() {
    for (const Decision& decision : kept_) {
      const Rows rows = rows_of(decision.fingerprint);
      const auto kept = known_.reader.find_entry(decision.entry);
      if (rows.empty() || !kept) continue;
      for (const Slot& slot : slots_of(std::span(&kept->fingerprint, 1))) {
        const bool is_it = slot.back().server == kept->server && slot.back().copy == kept->copy;
        if (!is_it || is_used(slot) || !may_be_paid_for(slot)) continue;
        const auto wants = [&](std::size_t row) { return !has_slot(row); };
        auto row = std::find_if(rows.begin(), rows.end(), [&](std::size_t each) {
          return wants(each) && rows_[each].id == decision.row;
        });
        if (row == rows.end()) row = std::find_if(rows.begin(), rows.end(), wants);
        if (row != rows.end()) give(*row, slot);
      }
    }
  }

  std::vector<const Slot*> ours_among(const std::vector<Slot>& slots, bool paid) const {
    std::vector<const Slot*> ours;
    for (const Slot& slot : slots) {
      if (is_ours(slot) && !is_used(slot) && may_be_paid_for(slot) == paid) ours.push_back(&slot);
    }
    return ours;
  }

  void give_paid(Rows rows, const std::vector<Slot>& slots) {
    std::vector<const Slot*> paid = ours_among(slots, true);
    const auto by_worth = [](const Slot* one, const Slot* other) {
      return is_better(*one, *other);
    };
    std::stable_sort(paid.begin(), paid.end(), by_worth);
    give_out(paid, rows, ours_among(slots, false));
  }

  void match_alike(Rows rows, const std::vector<Slot>& slots) {
    const Fingerprint& fingerprint = fingerprint_of(rows);
    give_paid(rows, slots);
    give_out(ours_among(slots, false), rows, {});
    choose_copies(rows, slots);
    note_retried(rows);
    drop_used_words(fingerprint, slots);
    const auto is_settled = [this](std::size_t row) { return has_purchase(row); };
    if (std::all_of(rows.begin(), rows.end(), is_settled)) return;
    Alike& left = alike_left_.emplace_back();
    left.rows = rows;
    left.holds = holds_here(fingerprint, slots);
    for (const Slot& slot : slots) {
      for (const Attempt& attempt : slot)
        left.entries.insert(attempt.entry);
    }
  }

  // A row that was given a purchase of something else would also need a slot of its own. Those come
  // after the rows that have nothing.
  void choose_copies(Rows rows, const std::vector<Slot>& slots) {
    const Fingerprint& fingerprint = fingerprint_of(rows);
    std::set<int> taken;
    for (const Slot& slot : slots) {
      if (slot.back().server == here_.server) taken.insert(slot.back().copy);
    }
    for (const bool has_other : {false, true}) {
      for (const std::size_t row : rows) {
        Match& match = matches_[row];
        const bool is_own =
            has_slot(row) && is_ours(match.tries) && match.tries.back().fingerprint == fingerprint;
        if (is_own) {
          match.copy = match.tries.back().copy;
          match.tried = tries_of(match.tries);
        } else if (has_slot(row) == has_other) {
          while (!taken.insert(match.copy).second)
            ++match.copy;
        }
      }
    }
  }

  // A decision about a try counts until another try follows it.
  void note_retried(Rows rows) {
    if (retried_.empty()) return;
    for (const std::size_t row : rows) {
      Match& match = matches_[row];
      match.is_retried =
          has_slot(row) && retried_.count({match.tries.back().entry, fingerprint_of(rows)}) > 0;
    }
  }

  void look_elsewhere() {
    if (alike_left_.empty()) return;
    std::vector<Fingerprint> wanted;
    for (const Alike& alike : alike_left_)
      wanted.push_back(fingerprint_of(alike.rows));
    for (auto& [path, purchase] : known_.look_elsewhere(wanted)) {
      Alike* const alike = alike_left_of(purchase.fingerprint);
      if (alike == nullptr || purchase.rehearsal) continue;
      if (!shotlist::may_be_paid_for(purchase.status)) continue;
      if (!alike->entries.insert(purchase.entry).second) continue;  // it was imported
      add_hold(alike->holds, {HeldBy::other_ledger, std::move(purchase), path},
               fingerprint_of(alike->rows));
    }
  }

  // `alike_left_` is sorted by the first rows.
  Alike* alike_left_of(const Fingerprint& fingerprint) {
    const Rows rows = rows_of(fingerprint);
    if (rows.empty()) return nullptr;
    const auto found =
        std::partition_point(alike_left_.begin(), alike_left_.end(),
                             [&](const Alike& alike) { return alike.rows.front() < rows.front(); });
    const bool is_left = found != alike_left_.end() && found->rows.front() == rows.front();
    return is_left ? &*found : nullptr;
  }

  // The rows without a purchase; those that the user decided to pay for again come last.
  std::vector<std::size_t> rows_left(const Alike& alike) {
    const auto releases = releases_.find(fingerprint_of(alike.rows));
    std::map<std::string_view, Word> words;  // by row
    if (releases != releases_.end()) {
      for (const Decision& decision : releases->second)
        words[decision.row] = decision.word;
    }
    std::vector<std::size_t> left;
    std::vector<std::size_t> released;
    for (const std::size_t row : alike.rows) {
      if (has_purchase(row)) continue;
      const auto named = words.find(rows_[row].id);
      (named == words.end() ? left : released).push_back(row);
      if (named == words.end()) continue;
      matches_[row].released = named->second;
      words.erase(named);
    }
    // Decisions for rows that have been renamed.
    const auto spare = std::min(words.size(), left.size());
    auto word = words.begin();
    for (std::size_t i = 0; i < spare; ++i)
      matches_[left[i]].released = (word++)->second;
    const auto kept_back = left.begin() + static_cast<std::ptrdiff_t>(spare);
    std::rotate(left.begin(), kept_back, left.end());
    left.insert(left.end(), released.begin(), released.end());
    if (spare == 0 && released.empty()) return left;
    // While such a row waits, no other row is held as near to the purchase it resembled.
    for (const Decision& decision : releases->second)
      followed_.insert(decision.entry);
    return left;
  }

  void hold_or_leave(const Alike& alike) {
    auto next_hold = alike.holds.begin();
    Match* last_held = nullptr;
    for (const std::size_t row : rows_left(alike)) {
      if (next_hold == alike.holds.end()) {
        if (!matches_[row].released) left_.push_back(row);
      } else if (is_given_keep(*next_hold)) {
        matches_[row].tries = {(next_hold++)->purchase};
        matches_[row].released.reset();
      } else {
        last_held = &matches_[row];
        last_held->released.reset();
        last_held->holds.push_back(*next_hold++);
      }
    }
    // A decision about the last row covers all purchases that are left, so that the user is not
    // asked about each.
    if (last_held != nullptr)
      last_held->holds.insert(last_held->holds.end(), next_hold, alike.holds.end());
    for (const Hold& hold : alike.holds)
      holding_.insert(hold.purchase.entry);
  }

  // In this ledger it would already be the row's: this purchase is about to be imported from
  // another.
  bool is_given_keep(const Hold& hold) const {
    const auto word = given_.find(hold.purchase.entry);
    return hold.by == HeldBy::other_ledger && word != given_.end() &&
           word->second->word == Word::keep;
  }

  bool is_ours(const Slot& slot) const {
    return slot.back().server == here_.server && here_.owns(slot.back().manifest.text());
  }

  // Assigns by id first. A row with a slot of its id in `later` leaves the rest to rows without
  // one.
  void give_out(const std::vector<const Slot*>& slots, Rows rows,
                const std::vector<const Slot*>& later) {
    if (slots.empty()) return;
    std::unordered_map<std::string_view, std::size_t> by_id;
    for (const std::size_t row : rows) {
      if (!has_slot(row)) by_id.emplace(rows_[row].id, row);
    }
    std::vector<const Slot*> rest;
    for (const Slot* slot : slots) {
      const auto row = by_id.find(slot->back().row);
      if (row == by_id.end()) {
        rest.push_back(slot);
      } else {
        give(row->second, *slot);
        by_id.erase(row);
      }
    }
    std::unordered_set<std::string_view> has_later;
    for (const Slot* slot : later)
      has_later.insert(slot->back().row);
    auto next = rest.begin();
    for (const bool takes_all : {false, true}) {
      for (const std::size_t row : rows) {
        if (next == rest.end()) return;
        if (has_slot(row) || (has_later.count(rows_[row].id) > 0 && !takes_all)) continue;
        give(row, **next++);
      }
    }
  }

  void add_hold(std::vector<Hold>& holds, Hold hold, const Fingerprint& fingerprint) const {
    const auto words = releases_.find(fingerprint);
    const auto is_about_it = [&](const Decision& word) {
      return word.entry == hold.purchase.entry;
    };
    const bool is_released = words != releases_.end() &&
                             std::any_of(words->second.begin(), words->second.end(), is_about_it);
    if (!is_released) holds.push_back(std::move(hold));
  }

  // Purchases of the same request in this ledger that are not this manifest's at this server.
  std::vector<Hold> holds_here(const Fingerprint& fingerprint,
                               const std::vector<Slot>& slots) const {
    std::vector<Hold> holds;
    for (const Slot& slot : slots) {
      const Attempt& last = slot.back();
      if (is_used(slot) || is_ours(slot) || !may_be_paid_for(slot) || is_rehearsal(last)) continue;
      const bool is_here = last.server == here_.server;
      add_hold(holds, {is_here ? HeldBy::other_manifest : HeldBy::other_server, last, {}},
               fingerprint);
    }
    return holds;
  }

  // A row that has created nothing so far was already compared with everything before its first
  // try: only purchases since then are new evidence.
  void hold_by_near_texts() {
    std::vector<Attempt> purchases = unclaimed_purchases();
    std::vector<std::size_t> fresh;
    std::vector<std::size_t> tried;
    for (const std::size_t row : left_)
      (has_slot(row) ? tried : fresh).push_back(row);
    hold_by_near_texts(fresh, purchases);
    std::int64_t oldest = 0;
    for (const std::size_t row : tried) {
      const std::int64_t first = matches_[row].tries.front().number;
      oldest = oldest == 0 ? first : std::min(oldest, first);
    }
    const auto is_older = [&](const Attempt& purchase) { return purchase.number < oldest; };
    purchases.erase(std::remove_if(purchases.begin(), purchases.end(), is_older), purchases.end());
    hold_by_near_texts(tried, purchases);
  }

  // Removes the purchases that hold a row from `purchases`.
  void hold_by_near_texts(const std::vector<std::size_t>& rows, std::vector<Attempt>& purchases) {
    if (rows.empty() || purchases.empty()) return;
    std::vector<std::string> bought;
    std::vector<Unclaimed> unclaimed;
    std::map<std::pair<std::string_view, std::int64_t>, std::size_t> batches;
    for (const Attempt& purchase : purchases) {
      const auto request = known_.reader.request_of(purchase.fingerprint);
      bought.push_back(request ? request->prompt : std::string());
      // Purchases that left together were requested together.
      const auto batch = batches.try_emplace({purchase.manifest, purchase.absent_since.value_or(0)},
                                             batches.size());
      unclaimed.push_back({{}, batch.first->second});
    }
    for (std::size_t i = 0; i < bought.size(); ++i)
      unclaimed[i].text = bought[i];
    std::vector<std::string> fresh;
    for (const std::size_t row : rows)
      fresh.push_back(prompt_of_(row));
    std::vector<std::string> settled;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      if (has_purchase(row)) settled.push_back(prompt_of_(row));
    }
    for (const auto& [row, purchase, share] :
         near_matches({fresh.begin(), fresh.end()}, unclaimed, {settled.begin(), settled.end()})) {
      Match& match = matches_[rows[row]];
      const bool is_older =
          !match.tries.empty() && purchases[purchase].number < match.tries.front().number;
      if (is_older) continue;
      holding_.insert(purchases[purchase].entry);
      match.holds.push_back({HeldBy::near, purchases[purchase], {}});
    }
    const auto holds = [this](const Attempt& each) { return holding_.count(each.entry) > 0; };
    purchases.erase(std::remove_if(purchases.begin(), purchases.end(), holds), purchases.end());
  }

  // Purchases of this manifest, or of one that is gone, that no row asks for.
  std::vector<Attempt> unclaimed_purchases() const {
    std::vector<Attempt> purchases;
    const auto take = [&](const std::string& manifest) {
      known_.reader.for_each_slot(manifest, [&](Slot& slot) {
        apply_given_words(slot);
        Attempt& purchase = slot.back();
        if (purchase.manifest != manifest || !may_be_paid_for(slot)) return;
        if (is_used(slot) || is_rehearsal(purchase)) return;
        if (holding_.count(purchase.entry) > 0 || followed_.count(purchase.entry) > 0) return;
        // Rows that ask for the same at this server have their own.
        if (purchase.server != here_.server && !rows_of(purchase.fingerprint).empty()) return;
        purchases.push_back(std::move(purchase));
      });
    };
    take(here_.manifest);
    for (const std::string& gone : here_.gone)
      take(gone);
    std::sort(purchases.begin(), purchases.end(),
              [](const Attempt& one, const Attempt& other) { return one.number < other.number; });
    return purchases;
  }

  const std::vector<Asked>& rows_;
  const Here& here_;
  const Known& known_;
  const std::function<std::string(std::size_t)>& prompt_of_;
  ledger::Rehearsals rehearsals_;
  std::vector<Match> matches_;
  std::vector<std::size_t> by_request_;  // rows, sorted so that equal requests are adjacent
  std::vector<Rows> groups_;             // of those, in order of their first rows
  std::map<Fingerprint, std::vector<Decision>> releases_;  // decisions to pay again, by request
  std::unordered_set<std::string> followed_;               // entries that current ones are about
  std::set<std::pair<std::string, Fingerprint>> retried_;
  std::vector<Decision> kept_;
  std::unordered_map<std::string, const Decision*> given_;  // by entry
  std::vector<bool> is_used_;                               // by number: it decides a row's slot
  std::vector<Alike> alike_left_;
  std::unordered_set<std::string> holding_;  // entries of purchases that hold a row
  std::vector<std::size_t> left_;            // rows without a purchase, not held
};

}  // namespace

Status Match::status() const {
  if (!holds.empty()) return Status::held;
  return tries.empty() ? Status::not_sent : tries.back().status;
}

const Attempt* Match::on_its_way() const {
  const auto found = std::find_if(tries.begin(), tries.end(),
                                  [](const Attempt& attempt) { return attempt.is_on_its_way(); });
  return found == tries.end() ? nullptr : &*found;
}

std::vector<Match> match(const std::vector<Asked>& rows, const Here& here, const Known& known,
                         const std::function<std::string(std::size_t)>& prompt_of) {
  return Matching(rows, here, known, prompt_of).matches();
}

}  // namespace shotlist::plan
