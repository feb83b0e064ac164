#include "collect/link.h"

#include <algorithm>

#include "base/utf8.h"
#include "http/data_link.h"

namespace shotlist::collect {

std::string link_to_store(const std::string& link) {
  constexpr std::size_t longest_type = 100;
  if (!http::is_data_link(link)) return link;
  const std::size_t end = std::min({link.find(','), link.size() - 1, longest_type}) + 1;
  return std::string(utf8_prefix(link, end)) + "…";
}

bool is_whole_link(const std::string& stored) {
  return !http::is_data_link(stored) && stored.find("[key]") == std::string::npos;
}

}  // namespace shotlist::collect
