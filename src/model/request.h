#pragma once
// One payment: what a row of the manifest requests from the API.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/location.h"
#include "base/money.h"
#include "model/value.h"

namespace shotlist::inline model {

/// One field of a request: its name and its value.
using Field = std::pair<std::string, Value>;

/// Fields of a request. Order carries no meaning.
using Fields = std::vector<Field>;

/// The value of the field `name`, or null.
const Value* find_field(const Fields& fields, std::string_view name);

/// One field that differs between two versions of a row; text as `to_text` shows it, empty if the
/// version does not have the field.
struct FieldChange {
  std::string name;
  std::string before;
  std::string after;

  friend bool operator==(const FieldChange&, const FieldChange&) = default;
};

/// Sorted by name.
std::vector<FieldChange> changes_between(const Fields& before, const Fields& after);

/// A request that may be sent: complete, checked, and recognisable on a later run.
struct Request {
  std::string id;              ///< unique in the manifest, safe as a file name
  Fingerprint fingerprint;     ///< of `body`
  std::string body;            ///< canonical JSON, UTF-8; the exact bytes that go on the wire
  Location source;             ///< where the row is written
  Fields fields;               ///< what the body was built from
  std::optional<Money> price;  ///< by the manifest's price list; none if unknown
  std::vector<std::string> variables;  ///< values in the order of Requests::variable_names
};

/// Every request of a manifest, in manifest order.
struct Requests {
  std::vector<std::string> variable_names;
  std::vector<Request> rows;
};

}  // namespace shotlist::inline model
