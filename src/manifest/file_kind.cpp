#include "manifest/file_kind.h"

#include "base/text.h"
#include "base/translation.h"

namespace shotlist::manifest {
namespace {

// Names in an archive or a document stand near its start, or in the directory at its end.
constexpr std::size_t longest_end = std::size_t{64} * 1024;

constexpr std::string_view as_csv =
    marked("open it in a spreadsheet and save it as \"CSV UTF-8 (comma delimited)\"");
constexpr std::string_view as_text = marked("save it as plain text in UTF-8, one prompt a line");
constexpr std::string_view as_table =
    marked("copy its table into a spreadsheet and save that as \"CSV UTF-8 (comma delimited)\"");
constexpr std::string_view unpack = marked("unpack it, and give the file that is in it");
constexpr std::string_view give_table = marked("give a CSV or YAML file");

struct Signature {
  std::string_view start;
  FileKind kind;
};

using namespace std::string_view_literals;

constexpr Signature signatures[] = {
    {"\x1F\x8B"sv, {marked("a gzip archive"), unpack}},
    {"BZh91AY"sv, {marked("a bzip2 archive"), unpack}},
    {"\xFD"
     "7zXZ\0"sv,
     {marked("an xz archive"), unpack}},
    {"\x28\xB5\x2F\xFD"sv, {marked("a zstd archive"), unpack}},
    {"7z\xBC\xAF\x27\x1C"sv, {marked("a 7z archive"), unpack}},
    {"Rar!\x1A\x07"sv, {marked("a RAR archive"), unpack}},
    {"PAR1\x15"sv, {marked("a Parquet file"), marked("write its table as CSV in UTF-8")}},
    {"%PDF-"sv, {marked("a PDF"), as_table}},
    {"{\\rtf"sv, {marked("rich text (RTF)"), as_text}},
    {"\x89PNG\r\n\x1A\n"sv, {marked("a picture (PNG)"), give_table}},
    {"\xFF\xD8\xFF"sv, {marked("a picture (JPEG)"), give_table}},
    {"GIF87a"sv, {marked("a picture (GIF)"), give_table}},
    {"GIF89a"sv, {marked("a picture (GIF)"), give_table}},
    {"II*\0"sv, {marked("a picture (TIFF)"), give_table}},
    {"MM\0*"sv, {marked("a picture (TIFF)"), give_table}},
    {"SQLite format 3\0"sv,
     {marked("an SQLite database, perhaps a ledger"), marked("give the manifest it belongs to")}},
    {"\x7F"
     "ELF"sv,
     {marked("a program"), give_table}},
    {"bplist00"sv, {marked("a property list"), give_table}},
};

bool holds(std::string_view bytes, std::string_view part) {
  return bytes.substr(0, longest_end).find(part) != std::string_view::npos ||
         (bytes.size() > longest_end &&
          bytes.substr(bytes.size() - longest_end).find(part) != std::string_view::npos);
}

const FileKind* kind_of_zip(std::string_view bytes) {
  static constexpr FileKind excel = {marked("an Excel workbook"), as_csv};
  static constexpr FileKind open_document = {marked("an OpenDocument spreadsheet"), as_csv};
  static constexpr FileKind numbers = {
      marked("a Numbers spreadsheet"),
      marked("export it from Numbers as CSV, with the encoding UTF-8")};
  static constexpr FileKind word = {marked("a Word document"), as_text};
  static constexpr FileKind writer = {marked("an OpenDocument text"), as_text};
  static constexpr FileKind slides = {marked("a presentation"), as_table};
  static constexpr FileKind archive = {marked("a zip archive"), unpack};
  // Cut short; most are workbooks.
  static constexpr FileKind stump = {marked("a workbook"), marked("export it as CSV UTF-8")};
  if (holds(bytes, "xl/workbook") || holds(bytes, "xl/worksheets")) return &excel;
  if (holds(bytes, "vnd.oasis.opendocument.spreadsheet")) return &open_document;
  if (holds(bytes, "word/document")) return &word;
  if (holds(bytes, "vnd.oasis.opendocument.text")) return &writer;
  if (holds(bytes, "ppt/slides") || holds(bytes, "vnd.oasis.opendocument.presentation"))
    return &slides;
  if (holds(bytes, "Index/Document.iwa") || holds(bytes, "Index/CalculationEngine"))
    return &numbers;
  constexpr std::size_t size_of_header = 30;
  return bytes.size() < size_of_header && bytes[2] == '\x03' ? &stump : &archive;
}

// The names in this container are UTF-16.
const FileKind* kind_of_old_office(std::string_view bytes) {
  static constexpr FileKind excel = {marked("an old Excel workbook"), as_csv};
  static constexpr FileKind word = {marked("an old Word document"), as_text};
  static constexpr FileKind locked = {
      marked("an Office file with a password"),
      marked("open it with its password and save it as \"CSV UTF-8 (comma delimited)\"")};
  static constexpr FileKind other = {marked("an old Office file"), as_table};
  const auto has = [bytes](std::string_view name) {
    std::string wide;
    for (const char c : name)
      wide.append({c, '\0'});
    return bytes.find(wide) != std::string_view::npos;
  };
  if (has("EncryptedPackage")) return &locked;
  if (has("Workbook") || has("Book")) return &excel;
  return has("WordDocument") ? &word : &other;
}

const FileKind* kind_of_markup(std::string_view text) {
  static constexpr FileKind page = {marked("a web page (HTML)"), as_csv};
  static constexpr FileKind table = {marked("a spreadsheet in XML"), as_csv};
  static constexpr FileKind markup = {"XML", marked("write its table as CSV in UTF-8")};
  const std::string start = lower_ascii(trimmed(text.substr(0, 1024)));
  for (const std::string_view tag : {"<!doctype html", "<html", "<head>", "<body", "<table"}) {
    if (start.starts_with(tag)) return &page;
  }
  if (!start.starts_with("<?xml ")) return nullptr;
  if (start.find("<html") != std::string::npos) return &page;
  return contains_ignoring_case(text.substr(0, longest_end), "office:spreadsheet") ? &table
                                                                                   : &markup;
}

const FileKind* kind_of_media(std::string_view bytes) {
  static constexpr FileKind picture = {marked("a picture"), give_table};
  static constexpr FileKind video = {marked("a video"), give_table};
  const std::string_view at_8 = bytes.substr(0, 12).size() == 12 ? bytes.substr(8, 4) : "";
  if (bytes.starts_with("RIFF") && at_8 == "WEBP") return &picture;
  if (bytes.starts_with("RIFF") && at_8 == "AVI ") return &video;
  if (bytes.starts_with("\x1A\x45\xDF\xA3")) return &video;
  // `BM` and the size of the file
  if (bytes.starts_with("BM") && bytes.size() > 14 && bytes.substr(6, 4) == "\0\0\0\0"sv)
    return &picture;
  if (bytes.size() < 12 || bytes.substr(4, 4) != "ftyp" || bytes[0] != '\0') return nullptr;
  return at_8 == "heic" || at_8 == "avif" || at_8 == "mif1" ? &picture : &video;
}

}  // namespace

const FileKind* foreign_kind_of(std::string_view bytes) {
  for (const Signature& signature : signatures) {
    if (bytes.starts_with(signature.start)) return &signature.kind;
  }
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) return kind_of_zip(bytes);
  if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return kind_of_old_office(bytes);
  if (const FileKind* media = kind_of_media(bytes)) return media;
  return kind_of_markup(bytes);
}

}  // namespace shotlist::manifest
