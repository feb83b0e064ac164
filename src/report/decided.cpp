#include "report/decided.h"

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "report/paragraph.h"

namespace shotlist::report {
namespace {

constexpr std::size_t ids_shown = 3;

}  // namespace

void Decided::add(std::string_view id, submit::RowDecision decided, const submit::Decision& planned,
                  const std::optional<Money>& price) {
  if (decided == submit::RowDecision::not_created) {
    return add(planned.reason == submit::reason_changed ? had_task_before : not_created, id);
  }
  if (decided == submit::RowDecision::skip) return add(skipped, id);
  if (planned.action == submit::Action::skip) return add(not_reached, id);
  if (planned.reason == submit::reason_decided_doubt) return add(doubtful, id, price);
  if (planned.reason == submit::reason_decided_doubt_edited) return add(doubtful_edited, id, price);
  if (planned.reason == submit::reason_decided_changed) return add(changed, id, price);
  add(planned.reason == submit::reason_decided_rejected ? rejected : sent, id);
}

void Decided::add_removed(std::string_view id) {
  add(not_created, id);
}

void Decided::add_carried_out(std::string_view id) {
  add(carried_out, id);
}

void Decided::add(Kind kind, std::string_view id, const std::optional<Money>& price) {
  Group& group = groups_[kind];
  ++group.rows;
  group.cost.add(price);
  if (group.ids.size() < ids_shown) group.ids.push_back(disarm(id));
}

bool Decided::pays_again() const {
  return groups_[doubtful].rows > 0 || groups_[doubtful_edited].rows > 0 ||
         groups_[changed].rows > 0;
}

std::string Decided::said_of(Kind kind, const std::optional<std::string>& currency) const {
  const Group& group = groups_[kind];
  const bool one = group.rows == 1;
  std::string ids;
  for (const std::string& id : group.ids)
    ids += (ids.empty() ? "" : ", ") + id;
  if (group.rows > group.ids.size()) {
    ids += fmt::format(" and {} more", group.rows - group.ids.size());
  }
  const auto said_with = [&](std::string_view noun, std::string_view what) {
    return fmt::format("{} {} ({})", counted(group.rows, noun), what, ids);
  };
  const auto said = [&](std::string_view adjective, std::string_view what) {
    return said_with(fmt::format("{}row", adjective), what);
  };
  const auto cost = [&](std::string_view before, std::string_view after) {
    if (!currency) return std::string();
    return fmt::format(": {}{}{}", before, to_text(group.cost, disarm(*currency)), after);
  };
  switch (kind) {
    case doubtful:
      return said("", fmt::format("in doubt sent again, though {} may have been paid for",
                                  one ? "it" : "they")) +
             cost("up to ", " paid twice");
    case doubtful_edited:
      return said("",
                  "in doubt sent again as edited since, though what was sent before may have "
                  "been paid for") +
             cost("up to ", " paid twice");
    case changed:
      return said("edited ", fmt::format("paid for again, though {} submitted before",
                                         one ? "it was" : "they were")) +
             cost("", " more");
    case rejected:
      return said("rejected ", fmt::format("sent again as {}", one ? "it is" : "they are"));
    case sent:
      return said("", "sent as without a decision");
    case not_created:
      return said("", "known not to have been created");
    case had_task_before:
      return said("", fmt::format("known not to have been created, and left with the {} had before",
                                  one ? "task it" : "tasks they"));
    case skipped:
      return said("", "skipped");
    case carried_out:
      return said_with("decision", "carried out before");
    case not_reached:
      break;
  }
  return said("", "left out all the same, by the selection, the limit or the cost");
}

std::string Decided::text(std::string_view file, const std::optional<std::string>& currency,
                          std::size_t width) const {
  std::vector<std::string> words;
  for (std::size_t kind = 0; kind < groups_.size(); ++kind) {
    if (groups_[kind].rows == 0) continue;
    if (!words.empty()) words.back() += ';';
    add_words(words, said_of(static_cast<Kind>(kind), currency));
  }
  if (words.empty()) add_words(words, "none, so that all is as without them");
  return paragraph(fmt::format("decisions of {}:", disarm(file)), words, width, 2);
}

}  // namespace shotlist::report
