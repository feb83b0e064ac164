#include "cli/environment.h"

#include <cstdlib>

#include "base/quantity.h"

namespace shotlist::cli {
namespace {

// Set but empty means the same as not set.
std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

Environment read_environment() {
  Environment environment;
  environment.api_key = Secret(variable("SHOTLIST_API_KEY"));
  if (std::string url = variable("SHOTLIST_BASE_URL"); !url.empty()) environment.base_url = url;
  for (const std::string& name : {variable("USER"), variable("LOGNAME")}) {
    if (!name.empty() && environment.user.empty()) environment.user = name;
  }
  if (environment.user.empty()) environment.user = "an unnamed user";  // as under cron
  environment.no_color = !variable("NO_COLOR").empty();
  environment.dumb_terminal = variable("TERM") == "dumb";
  if (const auto columns = parse_integer(variable("COLUMNS"), 20, 1000)) {
    environment.columns = static_cast<std::size_t>(*columns);
  }
  return environment;
}

}  // namespace shotlist::cli
