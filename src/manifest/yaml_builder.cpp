#include "manifest/yaml_builder.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "base/translation.h"
#include "manifest/yaml_cut_texts.h"
#include "manifest/yaml_extent.h"
#include "manifest/yaml_words.h"

namespace shotlist::manifest {
namespace {

constexpr std::string_view text_tag = "tag:yaml.org,2002:str";
constexpr std::string_view tag_without_meaning =
    marked("a tag (! before a value) has no meaning in a manifest");
constexpr std::string_view remedy_for_tag =
    marked("remove it, or put text that starts with ! in quotes");

std::size_t offset_of(const YAML::Mark& mark) {
  return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
}

// The `-` of an empty list item: nothing but comments is between it and `offset`.
std::optional<std::size_t> dash_before(std::string_view text, std::size_t offset) {
  constexpr int most_tries = 20;  // a comment may hold some of its own
  std::size_t dash = offset;
  for (int tries = 0; tries < most_tries && dash > 0; ++tries) {
    dash = text.rfind('-', dash - 1);
    if (dash == std::string_view::npos) return std::nullopt;
    if (next_token(text, dash + 1) >= offset) return dash;
  }
  return std::nullopt;
}

[[noreturn]] void refuse_tag(const YAML::Mark& mark) {
  throw YamlRefusal{Code::yaml_syntax, offset_of(mark), std::string(tr(tag_without_meaning)),
                    std::string(tr(remedy_for_tag))};
}

[[noreturn]] void refuse_depth(std::size_t offset) {
  throw YamlRefusal{Code::yaml_limit, offset,
                    tr("more than {} levels of nesting", YamlDocument::deepest),
                    tr("a manifest needs no more than five")};
}

}  // namespace

YamlRefusal never_closed(std::string_view text, std::size_t offset) {
  const char opening = text[offset];
  if (opening == '"' || opening == '\'') {
    return {Code::yaml_syntax, offset, tr("the quote that opens here is never closed"),
            tr("close it with {}", opening)};
  }
  std::string remedy = tr("add the {}, or put text that starts with {} in quotes",
                          opening == '[' ? ']' : '}', opening);
  const std::string_view line = text.substr(offset, text.find_first_of("\r\n", offset) - offset);
  if (line.find(" #") != std::string_view::npos) {
    remedy += tr("; what follows ` #` is a comment: put text that holds it in quotes");
  }
  return {Code::yaml_syntax, offset, tr("the {} that opens here is never closed", opening), remedy};
}

void YamlBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (started_) {
    throw YamlRefusal{Code::yaml_syntax, offset_of(mark), tr("a second document starts here"),
                      tr("keep one manifest a file, and check the indentation")};
  }
  started_ = true;
}

void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  YamlNode& node = add(YamlNode::Kind::null, mark, anchor);
  // yaml-cpp marks a missing value where the next token starts.
  if (!open_.empty() && open_.back().key != nullptr) {
    node.at = open_.back().key->at;
  } else if (const auto dash = dash_before(source_.text, node.at.offset)) {
    node.at = {&source_, *dash, line_at(source_.text, *dash), 1};
  }
  place(node);
}

void YamlBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end() || is_open(found->second.node)) {
    throw YamlRefusal{Code::yaml_syntax, offset_of(mark), tr("an alias inside of what it names"),
                      tr("write the value out")};
  }
  if (++aliases_ > YamlDocument::most_aliases) {
    throw YamlRefusal{Code::yaml_limit, offset_of(mark),
                      tr("more than {} aliases", YamlDocument::most_aliases),
                      tr("write the values out")};
  }
  found->second.used = true;
  place(*found->second.node);
}

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  YamlNode& node = add(YamlNode::Kind::scalar, mark, anchor);
  node.plain = tag == "?";
  node.text = value;
  measure(node);
  // Text in quotes has the tag `!` even if none is written.
  const bool is_tagged =
      tag == "!" ? source_.text[node.at.offset] == '!' : tag != "?" && tag != text_tag;
  if (is_tagged) report_tag(node);
  last_scalar_ = &node;
  place(node);
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                                  YAML::anchor_t anchor, YAML::EmitterStyle::value /*style*/) {
  begin(YamlNode::Kind::list, mark, tag, anchor);
}

void YamlBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value /*style*/) {
  begin(YamlNode::Kind::map, mark, tag, anchor);
}

void YamlBuilder::OnMapEnd() {
  report_repeated_keys(*open_.back().node);
  end();
}

bool YamlBuilder::is_cut_before(std::size_t offset) const {
  if (last_scalar_ == nullptr) return false;
  const auto comment = comment_behind(*last_scalar_, nullptr);
  return comment && next_token(source_.text, *comment) == offset;
}

std::optional<std::size_t> YamlBuilder::unclosed() const {
  for (const Open& open : open_) {
    const auto found = unclosed_in_brackets(source_.text, open.node->at.offset);
    if (found) return found;
  }
  return std::nullopt;
}

YamlNode& YamlBuilder::add(YamlNode::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
  YamlNode& node = document_.nodes_.emplace_back();
  node.kind = kind;
  node.at = {&source_, offset_of(mark), static_cast<std::uint32_t>(mark.line) + 1};
  if (anchor != 0) anchors_[anchor] = {&node, source_.text.find('&', node.at.offset), node.at.line};
  return node;
}

// Finds the end of a scalar. yaml-cpp takes the end of the file for a closing quote, and so every
// shot up to there for text.
void YamlBuilder::measure(YamlNode& scalar) {
  const std::string_view text = source_.text;
  if (scalar.plain) {
    const bool as_written = text.substr(scalar.at.offset, scalar.text.size()) == scalar.text;
    if (as_written) scalar.at.size = static_cast<std::uint32_t>(scalar.text.size());
    return;
  }
  const auto quote = yaml_quote_at(text, scalar.at.offset);
  if (!quote) return;
  if (!quote->closed) throw never_closed(text, quote->open);
  scalar.at.size = static_cast<std::uint32_t>(quote->close + 1 - scalar.at.offset);
  if (const auto shot = swallowed_shot(text, *quote)) {
    const SourceRange open{&source_, quote->open, line_at(text, quote->open), 1};
    diagnostics_.warning(
        Code::open_quote, open,
        tr("the quoted text that opens here holds line {}, which looks like a shot",
           line_at(text, *shot)),
        tr("close the quote before it, if it is one"));
  }
}

void YamlBuilder::report_tag(YamlNode& scalar) {
  const std::string_view text = source_.text;
  const std::size_t tag = scalar.at.offset;
  auto end = plain_end(text, tag, scalar.text);
  if (!end) end = plain_end(text, tag + 1, scalar.text);  // `!雨夜`, where the tag is `!`
  const auto written = text.substr(tag, end.value_or(tag) - tag);
  const auto quoted = end ? in_yaml_quotes(trimmed(written)) : std::nullopt;
  if (end) scalar.text = written;  // no empty text, which would be a second mistake
  diagnostics_.error(Code::yaml_syntax, SourceRange{&source_, tag, scalar.at.line},
                     std::string(tr(tag_without_meaning)),
                     quoted ? tr("remove it, or write {} if it is text", *quoted)
                            : std::string(tr(remedy_for_tag)));
}

// `&Juliet walks` is the text `walks`.
void YamlBuilder::warn_of_unused_anchors() {
  for (const auto& [number, anchor] : anchors_) {
    if (anchor.used || anchor.offset == std::string::npos) continue;
    const std::string_view text = std::string_view(source_.text).substr(anchor.offset);
    const std::string_view name = text.substr(0, text.find_first_of(" \t\r\n,[]{}"));
    std::optional<std::string> quoted;
    if (anchor.node->kind == YamlNode::Kind::null) quoted = in_yaml_quotes(name);
    if (anchor.node->plain) quoted = in_yaml_quotes(fmt::format("{} {}", name, anchor.node->text));
    diagnostics_.warning(
        Code::cut_text,
        SourceRange{&source_, anchor.offset, anchor.line, static_cast<std::uint32_t>(name.size())},
        tr("`{}` is an anchor that nothing uses, and no part of the value", name),
        quoted ? tr("write {} if it is text, or remove the anchor", *quoted)
               : std::string(tr("remove it")));
  }
}

void YamlBuilder::begin(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
                        YAML::anchor_t anchor) {
  if (tag != "?") refuse_tag(mark);
  if (open_.size() >= YamlDocument::deepest) refuse_depth(offset_of(mark));
  if (!open_.empty() && open_.back().node->kind == YamlNode::Kind::map &&
      open_.back().key == nullptr) {
    if (const auto unclosed = unclosed_in_brackets(source_.text, offset_of(mark))) {
      throw never_closed(source_.text, *unclosed);
    }
    throw YamlRefusal{Code::yaml_syntax, offset_of(mark), tr("a key must be text"),
                      tr("put text that starts with {, such as \"{{name}} ...\", in quotes")};
  }
  open_.push_back({&add(kind, mark, anchor)});
}

void YamlBuilder::end() {
  const YamlNode& node = *open_.back().node;
  open_.pop_back();
  place(node);
}

// Puts a finished node into the open map or list.
void YamlBuilder::place(const YamlNode& node) {
  if (open_.empty()) {
    document_.root_ = &node;
    return;
  }
  Open& parent = open_.back();
  if (open_.size() + node.height >= YamlDocument::deepest) refuse_depth(node.at.offset);
  parent.node->height = std::max(parent.node->height, node.height + 1);
  if (parent.node->kind == YamlNode::Kind::list) {
    parent.node->entries.push_back({nullptr, &node});
  } else if (parent.key == nullptr) {
    if (node.kind != YamlNode::Kind::scalar) {
      throw YamlRefusal{Code::yaml_syntax, node.at.offset, tr("a key must be text"),
                        tr("write a name before the colon")};
    }
    parent.key = &node;
  } else {
    parent.node->entries.push_back({std::exchange(parent.key, nullptr), &node});
  }
}

void YamlBuilder::report_repeated_keys(YamlNode& map) {
  std::map<std::string_view, const YamlNode*> first;
  std::erase_if(map.entries, [&](const YamlEntry& entry) {
    const auto [found, is_new] = first.emplace(entry.key->text, entry.key);
    if (!is_new) {
      diagnostics_.error(Code::repeated_key, entry.key->at,
                         tr("`{}` is here a second time", entry.key->text),
                         tr("keep one of them; the first is on line {}", found->second->at.line));
    }
    return !is_new;
  });
}

bool YamlBuilder::is_open(const YamlNode* node) const {
  return std::any_of(open_.begin(), open_.end(),
                     [node](const Open& open) { return open.node == node; });
}

}  // namespace shotlist::manifest
