#pragma once
// The exact bytes of a request.

#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "model/request.h"

namespace shotlist::api {

/// Canonical JSON: one object, keys in alphabetical order, no white space, UTF-8 as it is. The same
/// fields in any order give the same bytes, which a fingerprint relies on.
std::string request_body(const Fields& fields);

/// One field as a member of a body.
struct BodyMember {
  std::string key;  ///< with its punctuation: `{"model":`, `,"prompt":`
  const Value* value = nullptr;
};

/// The members of the body of `fields`, in order. Valid while the fields keep their names and
/// places, even if their values change.
std::vector<BodyMember> body_members(const Fields& fields);

/// Appends the body of these members to `body`. Text must be UTF-8, and names must be unique.
void append_request_body(std::string& body, const std::vector<BodyMember>& members);

/// What identifies a payment: the digest of what `request_body` would make of the fields of `body`,
/// a body of ours, with all text, including names, in normal form (base/normal_form.h). So bodies
/// that differ only in how a character is composed or in CR LF, CR and LF have the same
/// fingerprint; numbers count digit for digit. If there is nothing to normalize, as in nearly every
/// body, it is the digest of the bytes.
Fingerprint request_fingerprint(std::string_view body);

/// The fields that `request_body` made `body` from. Values of other types, which our fields never
/// have, become their JSON text; a body that is not an object has no fields.
Fields parse_body(const std::string& body);

}  // namespace shotlist::api
