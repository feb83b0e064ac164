#include "model/standing.h"

namespace shotlist {

std::vector<Doubt> doubts_of(const Standing& standing) {
  std::vector<Doubt> doubts = standing.earlier_doubts;
  Doubt& last = doubts.emplace_back();
  last.attempt = standing.attempt;
  last.sent_at = standing.sent_at;
  last.latency = standing.latency;
  last.error_class = standing.error_class;
  last.error = standing.error;
  last.http_status = standing.http_status;
  last.provider_request_id = standing.provider_request_id;
  return doubts;
}

}  // namespace shotlist
