#pragma once
// The fields of one row after another.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "api/profile.h"
#include "api/request_body.h"
#include "manifest/shot.h"
#include "model/request.h"

namespace shotlist::manifest {

/// The fields of a row while it is read and checked, then those of the next row in the same memory.
/// Rows of a table mostly give the same fields as the row before, and mostly the same words for all
/// of them but the prompt: what follows from the names alone (which defaults there are, the order
/// in the body) is found out once for all such rows, and a word is read once.
class RowFields {
 public:
  /// Begins the next row. `profile`, of the model it names, is null where there is none.
  void begin(const api::Profile* profile);

  /// Whether the next field is one that was read for the row before: then it is done.
  bool repeat(const ShotField& field);

  /// Where to read the value of the next field into. What it holds is of another row.
  Value& next();

  /// What `next` was read from means the same in every row: a word, or a default.
  void note_word(const api::FieldRule& rule, std::string_view word);
  void note_default(const ShotField& field);

  /// What was read into `next` is the value of the field of `rule`.
  void keep(const api::FieldRule& rule) { given_.push_back(&rule); }

  /// After the last field: fills in what the model's profile has as defaults, and checks what only
  /// the whole shows.
  std::vector<api::FieldMistake> complete();

  /// All of them, once they are complete.
  const Fields& all() const { return fields_; }

  /// The same as a body has them.
  const std::vector<api::BodyMember>& in_body();

 private:
  /// What the value in a place was made of; nothing where it cannot be made again of the same.
  struct Origin {
    const api::FieldRule* rule = nullptr;
    std::string word;                   // where there is a rule
    const ShotField* preset = nullptr;  // a default
  };

  void note(Origin origin);

  Fields fields_;                              // at least the given ones
  std::vector<Origin> origins_;                // of the values in the same places
  std::vector<const api::FieldRule*> given_;   // so far, in order
  std::vector<const api::FieldRule*> before_;  // by the row before
  const api::Profile* profile_ = nullptr;
  bool names_are_right_ = false;          // of the row before, all of them
  std::vector<api::BodyMember> members_;  // of the body; empty: to be found
};

}  // namespace shotlist::manifest
