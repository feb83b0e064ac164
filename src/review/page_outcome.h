#pragma once
// How the page names and colours the ends of attempts and the states of rows.

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "model/verdict.h"

namespace shotlist::review {

/// A word for people and the class that gives it its colour; with a sign where the colour may be
/// all that is looked at.
struct Label {
  std::string_view word;
  std::string_view style;
  std::string_view sign = {};
};

/// How an attempt ended, in the order in which charts stack them.
inline constexpr std::array<Label, 6> outcome_labels = {{{"made a task", "accepted"},
                                                         {"in doubt", "unknown"},
                                                         {"refused", "refused"},
                                                         {"told to wait", "busy"},
                                                         {"never left", "unsent"},
                                                         {"on its way", "on-its-way"}}};

/// The number of the label of `verdict`; without one, it is on its way.
std::size_t outcome_number(std::optional<Verdict> verdict);

const Label& label_of(std::optional<Verdict> verdict);
const Label& label_of(Status status);

/// All of them, in the order in which people look for them.
inline constexpr std::array<Status, 6> shown_statuses = {Status::submitted, Status::rejected,
                                                         Status::failed,    Status::in_doubt,
                                                         Status::held,      Status::not_sent};

}  // namespace shotlist::review
