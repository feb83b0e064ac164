#include "review/page_outcome.h"

namespace shotlist::review {
namespace {

constexpr Label submitted{"submitted", "submitted", "✓"};
constexpr Label rejected{"rejected", "rejected", "✕"};
constexpr Label failed{"failed", "failed", "!"};
constexpr Label in_doubt{"in doubt", "in-doubt", "?"};
constexpr Label held{"held", "held", "="};
constexpr Label not_sent{"not sent", "not-sent", "○"};

}  // namespace

std::size_t outcome_number(std::optional<Verdict> verdict) {
  if (!verdict) return 5;
  switch (*verdict) {
    case Verdict::accepted:
      return 0;
    case Verdict::unknown:
      return 1;
    case Verdict::refused:
      return 2;
    case Verdict::busy:
      return 3;
    case Verdict::unsent:
      return 4;
  }
  return 5;
}

const Label& label_of(std::optional<Verdict> verdict) {
  return outcome_labels[outcome_number(verdict)];
}

const Label& label_of(Status status) {
  switch (status) {
    case Status::submitted:
      return submitted;
    case Status::rejected:
      return rejected;
    case Status::failed:
      return failed;
    case Status::in_doubt:
      return in_doubt;
    case Status::held:
      return held;
    case Status::not_sent:
      break;
  }
  return not_sent;
}

}  // namespace shotlist::review
