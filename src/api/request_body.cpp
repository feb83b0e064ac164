#include "api/request_body.h"

#include <variant>

#include <nlohmann/json.hpp>

namespace shotlist {

std::string request_body(const Fields& fields) {
  // nlohmann's default object is ordered by key, which is what makes the text canonical.
  nlohmann::json body = nlohmann::json::object();
  for (const auto& [name, value] : fields) {
    std::visit([&body, &key = name](const auto& typed) { body[key] = typed; }, value);
  }
  return body.dump();
}

}  // namespace shotlist
