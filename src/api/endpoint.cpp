#include "api/endpoint.h"

#include <utility>

namespace shotlist::api {

std::shared_ptr<const http::Envelope> create_envelope(const Endpoint& endpoint) {
  http::Envelope envelope;
  envelope.method = "POST";
  envelope.url = endpoint.base_url + endpoint.create_path;
  envelope.headers = {"Content-Type: application/json", "Accept: application/json",
                      "User-Agent: " + endpoint.user_agent};
  envelope.bearer = endpoint.key;
  envelope.timeout = endpoint.timeout;
  envelope.connect_timeout = endpoint.connect_timeout;
  envelope.ca_file = endpoint.ca_file;
  return std::make_shared<const http::Envelope>(std::move(envelope));
}

}  // namespace shotlist::api
