#pragma once
// A matrix as it is written, and the combinations it stands for.

#include <cstddef>
#include <string>
#include <vector>

#include "manifest/shot.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

/// One key of a matrix with one value: a request field, or a variable.
struct MatrixPair {
  std::string name;
  std::string text;       ///< the value as text: what tells it from others, and names it
  ShotField field;        ///< of a request field; `rule` is null where it is a variable
  ShotVariable variable;  ///< of a variable; its value points into the manifest
  SourceRange at;

  bool is_field() const { return field.rule != nullptr; }
};

/// Same key, same value.
bool operator==(const MatrixPair& a, const MatrixPair& b);

using MatrixPairs = std::vector<MatrixPair>;

/// A key with every value it takes.
struct MatrixKey {
  std::string name;
  MatrixPairs values;
};

struct Matrix {
  std::vector<MatrixKey> keys;  ///< in the order in which ids name their values
  std::vector<MatrixPairs> exclude;
  std::vector<MatrixPairs> include;
  bool sound = true;  ///< false after a mistake, which was said: it holds what could be read

  bool empty() const { return keys.empty() && include.empty(); }
  const MatrixKey* find(std::string_view key) const;

  /// How many combinations the keys alone have; `most_combinations` + 1 stands for more.
  std::size_t size() const;
};

/// No matrix may have more.
inline constexpr std::size_t most_combinations = 10'000;

/// One choice of values for a request.
struct Combination {
  MatrixPairs pairs;  ///< the values of the keys in their order, then what includes add
  std::string name;   ///< what it adds to an id after `@`; safe in a file name
};

/// The combinations in order: those of the keys, of which the last varies fastest, without those
/// that an entry of `exclude` fits with all its pairs; then those that `include` adds. As in GitHub
/// Actions, the pairs of an entry of `include` are added to every combination of the keys in which
/// they overwrite none of the values of the keys, later entries over earlier ones; an entry that
/// could not be added anywhere is a combination of its own.
///
/// A combination is named by the values of its keys, in order; one that `include` made, by all its
/// values, those of no key last and in alphabetical order of their names. Where two would have the
/// same name, each gets 8 digits made of its values. So a name depends on nothing but the
/// combination itself, unless values differ in no letter or digit.
std::vector<Combination> combinations_of(const Matrix& matrix);

/// The matrix of one shot: its own keys, then those of the manifest that it does not replace; the
/// entries of both.
Matrix joined(const Matrix& own, const Matrix& of_manifest);

}  // namespace shotlist::manifest
