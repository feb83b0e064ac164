#include "model/counts.h"

#include "base/error.h"
#include "base/translation.h"

namespace shotlist::inline model {
namespace {

// The only place that pairs a status with its count.
constexpr auto count_of(Status status) {
  switch (status) {
    case Status::submitted:
      return &Counts::submitted;
    case Status::failed:
      return &Counts::failed;
    case Status::rejected:
      return &Counts::rejected;
    case Status::in_doubt:
      return &Counts::in_doubt;
    case Status::held:
      return &Counts::held;
    case Status::not_sent:
      break;
  }
  return &Counts::not_sent;
}

}  // namespace

void Counts::add(Status status) {
  ++(this->*count_of(status));
}

void Counts::replace(Status before, Status after) {
  --(this->*count_of(before));
  add(after);
}

std::size_t Counts::of(Status status) const {
  return this->*count_of(status);
}

void Counts::must_add_up_to(std::size_t rows) const {
  if (total() == rows) return;
  throw Error(
      ExitCode::disk, in_both([&] {
        return tr(
            "the accounting does not add up: {} rows, but {} submitted + {} failed + "
            "{} rejected + {} in doubt + {} held + {} not sent = {}",
            rows, submitted, failed, rejected, in_doubt, held, not_sent, total());
      }),
      in_both([&] {
        return tr(
            "this is a bug in shotlist: keep the ledger, which holds the truth, and report it");
      }));
}

}  // namespace shotlist::inline model
