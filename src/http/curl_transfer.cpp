#include "http/curl_transfer.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "http/content_coding.h"
#include "http/curl_library.h"
#include "http/url.h"

namespace shotlist::http {
namespace {

// After this long, the server may have just closed an idle connection, and a request lost in that
// gap is a row in doubt. Opening a new connection costs a handshake.
constexpr long oldest_idle_connection_s = 1;  // libcurl's minimum

bool is_about_connecting(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PROXY:
      return true;
    default:
      return is_about_trust(code);
  }
}

// The values of all headers of one name, in order, as one list.
std::string list_of(const Reply& reply, std::string_view name) {
  std::string list;
  for (const auto& [header_name, value] : reply.headers) {
    if (header_name == name) list += (list.empty() ? "" : ",") + value;
  }
  return list;
}

// Some servers quote the key they refuse. Answers are recorded and shown; the key must never be.
void take_out(Redactor& redactor, bool keeps_key, Reply& reply) {
  std::string received = keeps_key ? reply.body : std::string();
  if (redactor.redact(reply.body) && keeps_key) reply.with_key = Secret(std::move(received));
  redactor.redact(reply.fault);
}

}  // namespace

CurlTransfer::CurlTransfer(SocketWatch& sockets, ReuseRules& rules)
    : sockets_(sockets), rules_(rules) {
  easy_.set(CURLOPT_PROTOCOLS_STR, "http,https");
  easy_.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  easy_.set(CURLOPT_FOLLOWLOCATION, 0L);
  easy_.set(CURLOPT_NOSIGNAL, 1L);
  // libcurl drops a body that it cannot decode, and with it a task id. So it passes on the bytes as
  // received, chunks included; it still finds their end.
  easy_.set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  easy_.set(CURLOPT_HTTP_TRANSFER_DECODING, 0L);
  easy_.set(CURLOPT_TCP_NODELAY, 1L);
  easy_.set(CURLOPT_MAXAGE_CONN, oldest_idle_connection_s);
  easy_.set(CURLOPT_SOCKOPTFUNCTION, &CurlTransfer::open_socket);
  easy_.set(CURLOPT_SOCKOPTDATA, this);
  easy_.set(CURLOPT_CLOSESOCKETFUNCTION, &CurlTransfer::close_socket);
  easy_.set(CURLOPT_CLOSESOCKETDATA, &sockets);
  easy_.set(CURLOPT_ERRORBUFFER, fault_);
  easy_.set(CURLOPT_PREREQFUNCTION, &CurlTransfer::permit);
  easy_.set(CURLOPT_PREREQDATA, this);
  easy_.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  easy_.set(CURLOPT_WRITEFUNCTION, &CurlTransfer::take_body);
  easy_.set(CURLOPT_WRITEDATA, this);
  easy_.set(CURLOPT_HEADERFUNCTION, &CurlTransfer::take_header);
  easy_.set(CURLOPT_HEADERDATA, this);
  easy_.set(CURLOPT_DEBUGFUNCTION, &CurlTransfer::overhear);
  easy_.set(CURLOPT_DEBUGDATA, this);
  easy_.set(CURLOPT_PRIVATE, this);
}

CurlTransfer& CurlTransfer::of(CURL* handle) {
  char* transfer = nullptr;
  libcurl().easy_getinfo(handle, CURLINFO_PRIVATE, &transfer);
  return *static_cast<CurlTransfer*>(static_cast<void*>(transfer));
}

void CurlTransfer::load(std::uint64_t ticket, Message message, Moment now) {
  if (message.envelope != message_.envelope) address(message.envelope);
  message_ = std::move(message);
  started_ = now;
  reply_ = Reply();
  reply_.ticket = ticket;
  if (message_.envelope->method == "POST") {
    easy_.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(message_.body.size()));
    easy_.set(CURLOPT_POSTFIELDS, message_.body.data());
  }
  is_in_flight_ = true;
}

void CurlTransfer::start_again(Moment now) {
  let_go_of_connection(false, now);
  get_ready(now, true);
}

void CurlTransfer::address(const std::shared_ptr<const Envelope>& envelope) {
  CurlUrl address(envelope->url);
  easy_.set(CURLOPT_CURLU, address.get());
  is_tls_ = address.is_https();
  rule_ = &rules_.of(address.origin());
  url_ = std::move(address);
  // A rehearsal on this machine must not go through a proxy, whatever http_proxy says.
  const auto url = parse_url(envelope->url);
  const bool is_loopback = url && url->is_loopback();
  easy_.set(CURLOPT_NOPROXY, is_loopback ? "*" : nullptr);
  // libcurl reports which proxy it uses only in its log before 8.7.
  easy_.set(CURLOPT_VERBOSE, is_loopback ? 0L : 1L);
  // The transport keeps the overall timeout: libcurl checks its timers before its sockets, and
  // after a pause would miss an answer that is already here. This timeout ends with the sending.
  easy_.set(CURLOPT_CONNECTTIMEOUT_MS, in_ms(envelope->connect_timeout));
  // This replaces the system's file. Its folder (CURLOPT_CAPATH), which Debian's libcurl also
  // reads, stays and has the same certificates.
  const char* ca_file =
      envelope->ca_file.empty() ? easy_.info<char*>(CURLINFO_CAINFO) : envelope->ca_file.c_str();
  easy_.set(CURLOPT_CAINFO, ca_file);
  easy_.set(CURLOPT_PROXY_CAINFO, ca_file);
  easy_.set(envelope->method == "POST" ? CURLOPT_POST : CURLOPT_HTTPGET, 1L);

  redactor_ = Redactor(envelope->bearer);
  last_lines_.clear();
  CurlHeaders headers;
  headers.add("Expect:");  // no 100-continue: one request, one answer
  for (const std::string& line : envelope->headers)
    headers.add(line);
  if (!envelope->bearer.empty()) {
    headers.add("Authorization: Bearer " + envelope->bearer.reveal());
  }
  easy_.set(CURLOPT_HTTPHEADER, headers.get());
  headers_ = std::move(headers);
}

void CurlTransfer::get_ready(Moment now, bool on_fresh_connection) {
  if (const auto witness = rule_->witness_to_ask(now)) {
    if (sockets_.is_quiet(*witness)) rule_->silent(*witness);
  }
  use_ = rule_->next_use(now);
  const bool fresh = on_fresh_connection || use_ != ReuseRule::Use::again;
  easy_.set(CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
  easy_.set(CURLOPT_FORBID_REUSE, use_ == ReuseRule::Use::once ? 1L : 0L);
  left_ = false;
  refusal_ = Refusal::none;
  socket_.reset();
  proxy_.clear();
  talks_on_ = false;
  fault_[0] = '\0';
}

int CurlTransfer::open_socket(void* self, curl_socket_t socket, curlsocktype) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  transfer.sockets_.opened(socket);
  if (!transfer.left_) return CURL_SOCKOPT_OK;
  transfer.refusal_ = Refusal::repeated;
  return CURL_SOCKOPT_ERROR;
}

int CurlTransfer::close_socket(void* sockets, curl_socket_t socket) {
  static_cast<SocketWatch*>(sockets)->close(socket);
  return 0;
}

int CurlTransfer::permit(void* self, char*, char*, int, int local_port) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  transfer.refusal_ = transfer.refusal_of_next_sending(local_port);
  if (transfer.refusal_ != Refusal::none) return CURL_PREREQFUNC_ABORT;
  transfer.left_ = true;
  return CURL_PREREQFUNC_OK;
}

CurlTransfer::Refusal CurlTransfer::refusal_of_next_sending(int local_port) {
  if (left_) return Refusal::repeated;
  // CURLINFO_ACTIVESOCKET is not set yet; the port is.
  socket_ = sockets_.find(local_port);
  if (!socket_) return use_ == ReuseRule::Use::again ? Refusal::not_quiet : Refusal::none;
  if (sockets_.was_used(*socket_)) {
    if (rule_->is_lost() || !sockets_.is_quiet(*socket_)) return Refusal::not_quiet;
  } else {
    const EventQueue::Waiting waiting = sockets_.waiting_on(*socket_);
    if (waiting.ended) return Refusal::hung_up;
    // Under TLS these are tickets for the next session, or cannot be distinguished from them.
    if (waiting.size > 0 && !is_tls_) return Refusal::talked_first;
  }
  sockets_.use(*socket_, this, *rule_, is_tls_);
  return Refusal::none;
}

int CurlTransfer::overhear(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* self) {
  if (kind == CURLINFO_TEXT) static_cast<CurlTransfer*>(self)->proxy_.read({bytes, size});
  return 0;
}

std::size_t CurlTransfer::take_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  Reply& reply = transfer.reply_;
  const std::size_t room = transfer.message_.envelope->largest_body - reply.body.size();
  reply.body.append(bytes, std::min(room, size * count));
  return size * count;
}

std::size_t CurlTransfer::take_header(char* bytes, std::size_t size, std::size_t count,
                                      void* self) {
  constexpr std::size_t most_headers = 200;
  constexpr std::size_t usual_headers = 16;
  auto& transfer = *static_cast<CurlTransfer*>(self);
  std::vector<Header>& headers = transfer.reply_.headers;
  if (headers.empty()) headers.reserve(usual_headers);
  const std::string_view line(bytes, size * count);
  const auto colon = line.find(':');
  if (line.substr(0, 5) == "HTTP/") {
    headers.clear();  // an interim answer came before this one
  } else if (colon != std::string_view::npos && headers.size() < most_headers) {
    headers.push_back(transfer.header_in(line, colon));
  }
  return size * count;
}

// An answer has most lines in common with the one before it.
Header CurlTransfer::header_in(std::string_view line, std::size_t colon) {
  constexpr std::size_t longest_usual = 128;
  const std::size_t place = reply_.headers.size();
  if (place >= last_lines_.size()) last_lines_.resize(place + 1);
  Line& last = last_lines_[place];
  if (last.text == line) return last.header;
  Header header(lower_ascii(trimmed(line.substr(0, colon))),
                std::string(trimmed(line.substr(colon + 1))));
  redactor_.redact(header.second);
  if (line.size() <= longest_usual) last = {std::string(line), header};
  return header;
}

std::string CurlTransfer::words_for(CURLcode code) const {
  constexpr const char* no_answer = "the server closed the connection without an answer";
  switch (refusal_) {
    case Refusal::repeated:
      return no_answer;
    case Refusal::talked_first:
      return "the server sent bytes before it was asked";
    case Refusal::hung_up:
      return "the server closed the connection before it was asked";
    case Refusal::not_quiet:
    case Refusal::none:
      break;
  }
  // Once the request was sent, libcurl connects only to send it again.
  if (left_ && (code == CURLE_GOT_NOTHING || is_about_connecting(code))) return no_answer;
  if (left_ && is_about_long_header(code)) return "the server sent a header that is too long";
  if (code == CURLE_OPERATION_TIMEDOUT)
    return "no connection within " + in_seconds(message_.envelope->connect_timeout);
  return fault_[0] != '\0' ? fault_ : libcurl().easy_strerror(code);
}

Reply CurlTransfer::finish(CURLcode code, Moment now) {
  if (code == CURLE_OK) return end(Transfer::complete, {}, now);
  Transfer transfer = Transfer::broken;
  if (!left_ && code == CURLE_OPERATION_TIMEDOUT) transfer = Transfer::timed_out;
  if (!left_ && is_about_trust(code)) transfer = Transfer::untrusted;
  return end(transfer, words_for(code), now);
}

Reply CurlTransfer::give_up(Moment now) {
  const std::string time = in_seconds(message_.envelope->timeout);
  return end(Transfer::timed_out, (left_ ? "no answer within " : "no connection within ") + time,
             now);
}

Reply CurlTransfer::end(Transfer transfer, std::string fault, Moment now) {
  const auto status = static_cast<int>(easy_.info<long>(CURLINFO_RESPONSE_CODE));
  reply_.status = status >= 200 ? status : 0;  // an interim answer does not count
  reply_.elapsed = now - started_;
  reply_.bytes_left = left_;
  reply_.transfer = transfer;
  reply_.fault = std::move(fault);
  if (left_) {
    take_off_codings();
  } else {
    // Whatever arrived is not from the intended server.
    reply_.status = 0;
    reply_.headers.clear();
    reply_.body.clear();
    reply_.fault = proxy_.tell(std::move(reply_.fault));
  }
  let_go_of_connection(transfer == Transfer::complete, now);
  take_out(redactor_, message_.envelope->keeps_quoted_key, reply_);
  is_in_flight_ = false;
  return std::move(reply_);
}

void CurlTransfer::let_go_of_connection(bool is_answered, Moment now) {
  const bool is_kept = is_answered && socket_ && sockets_.is_kept(*socket_, this);
  if (is_answered) rule_->answered(now);
  if (use_ == ReuseRule::Use::witness)
    rule_->witness_done(is_kept && !talks_on_ ? socket_ : std::nullopt, now);
  if (!talks_on_) return;
  rule_->spoke();
  if (is_kept) sockets_.hang_up(*socket_);
}

bool CurlTransfer::is_framed_whole(const ChunkedBody* chunks) const {
  // The length counts only without valid chunks, whatever the headers say about chunks.
  if (chunks != nullptr && chunks->end != ChunkedBody::End::malformed)
    return chunks->end == ChunkedBody::End::reached;
  const std::string_view length = reply_.header("content-length");
  std::size_t bytes = 0;
  const auto [stop, error] = std::from_chars(length.data(), length.data() + length.size(), bytes);
  return error == std::errc() && stop == length.data() + length.size() && bytes > 0 &&
         reply_.body.size() >= bytes;
}

void CurlTransfer::take_off_codings() {
  std::string transfer_codings = list_of(reply_, "transfer-encoding");
  std::optional<ChunkedBody> chunks;
  const auto last = transfer_codings.rfind(',') + 1;  // 0 if there is no comma
  if (lower_ascii(trimmed(std::string_view(transfer_codings).substr(last))) == "chunked" &&
      !reply_.body.empty()) {
    chunks = read_chunks(reply_.body);
    transfer_codings.resize(last);
  }
  // Some versions of libcurl wait for more if a second transfer coding is named.
  if (reply_.transfer != Transfer::complete && is_framed_whole(chunks ? &*chunks : nullptr)) {
    reply_.transfer = Transfer::complete;
    reply_.fault.clear();
  }
  const std::size_t largest = message_.envelope->largest_body;
  bool is_whole = reply_.transfer == Transfer::complete && reply_.body.size() < largest;
  if (chunks) {
    using End = ChunkedBody::End;
    talks_on_ = chunks->more;
    if (is_whole && chunks->end == End::missing) {
      is_whole = false;
      reply_.transfer = Transfer::broken;
      reply_.fault = "the answer ends before its last chunk";
    }
    reply_.undecoded = chunks->end == End::malformed;
    if (!reply_.undecoded || !chunks->data.empty()) reply_.body = std::move(chunks->data);
  }
  const std::string codings = list_of(reply_, "content-encoding") + "," + transfer_codings;
  if (codings != ",") {
    PlainBody plain = decode(std::move(reply_.body), codings, is_whole, largest);
    reply_.body = std::move(plain.bytes);
    reply_.undecoded |= plain.undecoded;
  }
  // No readable text starts like this, whatever the headers say.
  constexpr std::string_view start_of_gzip = "\x1F\x8B\x08";
  if (!std::string_view(reply_.body).starts_with(start_of_gzip)) return;
  PlainBody plain = decode(reply_.body, "gzip", is_whole, largest);
  if (plain.bytes.empty()) return;
  reply_.body = std::move(plain.bytes);
  reply_.undecoded = plain.undecoded;
}

}  // namespace shotlist::http
