#include "http/curl_transfer.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/redactor.h"
#include "base/text.h"
#include "http/url.h"

namespace shotlist::http {
namespace {

long in_ms(Duration duration) {
  return static_cast<long>(std::max<std::int64_t>(1, rounded_to_ms(duration).count()));
}

// A connection that idled this long may have been closed by the server a moment ago, and a request
// lost in that gap is a row in doubt. Opening a new one costs a handshake.
constexpr long oldest_idle_connection_s = 15;

// libcurl speaks of its own troubles where a person wants to know what the server did.
std::string words_for(CURLcode code, const char* fault) {
  switch (code) {
    case CURLE_OK:
      return {};
    case CURLE_ABORTED_BY_CALLBACK:  // it wanted to send the message again
    case CURLE_GOT_NOTHING:
      return "the server closed the connection without an answer";
    default:
      return fault[0] != '\0' ? fault : curl_easy_strerror(code);
  }
}

// Some servers quote the key they refuse. Answers are journaled and shown; the key never is.
void take_out(const Secret& key, Reply& reply) {
  Redactor redactor(key);
  redactor.redact(reply.body);
  redactor.redact(reply.fault);
  for (auto& [name, value] : reply.headers)
    redactor.redact(value);
}

}  // namespace

CurlTransfer::CurlTransfer(SocketWatch& sockets) {
  easy_.set(CURLOPT_PROTOCOLS_STR, "http,https");
  easy_.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  easy_.set(CURLOPT_FOLLOWLOCATION, 0L);
  easy_.set(CURLOPT_NOSIGNAL, 1L);
  // Compression is not asked for, but some proxies compress all the same; the id must be read.
  easy_.set(CURLOPT_ACCEPT_ENCODING, "");
  easy_.set(CURLOPT_TCP_NODELAY, 1L);
  easy_.set(CURLOPT_MAXAGE_CONN, oldest_idle_connection_s);
  easy_.set(CURLOPT_SOCKOPTFUNCTION, &CurlTransfer::open_socket);
  easy_.set(CURLOPT_SOCKOPTDATA, &sockets);
  easy_.set(CURLOPT_CLOSESOCKETFUNCTION, &CurlTransfer::close_socket);
  easy_.set(CURLOPT_CLOSESOCKETDATA, &sockets);
  easy_.set(CURLOPT_ERRORBUFFER, fault_);
  easy_.set(CURLOPT_PREREQFUNCTION, &CurlTransfer::permit);
  easy_.set(CURLOPT_PREREQDATA, this);
  easy_.set(CURLOPT_WRITEFUNCTION, &CurlTransfer::take_body);
  easy_.set(CURLOPT_WRITEDATA, this);
  easy_.set(CURLOPT_HEADERFUNCTION, &CurlTransfer::take_header);
  easy_.set(CURLOPT_HEADERDATA, this);
  easy_.set(CURLOPT_PRIVATE, this);
}

CurlTransfer& CurlTransfer::of(CURL* handle) {
  char* transfer = nullptr;
  curl_easy_getinfo(handle, CURLINFO_PRIVATE, &transfer);
  return *static_cast<CurlTransfer*>(static_cast<void*>(transfer));
}

void CurlTransfer::load(std::uint64_t ticket, Message message) {
  if (message.envelope != message_.envelope) address(message.envelope);
  message_ = std::move(message);
  sendings_ = 0;
  fault_[0] = '\0';
  reply_ = Reply();
  reply_.ticket = ticket;
  if (message_.envelope->method != "POST") return;
  easy_.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(message_.body.size()));
  easy_.set(CURLOPT_POSTFIELDS, message_.body.data());
}

void CurlTransfer::address(std::shared_ptr<const Envelope> envelope) {
  CurlUrl address(envelope->url);
  easy_.set(CURLOPT_CURLU, address.get());
  url_ = std::move(address);
  // A rehearsal on this machine is nobody else's business, whatever http_proxy says.
  const auto url = parse_url(envelope->url);
  easy_.set(CURLOPT_NOPROXY, url && url->is_loopback() ? "*" : nullptr);
  easy_.set(CURLOPT_TIMEOUT_MS, in_ms(envelope->timeout));
  easy_.set(CURLOPT_CONNECTTIMEOUT_MS, in_ms(envelope->connect_timeout));
  easy_.set(envelope->method == "POST" ? CURLOPT_POST : CURLOPT_HTTPGET, 1L);

  CurlHeaders headers;
  headers.add("Accept-Encoding:");
  headers.add("Expect:");  // no 100-continue: one question, one answer
  for (const std::string& line : envelope->headers)
    headers.add(line);
  if (!envelope->bearer.empty()) {
    headers.add("Authorization: Bearer " + envelope->bearer.reveal());
  }
  easy_.set(CURLOPT_HTTPHEADER, headers.get());
  headers_ = std::move(headers);
}

int CurlTransfer::open_socket(void* sockets, curl_socket_t socket, curlsocktype) {
  static_cast<SocketWatch*>(sockets)->opened(socket);
  return CURL_SOCKOPT_OK;
}

int CurlTransfer::close_socket(void* sockets, curl_socket_t socket) {
  static_cast<SocketWatch*>(sockets)->close(socket);
  return 0;
}

int CurlTransfer::permit(void* self, char*, char*, int, int) {
  const bool first = ++static_cast<CurlTransfer*>(self)->sendings_ == 1;
  return first ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

std::size_t CurlTransfer::take_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  Reply& reply = static_cast<CurlTransfer*>(self)->reply_;
  const std::size_t room = Reply::largest_body - reply.body.size();
  reply.body.append(bytes, std::min(room, size * count));
  return size * count;
}

std::size_t CurlTransfer::take_header(char* bytes, std::size_t size, std::size_t count,
                                      void* self) {
  constexpr std::size_t most_headers = 200;
  constexpr std::size_t usual_headers = 16;
  Reply& reply = static_cast<CurlTransfer*>(self)->reply_;
  if (reply.headers.empty()) reply.headers.reserve(usual_headers);
  const std::string_view line(bytes, size * count);
  const auto colon = line.find(':');
  if (line.substr(0, 5) == "HTTP/") {
    reply.headers.clear();  // a proxy's or an interim answer came before this one
  } else if (colon != std::string_view::npos && reply.headers.size() < most_headers) {
    reply.headers.emplace_back(lower_ascii(trimmed(line.substr(0, colon))),
                               std::string(trimmed(line.substr(colon + 1))));
  }
  return size * count;
}

Reply CurlTransfer::finish(CURLcode code) {
  const auto status = static_cast<int>(easy_.info<long>(CURLINFO_RESPONSE_CODE));
  reply_.status = status >= 200 ? status : 0;  // an interim answer is none
  reply_.elapsed = std::chrono::microseconds(easy_.info<curl_off_t>(CURLINFO_TOTAL_TIME_T));
  // A CONNECT to a proxy counts as bytes sent; if the proxy refused it, the request never left.
  const long tunnel = easy_.info<long>(CURLINFO_HTTP_CONNECTCODE);
  const bool no_tunnel = tunnel != 0 && tunnel / 100 != 2;
  if (no_tunnel) reply_.status = 0;
  reply_.bytes_left = !no_tunnel && easy_.info<long>(CURLINFO_REQUEST_SIZE) != 0;
  reply_.transfer = code == CURLE_OK                   ? Transfer::complete
                    : code == CURLE_OPERATION_TIMEDOUT ? Transfer::timed_out
                                                       : Transfer::broken;
  reply_.fault = words_for(code, fault_);
  take_out(message_.envelope->bearer, reply_);
  return std::move(reply_);
}

}  // namespace shotlist::http
