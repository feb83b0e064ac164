#pragma once
// The exact bytes of a request.

#include <string>

#include "model/request.h"

namespace shotlist {

/// Canonical JSON: one object, keys in alphabetical order, no white space, UTF-8 as it is. The same
/// fields give the same bytes in any order, which is what makes a fingerprint mean something.
std::string request_body(const Fields& fields);

}  // namespace shotlist
