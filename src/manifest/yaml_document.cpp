#include "manifest/yaml_document.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "base/translation.h"
#include "base/utf8.h"
#include "manifest/yaml_builder.h"
#include "manifest/yaml_extent.h"
#include "manifest/yaml_words.h"

namespace shotlist::manifest {
namespace {

constexpr std::string_view end_in_quotes = "illegal EOF in scalar";

bool has_tab_indentation(std::string_view text, std::size_t offset) {
  const auto line_end = text.substr(0, offset).find_last_of("\r\n");
  const std::size_t start = line_end == std::string_view::npos ? 0 : line_end + 1;
  const auto content = text.find_first_not_of(" \t", start);
  return text.substr(start, content - start).find('\t') != std::string_view::npos;
}

// Where a colon of Chinese ends a key, in the line of `offset` or in one of the few above it: to
// YAML that is a letter like any other, and only what follows makes no sense.
struct WideColon {
  std::size_t offset = 0;
  std::string_view key;
};

std::optional<WideColon> wide_colon_before(std::string_view text, std::size_t offset) {
  constexpr int most_lines = 4;
  constexpr std::string_view wide_colon = "：";
  std::size_t end = std::min(text.find_first_of("\r\n", offset), text.size());
  for (int lines = 0; lines < most_lines; ++lines) {
    const auto before = text.substr(0, end).find_last_of("\r\n");
    const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
    const std::string_view line = text.substr(start, end - start);
    const auto key = std::min(line.find_first_not_of(" -"), line.size());
    const auto key_end =
        std::min(line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", key), line.size());
    if (key_end > key && line.substr(key_end).starts_with(wide_colon))
      return WideColon{start + key_end, line.substr(key, key_end - key)};
    if (start == 0) break;
    end = start - 1;
  }
  return std::nullopt;
}

void report(const SourceText& source, const YamlRefusal& refusal, Diagnostics& diagnostics) {
  const std::size_t offset = std::min(refusal.offset, source.text.size());
  const SourceRange place{&source, offset, line_at(source.text, offset)};
  diagnostics.error(refusal.code, place, refusal.what, refusal.remedy);
}

// An error of yaml-cpp, in our words.
YamlRefusal explained(const SourceText& source, const YAML::Exception& fault,
                      const YamlBuilder& builder) {
  const auto offset = static_cast<std::size_t>(std::max(fault.mark.pos, 0));
  if (has_tab_indentation(source.text, offset)) {
    return {Code::yaml_syntax, offset, tr("a tab in the indentation"), tr("indent with spaces")};
  }
  if (const auto colon = wide_colon_before(source.text, offset)) {
    return {Code::yaml_syntax, colon->offset, tr("a full-width colon behind `{}`", colon->key),
            tr("write `{}: `, with a colon of ASCII and a space", colon->key)};
  }
  const YamlWords words = yaml_words_for(fault.msg);
  std::string remedy(tr(words.remedy));
  if (builder.is_cut_before(offset)) {
    remedy =
        tr("put the text above in quotes, because ` #` begins a comment, or check the indentation");
  } else if (const auto value = value_around(source.text, offset)) {
    const std::string_view in_quotes = tr("in quotes");
    const auto quoted = in_yaml_quotes(*value);
    const auto place = remedy.find(in_quotes);
    if (quoted && place != std::string::npos) {
      remedy.insert(place + in_quotes.size(), fmt::format(" ({})", *quoted));
    }
  }
  return {Code::yaml_syntax, offset, std::string(tr(words.what)), remedy};
}

// If the file does not end in a line end, yaml-cpp reports the end of the file. With one added, it
// passes the text on and the builder names the quote: the last mistake, since nothing after it is
// read. Returns false if nothing is wrong then.
bool report_open_quote(const SourceText& source, Diagnostics& diagnostics) {
  if (source.text.ends_with('\n')) return false;
  const std::string ended = std::string(source.text) + '\n';
  const SourceText longer{source.file, ended};
  Diagnostics again;
  const YamlDocument document(longer, again);
  const std::vector<Diagnostic> found = again.in_file_order();
  if (found.empty()) return false;
  const Diagnostic& last = found.back();
  diagnostics.error(last.code, last.at, last.what, last.remedy);
  return true;
}

// What yaml-cpp does not report: it takes the character U+0004 for the end of the file, and does
// not recognize lines that end in CR alone.
std::optional<YamlRefusal> refusal_of_characters(const SourceText& source) {
  const auto control = source.plain ? std::nullopt : first_control(source.text);
  if (control) {
    const CodePoint point = decode_utf8(source.text, *control);
    return YamlRefusal{Code::control_character, *control,
                       tr("the control character U+{:04X}", static_cast<unsigned>(point.value)),
                       tr("remove it")};
  }
  const auto bare = source.text.find('\r');
  if (bare == std::string::npos || source.text.find('\n') != std::string::npos) return std::nullopt;
  return YamlRefusal{Code::yaml_syntax, bare, tr("the lines end in CR alone"),
                     tr("save the file with LF or CRLF line ends")};
}

}  // namespace

YamlDocument::YamlDocument(const SourceText& source, Diagnostics& diagnostics) {
  if (const auto refusal = refusal_of_characters(source)) {
    report(source, *refusal, diagnostics);
    return;
  }
  YamlBuilder builder(*this, source, diagnostics);
  try {
    std::istringstream input{std::string(source.text)};
    YAML::Parser parser(input);
    while (parser.HandleNextDocument(builder)) {
    }
    return;
  } catch (const YamlRefusal& refusal) {
    report(source, refusal, diagnostics);
  } catch (const YAML::Exception& fault) {
    if (const auto unclosed = builder.unclosed()) {
      report(source, never_closed(source.text, *unclosed), diagnostics);
    } else if (!fault.msg.starts_with(end_in_quotes) || !report_open_quote(source, diagnostics)) {
      report(source, explained(source, fault, builder), diagnostics);
    }
  }
  root_ = nullptr;
}

}  // namespace shotlist::manifest
