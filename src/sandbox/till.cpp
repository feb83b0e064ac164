#include "sandbox/till.h"

#include <nlohmann/json.hpp>

namespace shotlist::sandbox {

std::string to_json(const Till& till) {
  auto charges = nlohmann::ordered_json::array();
  for (const Charge& charge : till.charges) {
    charges.push_back({{"task_id", charge.task_id}, {"body_digest", to_text(charge.body)}});
  }
  const nlohmann::ordered_json whole = {{"charged", till.charges.size()},
                                        {"requests", till.requests},
                                        {"charges", std::move(charges)}};
  return whole.dump();
}

}  // namespace shotlist::sandbox
