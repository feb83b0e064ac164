#include "api/endpoint.h"

namespace shotlist {

Message create_message(const Endpoint& endpoint, const std::string& body) {
  Message message;
  message.method = "POST";
  message.url = endpoint.base_url + endpoint.create_path;
  message.headers = {"Content-Type: application/json", "Accept: application/json",
                     "User-Agent: " + endpoint.user_agent};
  message.bearer = endpoint.key;
  message.body = body;
  message.timeout = endpoint.timeout;
  message.connect_timeout = endpoint.connect_timeout;
  return message;
}

}  // namespace shotlist
