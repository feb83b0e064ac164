#include "manifest/yaml_document.h"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "manifest/yaml_extent.h"
#include "manifest/yaml_words.h"

namespace shotlist {
namespace {

constexpr std::string_view end_in_quotes = "illegal EOF in scalar";

// Carries a refusal of ours out of yaml-cpp's callbacks.
struct Refusal {
  int offset;
  std::string what;
  std::string remedy;
};

// `offset` is of a quote or a bracket.
Refusal never_closed(std::string_view text, std::size_t offset) {
  const char opening = text[offset];
  const auto at = static_cast<int>(offset);
  if (opening == '"' || opening == '\'') {
    return {at, "the quote that opens here is never closed",
            fmt::format("close it with {}", opening)};
  }
  return {at, fmt::format("the {} that opens here is never closed", opening),
          fmt::format("add the {}, or put text that starts with {} in quotes",
                      opening == '[' ? ']' : '}', opening)};
}

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
    if (!node.plain) check_quotes(node);
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

  // A quote or a bracket without its end, in the lists and maps that are being read.
  std::optional<std::size_t> unclosed() const {
    for (const Open& open : open_) {
      const auto found = unclosed_in_brackets(source_.text, open.node->at.offset);
      if (found) return found;
    }
    return std::nullopt;
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

  // yaml-cpp takes the end of the file for a closing quote, and so every shot up to there for text.
  void check_quotes(const YamlNode& node) {
    const auto quote = yaml_quote_at(source_.text, node.at.offset);
    if (!quote) return;
    if (!quote->closed) throw never_closed(source_.text, quote->open);
    if (const auto shot = swallowed_shot(source_.text, *quote)) {
      const Place open{&source_, quote->open, line_at(source_.text, quote->open)};
      diagnostics_.warning(
          open.position(),
          fmt::format("the quoted text that opens here holds line {}, which looks like a shot",
                      line_at(source_.text, *shot)),
          "close the quote before it, if it is one");
    }
  }

  void begin(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
             YAML::anchor_t anchor) {
    if (tag != "?") refuse_tag(mark);
    if (open_.size() >= YamlDocument::deepest) refuse_depth(mark.pos);
    if (!open_.empty() && open_.back().node->kind == YamlNode::Kind::map &&
        open_.back().key == nullptr) {
      const auto unclosed = unclosed_in_brackets(source_.text, static_cast<std::size_t>(mark.pos));
      if (unclosed) throw never_closed(source_.text, *unclosed);
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
  const YamlWords words = yaml_words_for(fault.msg);
  report(source, fault.mark.pos, words.what, words.remedy, diagnostics);
}

// Where the file ends without a line end, yaml-cpp names that place. With one it hands the text
// over, and the builder names the quote: the last mistake, since nothing after it is read.
void report_open_quote(const SourceText& source, Diagnostics& diagnostics) {
  const SourceText longer{source.file, source.text + '\n'};
  Diagnostics again;
  const YamlDocument document(longer, again);
  const std::vector<Diagnostic> found = again.in_file_order();
  const Diagnostic& last = found.back();
  diagnostics.error(last.at, last.what, last.remedy);
}

}  // namespace

YamlDocument::YamlDocument(const SourceText& source, Diagnostics& diagnostics) {
  if (const auto bare = source.text.find('\r');
      bare != std::string::npos && source.text.find('\n') == std::string::npos) {
    report(source, static_cast<int>(bare), "the lines end in CR alone",
           "save the file with LF or CRLF line ends", diagnostics);
    return;
  }
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
    if (const auto unclosed = builder.unclosed()) {
      const Refusal refusal = never_closed(source.text, *unclosed);
      report(source, refusal.offset, refusal.what, refusal.remedy, diagnostics);
    } else if (fault.msg.starts_with(end_in_quotes) && !source.text.ends_with('\n')) {
      report_open_quote(source, diagnostics);
    } else {
      report_syntax(source, fault, diagnostics);
    }
  }
  root_ = nullptr;
}

}  // namespace shotlist
