#include "collect/container.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::container_test {
namespace {

std::string big_endian(std::uint64_t number, std::size_t bytes) {
  std::string text(bytes, '\0');
  for (std::size_t i = bytes; i-- > 0; number >>= 8U)
    text[i] = static_cast<char>(number & 0xFFU);
  return text;
}

std::string box(std::string_view name, std::string_view content) {
  return big_endian(content.size() + 8, 4).append(name).append(content);
}

std::string long_box(std::string_view name, std::string_view content) {
  return big_endian(1, 4).append(name).append(big_endian(content.size() + 16, 8)).append(content);
}

std::string open_box(std::string_view name, std::string_view content) {
  return big_endian(0, 4).append(name).append(content);
}

const std::string ftyp = box("ftyp", std::string("isom\0\0\2\0isomiso2mp41", 20));
const std::string moov = box("moov", box("mvhd", std::string(100, '\1')) + box("trak", "..."));
const std::string pictures(301, 'x');

const std::string index_first = ftyp + moov + box("free", "") + box("mdat", pictures);
const std::string index_last = ftyp + long_box("mdat", pictures) + moov;
const std::string fragments = ftyp + moov + box("moof", "1") + box("mdat", pictures) +
                              box("moof", "2") + box("mdat", pictures);

const std::string document = "\x42\x86\x81\x01\x42\x82\x84webm";
const std::string webm_header = "\x1A\x45\xDF\xA3\x8B" + document;
const std::string segment = "\x18\x53\x80\x67";
const std::string clusters(200, 'c');
const std::string webm = webm_header + segment + "\x40\xC8" + clusters;
const std::string endless_webm =
    webm_header + segment + "\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF" + clusters;

collect::Container look(const std::string& file, bool was_announced = false) {
  return collect::container_of(
      file.size(), was_announced, [&](std::uint64_t offset, std::size_t size) {
        return offset < file.size() ? file.substr(offset, size) : std::string();
      });
}

}  // namespace

TEST_CASE("a whole video is told by its outermost parts") {
  struct Case {
    std::string file;
    std::string extension;
  };
  const std::vector<Case> cases = {
      {index_first, "mp4"},
      {index_last, "mp4"},
      {fragments, "mp4"},
      {box("ftyp", std::string("qt  \0\0\0\0", 8)) + box("wide", "") + box("mdat", "x") + moov,
       "mov"},
      {webm, "webm"},
      {webm + "\xEC\x81.", "webm"},
      {std::string("\x1A\x45\xDF\xA3\x8B") + "\x42\x82\x88matroska" + segment + "\x81z", "mkv"},
  };
  for (const Case& test : cases) {
    CAPTURE(test.extension, test.file.size());
    const collect::Container container = look(test.file);
    CHECK(container.fault.empty());
    CHECK(container.is_whole());
    CHECK(container.extension == test.extension);
  }
}

TEST_CASE("no beginning of a video is whole") {
  for (const std::string& file : {index_first, index_last, webm}) {
    for (std::size_t size = 0; size < file.size(); ++size) {
      for (const bool was_announced : {false, true}) {
        if (look(file.substr(0, size), was_announced).is_whole())
          FAIL_CHECK("the first " << size << " of " << file.size() << " bytes");
      }
    }
  }
}

TEST_CASE("a part that reaches to the end is whole where the length was announced") {
  const std::string open = ftyp + moov + open_box("mdat", pictures);
  CHECK(look(open, true).is_whole());
  CHECK(look(open, false).fault ==
        "an MP4 file whose part mdat has no length, and the server told none");
  CHECK(look(endless_webm, true).is_whole());
  CHECK(look(endless_webm, true).extension == "webm");
  CHECK(look(endless_webm, false).fault ==
        "a WebM file that has no length, and the server told none");
}

TEST_CASE("a damaged video is refused with what is wrong") {
  struct Case {
    std::string file;
    std::string fault;
  };
  const std::string huge = big_endian(1, 4) + "mdat";
  const std::vector<Case> cases = {
      {ftyp + moov, "an MP4 file without its part mdat"},
      {ftyp + moov + box("mdat", ""), "an MP4 file without its part mdat"},
      {ftyp + box("mdat", pictures), "an MP4 file without its part moov"},
      {ftyp + box("moov", "") + box("mdat", pictures), "an MP4 file without its part moov"},
      {moov + box("mdat", pictures), "an MP4 file without its part ftyp"},
      {open_box("ftyp", "isom" + moov),
       "an MP4 file whose part ftyp has no length, and the server told none"},
      {index_first.substr(0, index_first.size() - 1), "an MP4 file that ends inside its part mdat"},
      {index_first + "\1", "an MP4 file that ends inside the head of a part"},
      {index_first + std::string(16, '\0'),
       "an MP4 file with something else in it, from byte " + std::to_string(index_first.size())},
      {index_first + "<html></html>", "an MP4 file that ends inside its part l></"},
      {ftyp + moov + huge + big_endian(UINT64_MAX, 8),
       "an MP4 file that ends inside its part mdat"},
      {ftyp + moov + huge + big_endian(UINT64_MAX - 100, 8) + pictures,
       "an MP4 file that ends inside its part mdat"},
      {ftyp + moov + huge + big_endian(15, 8),
       "an MP4 file whose part mdat has an impossible length"},
      {ftyp + moov + huge + big_endian(0, 8),
       "an MP4 file whose part mdat has an impossible length"},
      {ftyp + moov + huge + "\1", "an MP4 file that ends inside the head of a part"},
      {ftyp + moov + big_endian(7, 4) + "mdat",
       "an MP4 file whose part mdat has an impossible length"},
      {ftyp + moov + big_endian(20, 4) + "mdat" + box("free", pictures),
       "an MP4 file that ends inside its part xxxx"},
      {ftyp + moov + box("mdat", pictures) + box("moof", "1"),
       "an MP4 file that ends before its last part mdat"},
      {webm_header, "a WebM file without its content"},
      {webm_header + segment + "\x80", "a WebM file without its content"},
      {webm_header + segment, "a WebM file that ends inside the head of a part"},
      {webm + "\1", "a WebM file that ends inside the head of a part"},
      {webm + "<html></html>",
       "a WebM file with something else in it, from byte " + std::to_string(webm.size())},
      {webm_header + segment + "\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFE" + clusters,
       "a WebM file that ends too early"},
      {"\x1A\x45\xDF\xA3", "a WebM file that ends inside its header"},
      {"\x1A\x45\xDF\xA3\xFF" + document, "a WebM file that ends inside its header"},
      {"\x1A\x45\xDF\xA3\x84\x42\x82\x81x", "an EBML file of the kind \"x\""},
  };
  for (const Case& test : cases) {
    CAPTURE(test.file.size());
    CHECK(look(test.file).fault == test.fault);
  }
}

TEST_CASE("what is no video is refused by name") {
  struct Case {
    std::string file;
    std::string fault;
  };
  const std::vector<Case> cases = {
      {"", "empty"},
      {" \r\n", "blank"},
      {"<!DOCTYPE html><html><head><title>403 \x1b[31mForbidden</title>",
       "a web page titled \"403 \\x1b[31mForbidden\""},
      {"\xEF\xBB\xBF\n <html><body>", "a web page"},
      {"<?xml version=\"1.0\"?><html xmlns=\"x\">", "a web page"},
      {"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>",
       "XML: <?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>"},
      {"<?xml version=\"1.0\"?><MPD type=\"static\">", "a playlist (DASH), not a video"},
      {"#EXTM3U\n#EXT-X-VERSION:3\n", "a playlist (m3u8), not a video"},
      {"{\"error\":\"gone\n\"}", "JSON: {\"error\":\"gone\\n\"}"},
      {"[1]", "JSON: [1]"},
      {"404 page not found\n", "text: 404 page not found"},
      {"没有", "text: 没有"},
      {"\xFF\xD8\xFF\xE0.", "an image (JPEG)"},
      {"\x89PNG\r\n", "an image (PNG)"},
      {"GIF89a", "an image (GIF)"},
      {std::string("RIFF\0\0\0\0WEBPVP8 ", 16), "an image (WebP)"},
      {box("ftyp", "avif....") + box("meta", "..."), "an image"},
      {"<svg xmlns=\"x\">", "an image (SVG)"},
      {"\x1F\x8B\x08", "compressed (gzip)"},
      {std::string(64, '\0'), "not a video: it begins with zeros"},
      {"\x01\x02\x03", "not a video: it begins with the bytes 01 02 03"},
  };
  for (const Case& test : cases) {
    CAPTURE(test.file);
    const collect::Container container = look(test.file);
    CHECK(container.fault == test.fault);
    CHECK(container.extension.empty());
  }
}

TEST_CASE("a file of very many parts is not walked to its end") {
  std::size_t reads = 0;
  const std::string empty_box = box("free", "12345678");
  const collect::Container container =
      collect::container_of(UINT64_MAX, true, [&](std::uint64_t offset, std::size_t size) {
        ++reads;
        return offset == 0 ? ftyp.substr(0, size) : empty_box.substr(0, size);
      });
  CHECK(container.fault == "an MP4 file of too many parts");
  CHECK(reads < 200'000);
}

TEST_CASE("a file that becomes shorter while it is read is not whole") {
  const collect::Container container =
      collect::container_of(index_first.size(), true, [](std::uint64_t offset, std::size_t size) {
        return offset == 0 ? index_first.substr(0, size) : std::string();
      });
  CHECK(container.fault == "an MP4 file that ends inside the head of a part");
}

}  // namespace shotlist::tests::container_test
