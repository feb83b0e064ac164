#pragma once
// The fields of one row after another.

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/profile.h"
#include "api/request_body.h"
#include "manifest/shot.h"
#include "model/request.h"

namespace shotlist::manifest {

/// The fields of a row while it is read and checked; the next row reuses the memory. Rows of a
/// table mostly have the same fields as the row before, with the same words in all of them but the
/// prompt. What follows from the names alone (the defaults, the order in the body) is therefore
/// worked out once for all such rows, and a word is read once.
class RowFields {
 public:
  /// Begins the next row. `profile` is that of the row's model; null if there is none.
  void begin(const api::Profile* profile);

  /// Whether the next field is the same as in the row before, or a word that was read before; if
  /// so, it is done.
  bool repeat(const ShotField& field);

  /// Where to read the value of the next field into. It still holds a value of another row.
  Value& next();

  /// Notes that `next` was read from what means the same in every row: a word, or a default.
  void note_word(const api::FieldRule& rule, std::string_view word);
  void note_default(const ShotField& field);

  /// Notes that `next` holds the value of the field of `rule`.
  void keep(const api::FieldRule& rule) { given_.push_back(&rule); }

  /// After the last field: fills in the defaults of the model's profile, and checks what only the
  /// whole row shows.
  std::vector<api::FieldMistake> complete();

  /// All fields, once they are complete.
  const Fields& all() const { return fields_; }

  /// The same fields as members of a body.
  const std::vector<api::BodyMember>& in_body();

 private:
  /// A word that was read, and its value.
  struct Known {
    const api::Profile* profile = nullptr;
    const api::FieldRule* rule = nullptr;
    std::string word;
    std::optional<Value> value;  // none: only where it was read, since it may hold whole pictures
    std::size_t number = 0;      // of this word, and no other; not 0
  };

  /// What the value in a place was made from: a word, by its number, or a default. Neither: the
  /// value cannot be used again.
  struct Origin {
    std::size_t word = 0;
    const ShotField* preset = nullptr;
  };

  Origin& origin_here();
  Known& known(const api::FieldRule& rule, std::string_view word);

  Fields fields_;                              // at least the given ones
  std::vector<Origin> origins_;                // of the values in the same places
  std::array<Known, 128> known_;               // by a few bits of the word
  std::size_t words_ = 0;                      // read so far
  std::vector<const api::FieldRule*> given_;   // so far, in order
  std::vector<const api::FieldRule*> before_;  // in the row before
  const api::Profile* profile_ = nullptr;
  bool names_are_right_ = false;          // all names in the row before
  api::ValueChecks checks_;               // of rows with these names
  std::vector<api::BodyMember> members_;  // of the body; empty: not known yet
};

}  // namespace shotlist::manifest
