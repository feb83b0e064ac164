#include "show/field_text.h"

#include "base/text.h"
#include "base/translation.h"
#include "model/value.h"

namespace shotlist::show {

std::string values_text(const api::FieldRule& rule) {
  if (!rule.allowed.empty()) return or_list(rule.allowed);
  switch (rule.type) {
    case api::FieldType::text:
      return tr("text");
    case api::FieldType::integer:
      return tr("whole number");
    case api::FieldType::boolean:
      return tr("true or false");
    case api::FieldType::url:
      return "URL";
    case api::FieldType::urls:
      return tr("list of URLs");
    case api::FieldType::span:
      return tr("start,end in seconds");
    case api::FieldType::json:
      return tr("JSON value");
  }
  return {};
}

std::string default_text(const api::FieldRule& rule) {
  if (rule.default_value) {
    const std::string value = to_text(*rule.default_value);
    return tr("default ") + (value.empty() ? tr("none") : value);
  }
  return rule.required ? tr("required") : tr("optional");
}

}  // namespace shotlist::show
