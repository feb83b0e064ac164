#include "http/curl_download.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "http/address.h"
#include "http/curl_library.h"

namespace shotlist::http {
namespace {

// libcurl reads up to this much at a time.
constexpr long receive_buffer = 256L * 1024;

// What libcurl passes for IPv4 and IPv6 is laid out as sockaddr_in and sockaddr_in6 are everywhere
// on Linux; their header belongs to system/.
std::optional<Address> address_in(const curl_sockaddr& socket_address) {
  constexpr std::size_t v4_at = 4;
  constexpr std::size_t v6_at = 8;
  const auto* bytes = reinterpret_cast<const unsigned char*>(&socket_address.addr);
  const std::size_t size = socket_address.addrlen;
  Address address;
  if (socket_address.family == AF_INET && size >= v4_at + 4) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 4; ++i)
      bits = bits << 8 | bytes[v4_at + i];
    return Address::v4(bits);
  }
  if (socket_address.family == AF_INET6 && size >= v6_at + address.bytes.size()) {
    std::copy_n(bytes + v6_at, address.bytes.size(), address.bytes.begin());
    return address;
  }
  return std::nullopt;
}

std::string forbidden_words(std::string_view host, const Address& address, std::string_view kind) {
  return fmt::format("{} is at {}, which is not a public address ({}): it is not connected to",
                     host, to_text(address), kind);
}

}  // namespace

CurlDownload::CurlDownload(Fetch fetch, SocketWatch& sockets, EventQueue& events,
                           const std::function<Moment()>& now)
    : fetch_(std::move(fetch)),
      sockets_(sockets),
      events_(events),
      now_(now),
      redactor_(fetch_.bearer),
      link_(parse_link(fetch_.url)),
      started_(now()),
      heard_(started_) {
  if (link_) set_options();
}

void CurlDownload::set_options() {
  url_.emplace(encoded_link(fetch_.url), unsigned{CURLU_PATH_AS_IS});
  easy_.set(CURLOPT_CURLU, url_->get());
  easy_.set(CURLOPT_PROTOCOLS_STR, "http,https");
  easy_.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  easy_.set(CURLOPT_HTTPGET, 1L);
  easy_.set(CURLOPT_FOLLOWLOCATION, 0L);
  easy_.set(CURLOPT_NOSIGNAL, 1L);
  easy_.set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  easy_.set(CURLOPT_BUFFERSIZE, receive_buffer);
  easy_.set(CURLOPT_FRESH_CONNECT, 1L);
  easy_.set(CURLOPT_FORBID_REUSE, 1L);
  easy_.set(CURLOPT_CONNECTTIMEOUT_MS, in_ms(fetch_.connect_timeout));
  // As for messages: this machine is asked without a proxy, and the log tells which one is used.
  const bool is_loopback = link_->is_loopback();
  easy_.set(CURLOPT_NOPROXY, is_loopback ? "*" : nullptr);
  easy_.set(CURLOPT_VERBOSE, is_loopback ? 0L : 1L);
  easy_.set(CURLOPT_DEBUGFUNCTION, &CurlDownload::overhear);
  easy_.set(CURLOPT_DEBUGDATA, this);
  if (!fetch_.ca_file.empty()) {
    easy_.set(CURLOPT_CAINFO, fetch_.ca_file.c_str());
    easy_.set(CURLOPT_PROXY_CAINFO, fetch_.ca_file.c_str());
  }
  easy_.set(CURLOPT_OPENSOCKETFUNCTION, &CurlDownload::open_socket);
  easy_.set(CURLOPT_OPENSOCKETDATA, this);
  easy_.set(CURLOPT_CLOSESOCKETFUNCTION, &CurlDownload::close_socket);
  easy_.set(CURLOPT_CLOSESOCKETDATA, &sockets_);  // a connection may outlive the download
  easy_.set(CURLOPT_ERRORBUFFER, fault_);
  easy_.set(CURLOPT_PREREQFUNCTION, &CurlDownload::permit);
  easy_.set(CURLOPT_PREREQDATA, this);
  easy_.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  easy_.set(CURLOPT_WRITEFUNCTION, &CurlDownload::take_body);
  easy_.set(CURLOPT_WRITEDATA, this);
  easy_.set(CURLOPT_HEADERFUNCTION, &CurlDownload::take_header);
  easy_.set(CURLOPT_HEADERDATA, this);

  // Some servers ignore a range where they could compress the file.
  headers_.add("Accept-Encoding: identity");
  if (!fetch_.user_agent.empty()) headers_.add("User-Agent: " + fetch_.user_agent);
  for (const std::string& line : fetch_.headers)
    headers_.add(line);
  if (!fetch_.bearer.empty()) headers_.add("Authorization: Bearer " + fetch_.bearer.reveal());
  easy_.set(CURLOPT_HTTPHEADER, headers_.get());
}

void CurlDownload::waits_for(int socket, bool is_waiting) {
  std::erase(waiting_on_, socket);
  if (is_waiting) waiting_on_.push_back(socket);
}

bool CurlDownload::notice(int socket) {
  if (std::find(waiting_on_.begin(), waiting_on_.end(), socket) == waiting_on_.end()) return false;
  heard_ = now_();
  return true;
}

Moment CurlDownload::deadline() const {
  return left_ ? heard_ + fetch_.stall : Moment::max();
}

bool CurlDownload::has_stalled() {
  if (deadline() > now_()) return false;
  const bool something_waits =
      std::any_of(waiting_on_.begin(), waiting_on_.end(), [this](int socket) {
        const EventQueue::Waiting waiting = events_.waiting_on(socket);
        return waiting.size > 0 || waiting.ended;
      });
  if (something_waits) heard_ = now_();
  return !something_waits;
}

int CurlDownload::permit(void* self, char*, char*, int, int) {
  auto& download = *static_cast<CurlDownload*>(self);
  download.left_ = true;
  download.heard_ = download.now_();
  return CURL_PREREQFUNC_OK;
}

curl_socket_t CurlDownload::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
  if (!static_cast<CurlDownload*>(self)->may_connect_to(*address)) return CURL_SOCKET_BAD;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

bool CurlDownload::may_connect_to(const curl_sockaddr& socket_address) {
  if (fetch_.private_addresses) return true;
  std::optional<Address> address;
  if (!proxy_.is_used()) {
    address = address_in(socket_address);
    if (!address) return false;
  } else {
    // The proxy's own address is its user's choice. It looks the link's host up, unless there is
    // nothing to look up.
    address = parse_address(link_->host);
    if (!address && is_localhost(link_->host)) address = parse_address("127.0.0.1");
    if (!address) return true;
  }
  const std::string_view kind = not_public(*address);
  if (!kind.empty()) forbidden_ = forbidden_words(link_->host, *address, kind);
  return kind.empty();
}

int CurlDownload::close_socket(void* sockets, curl_socket_t socket) {
  static_cast<SocketWatch*>(sockets)->close(socket);
  return 0;
}

int CurlDownload::overhear(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* self) {
  if (kind == CURLINFO_TEXT) static_cast<CurlDownload*>(self)->proxy_.read({bytes, size});
  return 0;
}

// libcurl is C: exceptions must not pass through it.
template <typename Question>
void CurlDownload::ask_sink(Question question) {
  try {
    is_refused_ = !question();
  } catch (...) {
    failure_ = std::current_exception();
    is_refused_ = true;
  }
}

std::size_t CurlDownload::take_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& download = *static_cast<CurlDownload*>(self);
  const std::string_view piece(bytes, size * count);
  if (piece.empty()) return 0;
  download.received_ += piece.size();
  download.ask_sink([&] { return download.fetch_.sink->take(piece); });
  return download.is_refused_ ? 0 : piece.size();
}

std::size_t CurlDownload::take_header(char* bytes, std::size_t size, std::size_t count,
                                      void* self) {
  auto& download = *static_cast<CurlDownload*>(self);
  if (!download.has_begun_) download.hear({bytes, size * count});  // else it is a trailer
  return download.is_refused_ ? 0 : size * count;
}

void CurlDownload::hear(std::string_view line) {
  constexpr std::size_t most_headers = 200;
  const auto colon = line.find(':');
  if (line.starts_with("HTTP/")) {
    reply_.headers.clear();  // an interim answer came before this one
  } else if (trimmed(line).empty()) {
    begin();
  } else if (colon != std::string_view::npos && reply_.headers.size() < most_headers) {
    reply_.headers.emplace_back(lower_ascii(trimmed(line.substr(0, colon))),
                                std::string(trimmed(line.substr(colon + 1))));
  }
}

void CurlDownload::begin() {
  const auto status = static_cast<int>(easy_.info<long>(CURLINFO_RESPONSE_CODE));
  if (status < 200) return;
  has_begun_ = true;
  reply_.status = status;
  reply_.bytes_left = true;
  reply_.elapsed = now_() - started_;
  // Some servers quote the key they refuse.
  for (auto& [name, value] : reply_.headers)
    redactor_.redact(value);
  ask_sink([this] { return fetch_.sink->begin(reply_); });
}

// How much of how much has arrived.
std::string CurlDownload::so_far() const {
  const bool is_chunked = !reply_.header("transfer-encoding").empty();
  const auto length = easy_.info<curl_off_t>(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T);
  if (is_chunked || length < 0) return fmt::format("{} bytes", received_);
  return fmt::format("{} of {} bytes", received_, length);
}

std::string CurlDownload::words_for(CURLcode code) const {
  if (!left_ && !forbidden_.empty()) return forbidden_;
  if (!left_ && code == CURLE_OPERATION_TIMEDOUT)
    return "no connection within " + in_seconds(fetch_.connect_timeout);
  if (left_ && code == CURLE_GOT_NOTHING)
    return "the server closed the connection without an answer";
  if (left_ && is_about_long_header(code)) return "the server sent a header that is too long";
  if (code == CURLE_PARTIAL_FILE) return "the server closed the connection after " + so_far();
  const std::string words = fault_[0] != '\0' ? fault_ : libcurl().easy_strerror(code);
  return has_begun_ ? fmt::format("after {}: {}", so_far(), words) : words;
}

void CurlDownload::finish(CURLcode code) {
  if (is_refused_) return end(Transfer::refused, "the rest of the answer is not wanted");
  // To libcurl half a head is an answer.
  if (code == CURLE_OK && !has_begun_) return end(Transfer::broken, "the answer ends in its head");
  if (code == CURLE_OK) return end(Transfer::complete, {});
  Transfer transfer = Transfer::broken;
  if (!left_ && code == CURLE_OPERATION_TIMEDOUT) transfer = Transfer::timed_out;
  if (!left_ && is_about_trust(code)) transfer = Transfer::untrusted;
  end(transfer, words_for(code));
}

void CurlDownload::give_up() {
  const std::string after = has_begun_ ? ", after " + so_far() : "";
  end(Transfer::timed_out, "nothing arrived for " + in_seconds(fetch_.stall) + after);
}

void CurlDownload::cannot_begin() {
  end(Transfer::broken, "the link cannot be read");
}

void CurlDownload::end(Transfer transfer, std::string fault) {
  reply_.transfer = transfer;
  reply_.bytes_left = left_;
  reply_.elapsed = now_() - started_;
  reply_.fault = left_ || !forbidden_.empty() ? std::move(fault) : proxy_.tell(std::move(fault));
  if (!has_begun_) reply_.headers.clear();  // an interim answer, or half a head
  redactor_.redact(reply_.fault);
}

void CurlDownload::tell_sink() {
  if (failure_) std::rethrow_exception(failure_);
  fetch_.sink->ended(std::move(reply_));
}

}  // namespace shotlist::http
