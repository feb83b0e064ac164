#pragma once
// The sandbox's answers, and the error shapes of the gateways it imitates.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shotlist::sandbox {

/// What happens to the connection.
enum class Delivery {
  reply,    ///< the answer is sent
  hang_up,  ///< the connection closes without a byte
  silence,  ///< nothing is sent, and the connection stays open
};

/// An HTTP answer, as plain data. Only `delivery` means anything unless it is `reply`.
struct Answer {
  Delivery delivery = Delivery::reply;
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
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
