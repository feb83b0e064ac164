#include "manifest/matrix.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/slug.h"

namespace shotlist::manifest {
namespace {

constexpr std::size_t longest_name = 64;  // bytes

const MatrixPair* pair_of(const MatrixPairs& pairs, std::string_view name) {
  const auto found = std::find_if(pairs.begin(), pairs.end(),
                                  [&](const MatrixPair& pair) { return pair.name == name; });
  return found == pairs.end() ? nullptr : &*found;
}

bool holds_all(const MatrixPairs& combination, const MatrixPairs& pairs) {
  return std::all_of(pairs.begin(), pairs.end(), [&](const MatrixPair& pair) {
    return std::find(combination.begin(), combination.end(), pair) != combination.end();
  });
}

bool is_excluded(const MatrixPairs& combination, const Matrix& matrix) {
  return std::any_of(matrix.exclude.begin(), matrix.exclude.end(),
                     [&](const MatrixPairs& pairs) { return holds_all(combination, pairs); });
}

// Like the digits of a number: the last key counts up first.
bool advance(std::vector<std::size_t>& choice, const std::vector<MatrixKey>& keys) {
  for (std::size_t i = keys.size(); i-- > 0;) {
    if (++choice[i] < keys[i].values.size()) return true;
    choice[i] = 0;
  }
  return false;
}

std::vector<MatrixPairs> product_of(const Matrix& matrix) {
  std::vector<MatrixPairs> all;
  if (matrix.size() == 0 || matrix.size() > most_combinations) return all;
  if (matrix.weight() > most_matrix_bytes) return all;
  std::vector<std::size_t> choice(matrix.keys.size(), 0);
  do {
    MatrixPairs pairs;
    for (std::size_t i = 0; i < choice.size(); ++i)
      pairs.push_back(matrix.keys[i].values[choice[i]]);
    if (!is_excluded(pairs, matrix)) all.push_back(std::move(pairs));
  } while (advance(choice, matrix.keys));
  return all;
}

void set(MatrixPairs& pairs, const MatrixPair& added) {
  for (MatrixPair& pair : pairs) {
    if (pair.name == added.name) {
      pair = added;
      return;
    }
  }
  pairs.push_back(added);
}

// Whether no pair of `entry` overwrites a value of a key.
bool fits(const MatrixPairs& entry, const MatrixPairs& combination, const Matrix& matrix) {
  return std::all_of(entry.begin(), entry.end(), [&](const MatrixPair& pair) {
    return matrix.find(pair.name) == nullptr || *pair_of(combination, pair.name) == pair;
  });
}

// The keys in their order, then the rest by name.
MatrixPairs in_order(MatrixPairs pairs, const Matrix& matrix) {
  const auto rank = [&](const MatrixPair& pair) {
    const auto key = std::find_if(matrix.keys.begin(), matrix.keys.end(),
                                  [&](const MatrixKey& other) { return other.name == pair.name; });
    return std::pair(key - matrix.keys.begin(), std::string_view(pair.name));
  };
  std::sort(pairs.begin(), pairs.end(),
            [&](const MatrixPair& a, const MatrixPair& b) { return rank(a) < rank(b); });
  return pairs;
}

// Every name and value in full, regardless of the order of the keys.
std::string exact(const MatrixPairs& pairs) {
  std::map<std::string_view, std::string_view> sorted;
  for (const MatrixPair& pair : pairs)
    sorted[pair.name] = pair.text;
  std::string text;
  for (const auto& [name, value] : sorted) {
    text += name;
    text += '\0';
    text += value;
    text += '\0';
  }
  return text;
}

std::string name_of(const MatrixPairs& pairs) {
  std::string name;
  for (const MatrixPair& pair : pairs) {
    std::string slug = slug_of(pair.text);
    if (slug.empty()) slug = short_digest(pair.text);
    if (!name.empty()) name += '-';
    name += slug;
  }
  return shortened(std::move(name), longest_name, exact(pairs));
}

// `naming` holds the pairs that name each combination.
void give_names(std::vector<Combination>& combinations, const std::vector<MatrixPairs>& naming) {
  std::map<std::string, std::size_t> uses;
  for (std::size_t i = 0; i < combinations.size(); ++i) {
    combinations[i].name = name_of(naming[i]);
    ++uses[combinations[i].name];
  }
  for (std::size_t i = 0; i < combinations.size(); ++i) {
    Combination& combination = combinations[i];
    if (uses[combination.name] > 1) combination.name += '-' + short_digest(exact(naming[i]));
  }
}

}  // namespace

bool operator==(const MatrixPair& a, const MatrixPair& b) {
  return a.name == b.name && a.text == b.text;
}

const MatrixKey* Matrix::find(std::string_view key) const {
  const auto found = std::find_if(keys.begin(), keys.end(),
                                  [&](const MatrixKey& other) { return other.name == key; });
  return found == keys.end() ? nullptr : &*found;
}

std::size_t Matrix::size() const {
  if (keys.empty()) return 0;
  std::size_t product = 1;
  for (const MatrixKey& key : keys) {
    product *= key.values.size();
    if (product > most_combinations) return most_combinations + 1;
  }
  return product;
}

std::size_t Matrix::weight() const {
  const std::size_t combinations = size();
  std::size_t bytes = 0;
  for (const MatrixKey& key : keys) {
    for (const MatrixPair& value : key.values)
      bytes += value.weight() * (combinations / key.values.size());
  }
  for (const MatrixPairs& entry : include) {
    for (const MatrixPair& added : entry)
      bytes += added.weight() * (combinations + 1);
  }
  return bytes;
}

std::vector<Combination> combinations_of(const Matrix& matrix) {
  std::vector<MatrixPairs> naming = product_of(matrix);
  std::vector<Combination> all;
  all.reserve(naming.size());
  for (const MatrixPairs& pairs : naming)
    all.push_back({pairs, {}});
  const std::size_t of_keys = all.size();
  for (const MatrixPairs& entry : matrix.include) {
    bool added = false;
    for (std::size_t i = 0; i < of_keys; ++i) {
      if (!fits(entry, naming[i], matrix)) continue;
      for (const MatrixPair& pair : entry)
        set(all[i].pairs, pair);
      added = true;
    }
    if (added) continue;
    naming.push_back(in_order(entry, matrix));
    all.push_back({naming.back(), {}});
  }
  give_names(all, naming);
  return all;
}

Matrix joined(const Matrix& own, const Matrix& of_manifest) {
  Matrix all = own;
  for (const MatrixKey& key : of_manifest.keys) {
    if (own.find(key.name) == nullptr) all.keys.push_back(key);
  }
  all.exclude.insert(all.exclude.end(), of_manifest.exclude.begin(), of_manifest.exclude.end());
  all.include.insert(all.include.begin(), of_manifest.include.begin(), of_manifest.include.end());
  return all;
}

}  // namespace shotlist::manifest
