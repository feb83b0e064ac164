#pragma once
// Which proxy of the environment a transfer uses.

#include <string>
#include <string_view>

namespace shotlist::http {

/// Learns it from libcurl's log: before 8.7 libcurl says it nowhere else.
class ProxyLog {
 public:
  void clear() { url_.clear(); }

  /// Reads a line of the log.
  void read(std::string_view line);

  bool is_used() const { return !url_.empty(); }

  /// The fault of a transfer that did not get past the proxy: the proxy is named, without its
  /// password. Without a proxy it stays as it is.
  std::string tell(std::string fault) const;

 private:
  std::string url_;  ///< as in the environment; empty if there is none
};

}  // namespace shotlist::http
