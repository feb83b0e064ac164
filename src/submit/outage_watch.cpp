#include "submit/outage_watch.h"

namespace shotlist::submit {

void OutageWatch::settled(const Outcome& outcome) {
  if (outcome.verdict == Verdict::unsent) ++unreached_;
  if (outcome.http_status == 0) return;
  unreached_ = 0;
  answered_ = true;
}

}  // namespace shotlist::submit
