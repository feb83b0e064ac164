#pragma once
// Takes out of an answer whose account made it.

#include <string>
#include <string_view>

namespace shotlist::api {

/// `json`, a JSON text or the beginning of one, without the values of members that name an account
/// (`user`, `email`, `org_id`), without email addresses, and without ids such as `user-a1b2c3d4`
/// anywhere in its texts. JSON stays JSON. A long `data:` link keeps only its beginning.
std::string without_accounts(std::string_view json);

}  // namespace shotlist::api
