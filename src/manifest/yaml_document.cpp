#include "manifest/yaml_document.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace shotlist {
namespace {

struct Words {
  std::string_view theirs;  // what yaml-cpp's message starts with
  std::string_view what;
  std::string_view remedy;
};

constexpr std::string_view quote_remedy = "put the text in quotes";

constexpr Words syntax_words[] = {
    {"illegal map value", "a colon where no key can be",
     "put text that holds a colon and a space in quotes, and check the indentation"},
    {"illegal map key", "a key where none can be", "check the indentation"},
    {"illegal block entry", "a list item where none can be",
     "start each item on a line of its own, all with the same indentation"},
    {"illegal EOF in scalar", "the file ends inside a quoted text", "add the closing quote"},
    {"illegal document indicator in scalar", "`---` or `...` inside a quoted text",
     "add the closing quote before it"},
    {"end of sequence flow not found", "a list that starts with [ does not end", "add the ]"},
    {"end of map flow not found", "a map that starts with { does not end",
     "add the }, or put text that starts with { in quotes"},
    {"illegal flow end", "a closing bracket that nothing opened",
     "remove it, or put the text in quotes"},
    {"end of map not found", "this does not belong to the lines above",
     "check the indentation, and that nothing follows a closing quote"},
    {"end of sequence not found", "this does not belong to the list above",
     "check the indentation, and that each item starts with `- `"},
    {"illegal tab", "a tab in the indentation", "indent with spaces"},
    {"unknown token", "no text can start with this character", quote_remedy},
    {"illegal character in scalar", "this character can not be here", quote_remedy},
    {"unknown escape character", "an unknown escape in double quotes",
     "write \\\\ for a backslash, or use single quotes"},
    {"bad character found while scanning hex number", "an escape without its hexadecimal digits",
     "write \\\\ for a backslash, or use single quotes"},
    {"invalid unicode", "an escape that names no character", "write the character itself"},
    {"the referenced anchor is not defined", "an alias that names no anchor",
     "put text that starts with * in quotes"},
    {"alias not found after *", "an alias without a name", "put text that starts with * in quotes"},
    {"anchor not found after &", "an anchor without a name",
     "put text that starts with & in quotes"},
};

// Carries a refusal of ours out of yaml-cpp's callbacks.
struct Refusal {
  int offset;
  std::string what;
  std::string remedy;
};

constexpr std::string_view text_tag = "tag:yaml.org,2002:str";

}  // namespace

class YamlBuilder final : public YAML::EventHandler {
 public:
  YamlBuilder(YamlDocument& document, const SourceText& source, Diagnostics& diagnostics)
      : document_(document), source_(source), diagnostics_(diagnostics) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (started_) {
      throw Refusal{mark.pos, "a second document starts here",
                    "keep one manifest a file, and check the indentation"};
    }
    started_ = true;
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode& node = add(YamlNode::Kind::null, mark, anchor);
    // The mark of a value that is not there is wherever the next thing starts.
    if (!open_.empty() && open_.back().key != nullptr) node.at = open_.back().key->at;
    place(node);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end() || is_open(found->second)) {
      throw Refusal{mark.pos, "an alias inside of what it names", "write the value out"};
    }
    if (++aliases_ > YamlDocument::most_aliases) {
      throw Refusal{mark.pos, fmt::format("more than {} aliases", YamlDocument::most_aliases),
                    "write the values out"};
    }
    place(*found->second);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (tag != "?" && tag != "!" && tag != text_tag) refuse_tag(mark);
    YamlNode& node = add(YamlNode::Kind::scalar, mark, anchor);
    node.plain = tag == "?";
    node.text = value;
    place(node);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    begin(YamlNode::Kind::list, mark, tag, anchor);
  }
  void OnSequenceEnd() override { end(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    begin(YamlNode::Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override {
    report_repeated_keys(*open_.back().node);
    end();
  }

 private:
  struct Open {
    YamlNode* node;
    const YamlNode* key = nullptr;  // of a map: read, its value is awaited
  };

  YamlNode& add(YamlNode::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    YamlNode& node = document_.nodes_.emplace_back();
    node.kind = kind;
    node.at = {&source_, static_cast<std::size_t>(mark.pos),
               static_cast<std::uint32_t>(mark.line) + 1};
    if (anchor != 0) anchors_[anchor] = &node;
    return node;
  }

  void begin(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
             YAML::anchor_t anchor) {
    if (tag != "?") refuse_tag(mark);
    if (open_.size() >= YamlDocument::deepest) refuse_depth(mark.pos);
    if (!open_.empty() && open_.back().node->kind == YamlNode::Kind::map &&
        open_.back().key == nullptr) {
      throw Refusal{mark.pos, "a key must be text",
                    "put text that starts with {, such as \"{{name}} ...\", in quotes"};
    }
    open_.push_back({&add(kind, mark, anchor)});
  }

  void end() {
    const YamlNode& node = *open_.back().node;
    open_.pop_back();
    place(node);
  }

  // Puts a finished node into the map or list that is open.
  void place(const YamlNode& node) {
    if (open_.empty()) {
      document_.root_ = &node;
      return;
    }
    Open& parent = open_.back();
    if (open_.size() + node.height >= YamlDocument::deepest) {
      refuse_depth(static_cast<int>(node.at.offset));
    }
    parent.node->height = std::max(parent.node->height, node.height + 1);
    if (parent.node->kind == YamlNode::Kind::list) {
      parent.node->entries.push_back({nullptr, &node});
    } else if (parent.key == nullptr) {
      if (node.kind != YamlNode::Kind::scalar) {
        throw Refusal{static_cast<int>(node.at.offset), "a key must be text",
                      "write a name before the colon"};
      }
      parent.key = &node;
    } else {
      parent.node->entries.push_back({std::exchange(parent.key, nullptr), &node});
    }
  }

  void report_repeated_keys(YamlNode& map) {
    std::map<std::string_view, const YamlNode*> first;
    std::erase_if(map.entries, [&](const YamlEntry& entry) {
      const auto [found, is_new] = first.emplace(entry.key->text, entry.key);
      if (!is_new) {
        diagnostics_.error(
            entry.key->at.position(), fmt::format("`{}` is here a second time", entry.key->text),
            fmt::format("keep one of them; the first is on line {}", found->second->at.line));
      }
      return !is_new;
    });
  }

  bool is_open(const YamlNode* node) const {
    return std::any_of(open_.begin(), open_.end(),
                       [node](const Open& open) { return open.node == node; });
  }

  [[noreturn]] static void refuse_tag(const YAML::Mark& mark) {
    throw Refusal{mark.pos, "a tag (! before a value) has no meaning in a manifest",
                  "remove it, or put text that starts with ! in quotes"};
  }

  [[noreturn]] static void refuse_depth(int offset) {
    throw Refusal{offset, fmt::format("more than {} levels of nesting", YamlDocument::deepest),
                  "a manifest needs no more than five"};
  }

  YamlDocument& document_;
  const SourceText& source_;
  Diagnostics& diagnostics_;
  std::vector<Open> open_;
  std::unordered_map<YAML::anchor_t, const YamlNode*> anchors_;
  std::size_t aliases_ = 0;
  bool started_ = false;
};

namespace {

bool has_tab_indentation(std::string_view text, std::size_t offset) {
  const auto line_end = text.substr(0, offset).find_last_of("\r\n");
  const std::size_t start = line_end == std::string_view::npos ? 0 : line_end + 1;
  const auto content = text.find_first_not_of(" \t", start);
  return text.substr(start, content - start).find('\t') != std::string_view::npos;
}

void report(const SourceText& source, int mark, std::string_view what, std::string_view remedy,
            Diagnostics& diagnostics) {
  const std::size_t offset =
      std::min(mark < 0 ? std::size_t{0} : static_cast<std::size_t>(mark), source.text.size());
  const Place place{&source, offset, line_at(source.text, offset)};
  diagnostics.error(place.position(), std::string(what), std::string(remedy));
}

void report_syntax(const SourceText& source, const YAML::Exception& fault,
                   Diagnostics& diagnostics) {
  const auto offset = static_cast<std::size_t>(std::max(fault.mark.pos, 0));
  if (has_tab_indentation(source.text, offset)) {
    return report(source, fault.mark.pos, "a tab in the indentation", "indent with spaces",
                  diagnostics);
  }
  for (const Words& words : syntax_words) {
    if (fault.msg.starts_with(words.theirs)) {
      return report(source, fault.mark.pos, words.what, words.remedy, diagnostics);
    }
  }
  report(source, fault.mark.pos, "this is not YAML",
         "check the indentation, the quotes and the brackets here", diagnostics);
}

}  // namespace

YamlDocument::YamlDocument(const SourceText& source, Diagnostics& diagnostics) {
  YamlBuilder builder(*this, source, diagnostics);
  try {
    std::istringstream input(source.text);
    YAML::Parser parser(input);
    while (parser.HandleNextDocument(builder)) {
    }
    return;
  } catch (const Refusal& refusal) {
    report(source, refusal.offset, refusal.what, refusal.remedy, diagnostics);
  } catch (const YAML::Exception& fault) {
    report_syntax(source, fault, diagnostics);
  }
  root_ = nullptr;
}

}  // namespace shotlist
