#pragma once
// A YAML file as a tree of nodes with their places.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

struct YamlNode;

/// A key and its value, or an item of a list, which has no key.
struct YamlEntry {
  const YamlNode* key = nullptr;
  const YamlNode* value = nullptr;
};

/// One node. An alias stands for the node it names, so a node may be reached in several ways; its
/// place is where it was written.
struct YamlNode {
  enum class Kind { null, scalar, list, map };

  Kind kind = Kind::null;
  bool plain = false;              ///< an unquoted scalar: may be a number or a boolean
  std::uint32_t height = 0;        ///< levels of nodes below this one
  SourceRange at;                  ///< for a null value, the place of its key or its `-`
  std::string text;                ///< of a scalar, as written
  std::vector<YamlEntry> entries;  ///< of a map or list, in order
};

/// Owns the nodes of one file. Reading enforces limits: at most 64 levels of nesting, aliases
/// included, and at most 10,000 aliases, so that no small file expands into a large one.
class YamlDocument {
 public:
  static constexpr std::uint32_t deepest = 64;
  static constexpr std::size_t most_aliases = 10'000;

  /// Parses `source`, which must outlive the document. If it is not YAML, there is one error and no
  /// root; each repeated key is an error, and the first of them counts.
  YamlDocument(const SourceText& source, Diagnostics& diagnostics);

  /// Null if the file is empty or not YAML.
  const YamlNode* root() const { return root_; }

 private:
  friend class YamlBuilder;

  std::deque<YamlNode> nodes_;
  const YamlNode* root_ = nullptr;
};

}  // namespace shotlist::manifest
