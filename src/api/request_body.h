#pragma once
// The exact bytes of a request.

#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "model/request.h"

namespace shotlist::api {

/// Canonical JSON: one object, keys in alphabetical order, no white space, UTF-8 as it is. The same
/// fields give the same bytes in any order, which is what makes a fingerprint mean something.
std::string request_body(const Fields& fields);

/// One field as a body has it.
struct BodyMember {
  std::string key;  ///< with what stands around it: `{"model":`, `,"prompt":`
  const Value* value = nullptr;
};

/// The members of the body of `fields`, in its order. Good for as long as the fields keep their
/// names and places, whatever their values become.
std::vector<BodyMember> body_members(const Fields& fields);

/// Adds the body of these members to `body`. Text must be UTF-8, and every name be there once.
void append_request_body(std::string& body, const std::vector<BodyMember>& members);

/// What a payment is recognised by: the digest of what `request_body` would make of the fields of
/// `body`, a body of ours, with all text, names included, in normal form (base/normal_form.h). So
/// bodies that differ only in how a character is composed or in CR LF, CR and LF have one
/// fingerprint; numbers count digit for digit. The digest of the bytes where there is nothing to
/// normalize, as in nearly every body.
Fingerprint request_fingerprint(std::string_view body);

/// The fields that `request_body` made `body` of. Values of other types, which a field of ours
/// never has, become their JSON text; a body that is no object has no fields.
Fields parse_body(const std::string& body);

}  // namespace shotlist::api
