#pragma once
// The sandbox's answers, and the error shapes of the gateways it imitates.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shotlist::sandbox {

/// What happens to the connection.
enum class Delivery {
  reply,    ///< the answer is sent
  raw,      ///< the answer is sent byte for byte, as `Sending` says
  hang_up,  ///< the connection closes without a byte
  silence,  ///< nothing is sent, and the connection stays open
};

/// How the body of a raw answer leaves.
struct Sending {
  std::size_t at_most = std::string::npos;  ///< bytes; the rest of the body is never sent
  bool announced = true;  ///< with Content-Length; else its end is the connection's
  bool stalls = false;    ///< where bytes are left, the connection stays open
  bool slow = false;      ///< in small pieces, with pauses
};

/// An HTTP answer, as plain data. All but `delivery` means nothing if nothing is sent.
struct Answer {
  Delivery delivery = Delivery::reply;
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  Sending sending;  ///< only of a raw answer
};

/// `{"error":{"message","type","code"}}`, the shape of most of the gateway's errors.
Answer error_answer(int status, std::string_view type, std::string_view code,
                    std::string_view message);

/// `{"code","message","data":null}`, the shape for a task that is not found.
Answer flat_error_answer(int status, std::string_view code, std::string_view message);

/// The page shown by a proxy whose gateway is gone.
Answer proxy_page(int status, std::string_view reason);

/// No answer at all.
Answer no_answer(Delivery delivery);

}  // namespace shotlist::sandbox
