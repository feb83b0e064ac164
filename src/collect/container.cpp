#include "collect/container.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "api/body_text.h"
#include "api/page_title.h"
#include "base/disarm.h"
#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::collect {
namespace {

using namespace std::string_view_literals;

constexpr int most_parts = 100'000;  // a fragment each second, for a day
constexpr std::size_t head_size = 512;

struct File {
  std::uint64_t size;
  bool was_announced;
  const ReadAt& read;
};

// The number that `bytes` are, the highest first.
std::uint64_t number_of(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes)
    number = number << 8U | static_cast<unsigned char>(byte);
  return number;
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t longest = 80;
  return disarm(utf8_prefix(text, longest));
}

// ---- MP4 (ISO/IEC 14496-12): boxes, one after the other ---------------------------------------

bool is_box_name(std::string_view name) {
  return name.size() == 4 && is_printable_ascii(name);
}

// What the outermost boxes of a file amount to.
class BoxWalk {
 public:
  explicit BoxWalk(const File& file) : file_(file) {}

  /// Why they are not a whole video; empty if they are.
  std::string fault() {
    for (int parts = 0; at_ < file_.size; ++parts) {
      if (parts == most_parts) return "an MP4 file of too many parts";
      if (std::string wrong = take_box(); !wrong.empty()) return wrong;
    }
    if (!has_type_) return "an MP4 file without its part ftyp";
    if (!has_index_) return "an MP4 file without its part moov";
    if (!has_data_) return "an MP4 file without its part mdat";
    return is_in_fragment_ ? "an MP4 file that ends before its last part mdat" : "";
  }

 private:
  std::string take_box() {
    const std::string head = file_.read(at_, 16);
    const std::uint64_t left = file_.size - at_;
    if (head.size() < 8) return "an MP4 file that ends inside the head of a part";
    const std::string name = head.substr(4, 4);
    if (!is_box_name(name))
      return fmt::format("an MP4 file with something else in it, from byte {}", at_);
    std::uint64_t size = number_of(std::string_view(head).substr(0, 4));
    std::uint64_t head_of_box = 8;
    if (size == 1) {
      if (head.size() < 16) return "an MP4 file that ends inside the head of a part";
      size = number_of(std::string_view(head).substr(8, 8));
      head_of_box = 16;
    } else if (size == 0) {  // to the end, wherever that is
      if (!file_.was_announced)
        return fmt::format("an MP4 file whose part {} has no length, and the server told none",
                           disarm(name));
      size = left;
    }
    if (size < head_of_box)
      return fmt::format("an MP4 file whose part {} has an impossible length", disarm(name));
    if (size > left) return fmt::format("an MP4 file that ends inside its part {}", disarm(name));
    note(name, size > head_of_box);
    at_ += size;
    return {};
  }

  void note(std::string_view name, bool is_filled) {
    if (name == "ftyp") has_type_ = true;
    if (name == "moov" && is_filled) has_index_ = true;
    if (name == "mdat" && is_filled) has_data_ = true;
    if (name == "mdat") is_in_fragment_ = false;
    if (name == "moof") is_in_fragment_ = true;
  }

  const File& file_;
  std::uint64_t at_ = 0;
  bool has_type_ = false;
  bool has_index_ = false;
  bool has_data_ = false;
  bool is_in_fragment_ = false;  // its data is still to come
};

bool begins_with_box(std::string_view head) {
  static constexpr std::array<std::string_view, 7> first = {"ftyp", "moov", "mdat", "free",
                                                            "skip", "wide", "pnot"};
  return std::find(first.begin(), first.end(),
                   head.substr(std::min<std::size_t>(4, head.size()), 4)) != first.end();
}

Container mp4_of(const File& file, std::string_view head) {
  static constexpr std::array<std::string_view, 6> images = {"heic", "heix", "mif1",
                                                             "msf1", "avif", "avis"};
  const bool has_brand = head.size() >= 12 && head.substr(4, 4) == "ftyp";
  const std::string_view brand = has_brand ? head.substr(8, 4) : std::string_view();
  if (std::find(images.begin(), images.end(), brand) != images.end()) return {{}, "an image"};
  return {brand == "qt  " ? "mov" : "mp4", BoxWalk(file).fault()};
}

// ---- WebM and Matroska (RFC 8794): elements, one after the other -------------------------------

struct Element {
  std::uint64_t id = 0;
  std::size_t head = 0;               ///< bytes before its content
  std::optional<std::uint64_t> size;  ///< of its content; none: unknown
};

// How many bytes a number takes, as its first byte says; more than 8 if it says nothing.
std::size_t width_of_number(char first) {
  std::size_t width = 1;
  for (auto byte = static_cast<unsigned char>(first); width <= 8 && (byte & 0x80U) == 0;
       byte = static_cast<unsigned char>(byte << 1U))
    ++width;
  return width;
}

// The element at the start of `bytes`; none if they end inside its head, or are no element.
std::optional<Element> element_in(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  const std::size_t id_width = width_of_number(bytes.front());
  if (id_width > 4 || bytes.size() <= id_width) return std::nullopt;
  const std::string_view rest = bytes.substr(id_width);
  const std::size_t size_width = width_of_number(rest.front());
  if (size_width > 8 || rest.size() < size_width) return std::nullopt;
  const std::uint64_t all = (std::uint64_t{1} << (7 * size_width)) - 1;
  const std::uint64_t size = number_of(rest.substr(0, size_width)) & all;
  Element element{number_of(bytes.substr(0, id_width)), id_width + size_width, size};
  if (size == all) element.size.reset();
  return element;
}

// What kind of EBML this is, from the content of its header.
std::string document_type(std::string_view header) {
  constexpr std::uint64_t type_id = 0x4282;
  while (const auto element = element_in(header)) {
    if (!element->size || *element->size > header.size() - element->head) break;
    const std::string_view content = header.substr(element->head, *element->size);
    if (element->id == type_id) return std::string(content.substr(0, content.find('\0')));
    header.remove_prefix(element->head + content.size());
  }
  return {};
}

// The elements after the header.
std::string segment_fault(const File& file, std::uint64_t at, std::string_view kind) {
  constexpr std::uint64_t segment = 0x18538067;
  constexpr std::uint64_t padding = 0xEC;
  constexpr std::uint64_t checksum = 0xBF;
  bool has_segment = false;
  for (int parts = 0; at < file.size; ++parts) {
    if (parts == most_parts) return fmt::format("{} file of too many parts", kind);
    const auto element = element_in(file.read(at, 12));
    const bool is_known =
        element && (element->id == segment || element->id == padding || element->id == checksum);
    const std::uint64_t left = file.size - at;
    if (!element && left < 12)
      return fmt::format("{} file that ends inside the head of a part", kind);
    if (!is_known) return fmt::format("{} file with something else in it, from byte {}", kind, at);
    if (!element->size && !(element->id == segment && file.was_announced))
      return fmt::format("{} file that has no length, and the server told none", kind);
    const std::uint64_t content = left - element->head;
    const std::uint64_t size = element->size.value_or(content);
    if (size > content) return fmt::format("{} file that ends too early", kind);
    has_segment |= element->id == segment && size > 0;
    at += element->head + size;
  }
  return has_segment ? std::string() : fmt::format("{} file without its content", kind);
}

Container matroska_of(const File& file, std::string_view head) {
  const auto header = element_in(head);
  if (!header || !header->size || *header->size > file.size - header->head)
    return {{}, "a WebM file that ends inside its header"};
  const std::string type = document_type(head.substr(header->head, *header->size));
  if (type != "webm" && type != "matroska")
    return {{}, fmt::format("an EBML file of the kind \"{}\"", excerpt(type))};
  const bool is_webm = type == "webm";
  return {is_webm ? "webm" : "mkv",
          segment_fault(file, header->head + *header->size, is_webm ? "a WebM" : "a Matroska")};
}

// ---- Anything else ----------------------------------------------------------------------------

std::string_view known_format(std::string_view head) {
  struct Format {
    std::size_t offset;
    std::string_view mark;
    std::string_view name;
  };
  static constexpr std::array<Format, 16> formats = {{
      {8, "WEBP", "an image (WebP)"},
      {8, "AVI ", "an AVI file, which is not known here"},
      {8, "WAVE", "sound (WAV)"},
      {0, "\xFF\xD8\xFF", "an image (JPEG)"},
      {0, "\x89PNG", "an image (PNG)"},
      {0, "GIF8", "an image (GIF)"},
      {0, "\xFF\x0A", "an image (JPEG XL)"},
      {0, "\x1F\x8B", "compressed (gzip)"},
      {0, "\x28\xB5\x2F\xFD", "compressed (zstd)"},
      {0, "PK\x03\x04", "an archive (ZIP)"},
      {0, "%PDF", "a PDF document"},
      {0, "FLV\x01", "an FLV file, which is not known here"},
      {0, "OggS", "an Ogg file, which is not known here"},
      {0, "ID3", "sound (MP3)"},
      {0, "\x00\x00\x01\xBA"sv, "an MPEG program stream, which is not known here"},
      {0, "\x00\x00\x00\x00\x00\x00\x00\x00"sv, "not a video: it begins with zeros"},
  }};
  for (const Format& format : formats) {
    if (head.size() > format.offset && head.substr(format.offset).starts_with(format.mark))
      return format.name;
  }
  constexpr std::size_t packet = 188;
  const bool is_stream = head.size() > packet && head[0] == 'G' && head[packet] == 'G';
  return is_stream ? "an MPEG transport stream, which is not known here" : "";
}

bool is_text(std::string_view head) {
  const auto invalid = first_invalid_utf8(head);
  const bool is_utf8 = !invalid || (*invalid + 4 > head.size() && head.size() == head_size);
  return is_utf8 && std::none_of(head.begin(), head.end(), [](char c) {
           return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\n' && c != '\r';
         });
}

std::string other_kind(std::string_view head) {
  if (const std::string_view name = known_format(head); !name.empty()) return std::string(name);
  const std::string text = api::text_of_body(head);
  if (text.starts_with("#EXTM3U")) return "a playlist (m3u8), not a video";
  const bool is_markup = text.starts_with('<');
  if (is_markup && text.find("<MPD") != std::string::npos) return "a playlist (DASH), not a video";
  if (api::is_page(text) || (is_markup && contains_ignoring_case(text, "<html"))) {
    const std::string_view title = api::page_title(text);
    return title.empty() ? "a web page" : fmt::format("a web page titled \"{}\"", excerpt(title));
  }
  if (is_markup && contains_ignoring_case(text, "<svg")) return "an image (SVG)";
  if (is_markup) return "XML: " + excerpt(text);
  if (text.starts_with('{') || text.starts_with('[')) return "JSON: " + excerpt(text);
  if (text.empty()) return "blank";
  if (is_text(head)) return "text: " + excerpt(text);
  std::string bytes;
  for (const char byte : head.substr(0, 8))
    bytes += fmt::format(" {:02x}", static_cast<unsigned char>(byte));
  return "not a video: it begins with the bytes" + bytes;
}

}  // namespace

std::string_view extension_for(std::string_view content_type) {
  const std::string type = lower_ascii(trimmed(content_type.substr(0, content_type.find(';'))));
  if (type == "video/mp4") return "mp4";
  if (type == "video/quicktime") return "mov";
  if (type == "video/webm") return "webm";
  return type == "video/x-matroska" ? "mkv" : "";
}

Container container_of(std::uint64_t size, bool was_announced, const ReadAt& read) {
  if (size == 0) return {{}, "empty"};
  const std::string head =
      read(0, static_cast<std::size_t>(std::min<std::uint64_t>(head_size, size)));
  const File file{size, was_announced, read};
  if (head.starts_with("\x1A\x45\xDF\xA3")) return matroska_of(file, head);
  if (begins_with_box(head)) return mp4_of(file, head);
  return {{}, other_kind(head)};
}

}  // namespace shotlist::collect
