#include "api/endpoint.h"

#include <string_view>
#include <utility>

#include "base/text.h"
#include "http/data_link.h"

namespace shotlist::api {
namespace {

http::Envelope envelope_to(const Endpoint& endpoint) {
  http::Envelope envelope;
  envelope.headers = {"Accept: application/json", "User-Agent: " + endpoint.user_agent};
  envelope.bearer = endpoint.key;
  envelope.timeout = endpoint.timeout;
  envelope.connect_timeout = endpoint.connect_timeout;
  envelope.ca_file = endpoint.ca_file;
  return envelope;
}

// All but the unreserved characters of RFC 3986.
std::string percent_escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string escaped;
  for (const char c : text) {
    if (is_ascii_alphanumeric(c) || std::string_view("-._~").find(c) != std::string_view::npos) {
      escaped += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    escaped += '%';
    escaped += digits[byte >> 4U];
    escaped += digits[byte & 0xFU];
  }
  return escaped;
}

constexpr std::string_view id_place = "{id}";

// Whether the path had a place for it.
bool put_id(std::string& path, const std::string& id) {
  const auto at = path.find(id_place);
  if (at == std::string::npos) return false;
  path.replace(at, id_place.size(), id);
  return true;
}

}  // namespace

std::shared_ptr<const http::Envelope> create_envelope(const Endpoint& endpoint) {
  http::Envelope envelope = envelope_to(endpoint);
  envelope.method = "POST";
  envelope.url = endpoint.base_url + endpoint.create_path;
  envelope.headers.insert(envelope.headers.begin(), "Content-Type: application/json");
  return std::make_shared<const http::Envelope>(std::move(envelope));
}

std::shared_ptr<const http::Envelope> query_envelope(const Endpoint& endpoint,
                                                     const std::string& task_id) {
  const std::string id = percent_escaped(task_id);
  std::string path = endpoint.query_path;
  if (!put_id(path, id)) {
    path += path.find('?') == std::string::npos ? "?id=" : "&id=";
    path += id;
  }
  http::Envelope envelope = envelope_to(endpoint);
  // A cache would answer "pending" for ever.
  envelope.headers.push_back("Cache-Control: no-cache");
  envelope.method = "GET";
  // The answer may hold the video itself, or a link that needs the key.
  envelope.largest_body = http::DataLink::largest;
  envelope.keeps_quoted_key = true;
  envelope.url = endpoint.base_url + path;
  return std::make_shared<const http::Envelope>(std::move(envelope));
}

std::string content_url(const Endpoint& endpoint, const std::string& task_id) {
  std::string path = endpoint.content_path;
  if (path.empty()) return {};
  put_id(path, percent_escaped(task_id));
  return endpoint.base_url + path;
}

}  // namespace shotlist::api
