#pragma once
// The fields of one row after another.

#include <cstddef>
#include <string>
#include <vector>

#include "api/profile.h"
#include "api/request_body.h"
#include "model/request.h"

namespace shotlist {

/// The fields of a row while it is read and checked, then those of the next row in the same memory.
/// Rows of a table mostly give the same fields as the row before: what follows from names alone
/// (which defaults there are, the order in the body) is found out once for all of them.
class RowFields {
 public:
  /// Begins the next row.
  void clear() { given_.clear(); }

  /// Where to read the value of a field of the row into. What it holds is of another row.
  Value& next();

  /// What was read into the last `next` is the value of the field of `rule`.
  void keep(const FieldRule& rule) { given_.push_back(&rule); }

  /// After the last field: fills in what the model's profile has as defaults, and checks what only
  /// the whole shows. `profile`, of the model that the fields name, is null where there is none.
  std::vector<FieldMistake> complete(const Profile* profile);

  /// All of them, once they are complete.
  const Fields& all() const { return fields_; }

  /// The same as a body has them.
  const std::vector<BodyMember>& in_body();

 private:
  Fields fields_;                         // at least the given ones
  std::vector<const FieldRule*> given_;   // so far, in order
  std::vector<const FieldRule*> before_;  // by the row before
  const Profile* profile_ = nullptr;      // of that row, if nothing was wrong with the names
  std::vector<BodyMember> members_;       // of the body; empty: to be found
};

}  // namespace shotlist
