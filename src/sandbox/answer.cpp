#include "sandbox/answer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace shotlist::sandbox {
namespace {

Answer json_answer(int status, const nlohmann::ordered_json& body) {
  Answer answer;
  answer.status = status;
  // A message may quote what the client sent, which may not be UTF-8.
  answer.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return answer;
}

}  // namespace

Answer error_answer(int status, std::string_view type, std::string_view code,
                    std::string_view message) {
  return json_answer(status, {{"error", {{"message", message}, {"type", type}, {"code", code}}}});
}

Answer flat_error_answer(int status, std::string_view code, std::string_view message) {
  return json_answer(status, {{"code", code}, {"message", message}, {"data", nullptr}});
}

Answer proxy_page(int status, std::string_view reason) {
  Answer answer;
  answer.status = status;
  answer.content_type = "text/html";
  answer.body = fmt::format(
      "<html>\r\n<head><title>{0} {1}</title></head>\r\n"
      "<body>\r\n<center><h1>{0} {1}</h1></center>\r\n</body>\r\n</html>\r\n",
      status, reason);
  return answer;
}

Answer no_answer(Delivery delivery) {
  Answer answer;
  answer.delivery = delivery;
  return answer;
}

}  // namespace shotlist::sandbox
