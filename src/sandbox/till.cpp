#include "sandbox/till.h"

#include <nlohmann/json.hpp>

namespace shotlist::sandbox {

std::string to_json(const Till& till) {
  using Json = nlohmann::ordered_json;
  auto charges = Json::array();
  for (const Charge& charge : till.charges) {
    charges.push_back({{"task_id", charge.task_id}, {"body_digest", to_text(charge.body)}});
  }
  std::size_t fetches = 0;
  std::uint64_t bytes = 0;
  auto visits = Json::array();
  for (const Visits& task : till.visits) {
    fetches += task.fetches;
    bytes += task.bytes;
    auto keys = Json::array();
    for (const KeySeen& key : task.keys)
      keys.push_back({{"host", key.host}, {"header", key.header}});
    visits.push_back({{"task_id", task.task_id},
                      {"looks", task.looks},
                      {"fetches", task.fetches},
                      {"bytes", task.bytes},
                      {"keys", std::move(keys)}});
  }
  const Json whole = {{"charged", till.charges.size()},
                      {"requests", till.requests},
                      {"charges", std::move(charges)},
                      {"looks", till.looks},
                      {"fetches", fetches},
                      {"bytes", bytes},
                      {"visits", std::move(visits)}};
  // A client's headers may hold any bytes.
  return whole.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace shotlist::sandbox
