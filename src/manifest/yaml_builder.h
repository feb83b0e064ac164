#pragma once
// Builds the nodes of a YAML document from yaml-cpp's events.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include "base/diagnostics.h"
#include "manifest/source_text.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// YAML that a manifest may not hold. Thrown through yaml-cpp, and caught where that was called.
struct YamlRefusal {
  Code code;
  std::size_t offset;
  std::string what;
  std::string remedy;
};

/// The refusal of the quote or bracket at `offset`.
YamlRefusal never_closed(std::string_view text, std::size_t offset);

/// Adds each node that yaml-cpp reports, in file order, to a document. Its arguments must outlive
/// it. Throws YamlRefusal.
class YamlBuilder final : public YAML::EventHandler {
 public:
  YamlBuilder(YamlDocument& document, const SourceText& source, Diagnostics& diagnostics)
      : document_(document), source_(source), diagnostics_(diagnostics) {}

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override { warn_of_unused_anchors(); }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;

  /// Whether the last text before `offset` ends in a comment, with nothing but comments in between.
  bool is_cut_before(std::size_t offset) const;

  /// The offset of an unclosed quote or bracket in the lists and maps being read.
  std::optional<std::size_t> unclosed() const;

 private:
  struct Open {
    YamlNode* node;
    const YamlNode* key = nullptr;  // of a map: read, waiting for its value
  };

  struct Anchor {
    const YamlNode* node = nullptr;
    std::size_t offset = 0;
    std::uint32_t line = 0;
    bool used = false;
  };

  YamlNode& add(YamlNode::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor);
  void measure(YamlNode& scalar);
  void report_tag(YamlNode& scalar);
  void warn_of_unused_anchors();
  void begin(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
             YAML::anchor_t anchor);
  void end();
  void place(const YamlNode& node);
  void report_repeated_keys(YamlNode& map);
  bool is_open(const YamlNode* node) const;

  YamlDocument& document_;
  const SourceText& source_;
  Diagnostics& diagnostics_;
  std::vector<Open> open_;
  const YamlNode* last_scalar_ = nullptr;
  std::unordered_map<YAML::anchor_t, Anchor> anchors_;
  std::size_t aliases_ = 0;
  bool started_ = false;
};

}  // namespace shotlist::manifest
