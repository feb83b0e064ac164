#include "manifest/printer.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include <iconv.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace shotlist::tests {
namespace {

bool heads(Dice& dice) {
  return dice() % 2 == 0;
}

template <typename List>
const auto& one_of(const List& list, Dice& dice) {
  return list[dice() % list.size()];
}

constexpr std::array<std::string_view, 46> pieces = {
    "a",    "tram", " ",   "  ",  "雨夜", "灯笼",       "🏮",    "\n",  "\t",  "\"", "'",  "\\",
    ",",    ";",    ":",   ": ",  " #",   "- ",         "{",    "}",   "{{",  "}}", "[",  "]",
    "&a",   "*a",   "!x",  "|",   ">",    "%",          "@",    "`",   "=",   "'=", "+1", "~",
    "null", "true", "007", "1.5", "0x1F", "2026-01-01", "\n\n", "...", "---", "é"};

// Text that is not blank, and in which no backslash stands before a brace: that has no other form.
std::string any_text(Dice& dice) {
  std::string text;
  for (auto left = 1 + dice() % 8; left > 0; --left)
    text += one_of(pieces, dice);
  std::replace(text.begin(), text.end(), '\\', text.find('{') == std::string::npos ? '\\' : '/');
  return text.find_first_not_of(" \t\n") == std::string::npos ? "灯笼" + text : text;
}

// As a template that stands for the text itself.
std::string as_template(std::string_view text) {
  std::string written;
  for (auto at = text.find("{{"); at != std::string_view::npos; at = text.find("{{")) {
    written.append(text.substr(0, at)).append("\\{{");
    text.remove_prefix(at + 2);
  }
  return written.append(text);
}

std::string in_double_quotes(const std::string& text) {
  return nlohmann::json(text).dump();
}

// In the form of YAML that the dice choose, out of those that can hold the text.
std::string yaml_text(const std::string& text, Dice& dice) {
  const bool one_line = text.find('\n') == std::string::npos;
  const bool is_word =
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_/:") == std::string::npos &&
      text.front() >= 'a' && text.front() <= 'z' && text.back() != ':';
  if (is_word && heads(dice)) return text;
  if (one_line && heads(dice)) {
    std::string quoted = "'";
    for (const char c : text)
      quoted += c == '\'' ? std::string("''") : std::string(1, c);
    return quoted + "'";
  }
  return in_double_quotes(text);
}

// Whether a cell that begins with `quotes` quotes loses one of them: those that later ones can
// close belong to the text.
bool loses_quote(const std::string& text, std::size_t quotes) {
  std::size_t closing = 0;
  for (std::size_t i = text.find_first_not_of('\'') + 1; i < text.size(); ++i) {
    const bool is_apostrophe = i + 1 < text.size() && is_ascii_alphanumeric(text[i - 1]) &&
                               is_ascii_alphanumeric(text[i + 1]);
    if (text[i] == '\'' && text[i - 1] != ' ' && !is_apostrophe) ++closing;
  }
  return quotes > closing;
}

std::string csv_cell(const std::string& text, char delimiter, Dice& dice) {
  std::string cell = text;
  const auto content = text.find_first_not_of('\'');
  const bool is_formula =
      content != std::string::npos &&
      std::string_view("=+-@\t\r").find(text[content]) != std::string_view::npos;
  // One quote is taken off again; where none would be, none need be put.
  const bool must_guard = is_formula && content > 0 && loses_quote(text, content);
  if (must_guard || (is_formula && loses_quote(text, content + 1) && heads(dice)))
    cell.insert(0, "'");
  const bool must_quote =
      cell.find_first_of(std::string("\"\r\n") + delimiter) != std::string::npos;
  if (!must_quote && heads(dice)) return cell;
  std::string quoted = "\"";
  for (const char c : cell)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words)
    text.append(text.empty() ? "" : separator).append(word);
  return text;
}

std::string text_of(const PlainRow& row, const std::string& column) {
  if (column == "id") return row.id;
  if (column == "prompt") return as_template(row.prompt);
  if (column == "model") return row.model;
  if (column == "orientation") return row.orientation;
  if (column == "size") return row.size;
  if (column == "duration") return std::to_string(row.duration);
  if (column == "watermark") return row.watermark ? "TRUE" : "false";
  if (column == "images") return joined(row.images, " ");
  return row.note;
}

}  // namespace

PlainRows any_rows(Dice& dice) {
  constexpr std::array<const char*, 2> models = {"sora-2-pro", "some-model"};
  PlainRows rows(1 + dice() % 6);
  int number = 0;
  for (PlainRow& row : rows) {
    ++number;
    if (heads(dice)) row.id = (heads(dice) ? "雨." : "row-") + std::to_string(number);
    row.prompt = any_text(dice) + "雨";
    row.model = one_of(models, dice);
    row.orientation = heads(dice) ? "portrait" : "landscape";
    row.size = heads(dice) ? "small" : "large";
    row.duration = heads(dice) || row.size == "large" ? 15 : 25;
    row.watermark = heads(dice);
    for (auto left = dice() % 3; left > 0; --left)
      row.images.push_back("https://example.com/" + std::to_string(dice() % 9) + ".jpg");
    if (heads(dice)) row.note = "note " + std::to_string(dice() % 9);
  }
  return rows;
}

std::string as_yaml(const PlainRows& rows, Dice& dice) {
  std::string text = "shotlist: 1\nvars: {note: ''}\nshots:\n";
  for (const PlainRow& row : rows) {
    std::vector<std::string> entries = {
        "prompt: " + yaml_text(as_template(row.prompt), dice),
        "model: " + yaml_text(row.model, dice),
        "orientation: " + yaml_text(row.orientation, dice),
        "size: " + yaml_text(row.size, dice),
        "duration: " + std::to_string(row.duration),
        std::string("watermark: ") + (row.watermark ? "true" : "False"),
    };
    if (!row.images.empty()) entries.push_back("images: " + nlohmann::json(row.images).dump());
    if (!row.id.empty()) entries.push_back("id: " + yaml_text(row.id, dice));
    if (!row.note.empty()) entries.push_back("vars: {note: " + yaml_text(row.note, dice) + "}");
    std::shuffle(entries.begin(), entries.end(), dice);
    text += heads(dice) ? "  - {" + joined(entries, ", ") + "}\n"
                        : "  - " + joined(entries, "\n    ") + '\n';
  }
  return text;
}

std::string as_csv(const PlainRows& rows, Dice& dice) {
  std::vector<std::string> columns = {"id",       "prompt",    "model",  "orientation", "size",
                                      "duration", "watermark", "images", "note"};
  std::shuffle(columns.begin(), columns.end(), dice);
  const char delimiter = one_of(std::string_view(",;\t"), dice);
  constexpr std::array<const char*, 3> line_ends = {"\n", "\r\n", "\r"};
  std::string text = joined(columns, std::string(1, delimiter)) + one_of(line_ends, dice);
  for (const PlainRow& row : rows) {
    std::vector<std::string> cells;
    for (const std::string& column : columns)
      cells.push_back(csv_cell(text_of(row, column), delimiter, dice));
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
      line.append(i == 0 ? 0 : 1, delimiter).append(cells[i]);
    text += line + one_of(line_ends, dice);
  }
  return text;
}

std::string as_jsonl(const PlainRows& rows) {
  std::string text;
  for (const PlainRow& row : rows) {
    nlohmann::json line = {{"prompt", as_template(row.prompt)}, {"model", row.model},
                           {"orientation", row.orientation},    {"size", row.size},
                           {"duration", row.duration},          {"watermark", row.watermark}};
    if (!row.images.empty()) line["images"] = row.images;
    if (!row.id.empty()) line["id"] = row.id;
    if (!row.note.empty()) line["note"] = row.note;
    text += line.dump() + '\n';
  }
  return text;
}

std::string encoded(const std::string& text, std::string_view encoding) {
  if (encoding == system::utf8) return "\xEF\xBB\xBF" + text;
  const iconv_t handle = iconv_open(std::string(encoding).c_str(), "UTF-8");
  if (handle == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error("no such encoding");
  std::string bytes(text.size() * 4, '\0');
  char* from = const_cast<char*>(text.data());
  char* to = bytes.data();
  std::size_t left = text.size();
  std::size_t room = bytes.size();
  const bool failed = iconv(handle, &from, &left, &to, &room) == static_cast<std::size_t>(-1);
  iconv_close(handle);
  if (failed) throw std::runtime_error("text that cannot be encoded");
  bytes.resize(bytes.size() - room);
  if (encoding == system::utf16_le) return "\xFF\xFE" + bytes;
  if (encoding == system::utf16_be) return "\xFE\xFF" + bytes;
  return bytes;
}

}  // namespace shotlist::tests
