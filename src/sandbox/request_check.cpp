#include "sandbox/request_check.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace shotlist::sandbox {
namespace {

using Json = nlohmann::json;

bool is_one_of(const Json& value, std::string_view first, std::string_view second) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  return text == first || text == second;
}

bool is_text(const Json& value) {
  return value.is_string() && !trimmed(value.get_ref<const std::string&>()).empty();
}

bool is_web_address(const Json& value) {
  if (!value.is_string()) return false;
  const std::string_view url = value.get_ref<const std::string&>();
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (lower_ascii(url.substr(0, scheme.size())) != scheme) continue;
    const std::string_view rest = url.substr(scheme.size());
    return rest.find_first_of("/?#") != 0 && !rest.empty() &&
           rest.find_first_of(" \t\r\n") == std::string_view::npos;
  }
  return false;
}

bool is_list_of_web_addresses(const Json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), is_web_address);
}

bool is_orientation(const Json& value) {
  return is_one_of(value, "portrait", "landscape");
}
bool is_size(const Json& value) {
  return is_one_of(value, "small", "large");
}
bool is_truth_value(const Json& value) {
  return value.is_boolean();
}

bool is_duration(const Json& value) {
  return value.is_number_integer() && (value == 15 || value == 25);
}

struct Rule {
  const char* field;
  bool (*holds)(const Json&);
  const char* wanted;
};

constexpr std::array<Rule, 2> of_every_model = {
    {{"model", is_text, "must be the name of a model"},
     {"prompt", is_text, "must be a text that is not empty"}}};

constexpr std::array<Rule, 6> of_sora_2_pro = {
    {{"images", is_list_of_web_addresses, "must be an array of http or https URLs"},
     {"orientation", is_orientation, "must be portrait or landscape"},
     {"size", is_size, "must be small or large"},
     {"duration", is_duration, "must be the integer 15 or 25"},
     {"watermark", is_truth_value, "must be true or false"},
     {"private", is_truth_value, "must be true or false"}}};

template <std::size_t count>
std::string first_problem(const Json& request, const std::array<Rule, count>& rules) {
  for (const auto& [field, holds, wanted] : rules) {
    const auto value = request.find(field);
    if (value == request.end()) return std::string(field) + " is required";
    if (!holds(*value)) return std::string(field) + " " + wanted;
  }
  return {};
}

}  // namespace

RequestCheck check_request(std::string_view body) {
  constexpr bool throws = false;
  const Json request = Json::parse(body, nullptr, throws);
  if (request.is_discarded()) return {.problem = "the body is not valid JSON"};
  if (!request.is_object()) return {.problem = "the body must be a JSON object"};
  std::string problem = first_problem(request, of_every_model);
  if (problem.empty() && request["model"] == "sora-2-pro") {
    problem = first_problem(request, of_sora_2_pro);
  }
  if (!problem.empty()) return {.problem = std::move(problem)};
  RequestCheck right = {.prompt = request["prompt"].get<std::string>(),
                        .model = request["model"].get<std::string>()};
  if (const auto images = request.find("images"); images != request.end()) {
    for (const Json& image : *images) {
      if (image.is_string()) right.images.push_back(image.get<std::string>());
    }
  }
  return right;
}

}  // namespace shotlist::sandbox
