#pragma once
// The exact bytes of a request.

#include <string>
#include <vector>

#include "model/request.h"

namespace shotlist {

/// Canonical JSON: one object, keys in alphabetical order, no white space, UTF-8 as it is. The same
/// fields give the same bytes in any order, which is what makes a fingerprint mean something.
std::string request_body(const Fields& fields);

/// Some fields in the order in which a body has them; only as long as they stay where they are.
using FieldOrder = std::vector<const Field*>;

FieldOrder body_order(const Fields& fields);

/// Adds the body of `fields` to `body`. Text must be UTF-8, and every name be there once.
void append_request_body(std::string& body, const FieldOrder& fields);

/// The fields that `request_body` made `body` of. Values of other types, which a field of ours
/// never has, become their JSON text; a body that is no object has no fields.
Fields parse_body(const std::string& body);

}  // namespace shotlist
