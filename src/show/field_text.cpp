#include "show/field_text.h"

#include "base/text.h"
#include "model/value.h"

namespace shotlist::show {

std::string values_text(const api::FieldRule& rule) {
  if (!rule.allowed.empty()) return or_list(rule.allowed);
  switch (rule.type) {
    case api::FieldType::text:
      return "text";
    case api::FieldType::integer:
      return "whole number";
    case api::FieldType::boolean:
      return "true or false";
    case api::FieldType::url:
      return "URL";
    case api::FieldType::urls:
      return "list of URLs";
    case api::FieldType::span:
      return "start,end in seconds";
    case api::FieldType::json:
      return "JSON value";
  }
  return {};
}

std::string default_text(const api::FieldRule& rule) {
  if (rule.default_value) {
    const std::string value = to_text(*rule.default_value);
    return "default " + (value.empty() ? "none" : value);
  }
  return rule.required ? "required" : "optional";
}

}  // namespace shotlist::show
