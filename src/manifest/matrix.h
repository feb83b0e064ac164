#pragma once
// A matrix as written, and the combinations it stands for.

#include <cstddef>
#include <string>
#include <vector>

#include "manifest/shot.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

/// One key of a matrix with one value: a request field or a variable.
struct MatrixPair {
  std::string name;
  std::string text;       ///< the value as text: identifies and names it
  ShotField field;        ///< of a request field; `rule` is null for a variable
  ShotVariable variable;  ///< of a variable; its value points into the manifest
  SourceRange at;

  bool is_field() const { return field.rule != nullptr; }
  std::size_t weight() const { return sizeof(MatrixPair) + 2 * text.size(); }
};

/// Same key, same value.
bool operator==(const MatrixPair& a, const MatrixPair& b);

using MatrixPairs = std::vector<MatrixPair>;

/// A key with all its values.
struct MatrixKey {
  std::string name;
  MatrixPairs values;
};

struct Matrix {
  std::vector<MatrixKey> keys;  ///< in the order in which ids name their values
  std::vector<MatrixPairs> exclude;
  std::vector<MatrixPairs> include;
  bool sound = true;  ///< false after a reported mistake: it holds what could be read

  bool empty() const { return keys.empty() && include.empty(); }
  const MatrixKey* find(std::string_view key) const;

  /// The number of combinations of the keys alone; `most_combinations` + 1 stands for more.
  std::size_t size() const;

  /// Bytes that `combinations_of` takes, about.
  std::size_t weight() const;
};

/// The most that a matrix, and all matrices of shots together, may weigh.
inline constexpr std::size_t most_matrix_bytes = std::size_t{512} * 1024 * 1024;

/// The most combinations a matrix may have.
inline constexpr std::size_t most_combinations = 10'000;

/// One choice of values for a request.
struct Combination {
  MatrixPairs pairs;  ///< the values of the keys in order, then what `include` adds
  std::string name;   ///< what follows `@` in an id; safe in a file name
};

/// The combinations in order: those of the keys, with the last key varying fastest, except those
/// that match every pair of an `exclude` entry; then those that `include` adds. As in GitHub
/// Actions, the pairs of an `include` entry are added to every combination of the keys in which
/// they overwrite no value of a key, later entries over earlier ones; an entry that fits nowhere
/// becomes its own combination.
///
/// A combination is named by the values of its keys, in order; one made by `include`, by all its
/// values, with those of no key last and sorted by name. If two would have the same name, each gets
/// 8 digits derived from its values. So a name depends only on the combination itself, unless
/// values differ in no letter or digit.
std::vector<Combination> combinations_of(const Matrix& matrix);

/// The matrix of one shot: its own keys, then the manifest's keys that it does not replace; the
/// `exclude` and `include` entries of both.
Matrix joined(const Matrix& own, const Matrix& of_manifest);

}  // namespace shotlist::manifest
