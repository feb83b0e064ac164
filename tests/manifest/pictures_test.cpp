// Pictures on the disk, as `images: [./harbor.jpg]` names them.

#include "manifest/pictures.h"

#include <string>
#include <utility>
#include <vector>

#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::pictures_test {

namespace {

const std::string jpeg("\xFF\xD8\xFF\xE0 a harbor \xFF\xD9", 16);
const std::string png = "\x89PNG\r\n\x1A\n a harbor IEND\xAE\x42\x60\x82";
const std::string webp("RIFF\x08\0\0\0WEBPVP8 ", 16);

std::string manifest_with(const std::string& images, const std::string& model = "grok-video-3") {
  return "shotlist: 1\nshots: [{id: a, prompt: x, model: " + model + ", images: " + images + "}]\n";
}

Reading read_with(const std::string& images, Files files) {
  files["dir/m.yaml"] = manifest_with(images);
  return read_files(std::move(files), "dir/m.yaml");
}

}  // namespace

TEST_CASE("a picture is sent as what it holds, whatever its name") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {jpeg, "data:image/jpeg;base64,/9j/4CBhIGhhcmJvciD/2Q=="},
      {png, "data:image/png;base64,iVBORw0KGgogYSBoYXJib3IgSUVORK5CYII="},
      {webp, "data:image/webp;base64,UklGRggAAABXRUJQVlA4IA=="},
  };
  for (const auto& [bytes, uri] : cases) {
    for (const char* const name :
         {"./a.png", "a.png", "b/../a.png", "./雨 夜.JPG", "./without-ending", "A.PNG"}) {
      CAPTURE(name);
      const Reading reading =
          read_with("[\"" + std::string(name) + "\"]", {{std::string("dir/") + name, bytes}});
      CHECK(reading.mistakes.empty());
      REQUIRE(reading.requests.rows.size() == 1);
      CHECK(reading.requests.rows[0].body ==
            "{\"images\":[\"" + uri + "\"],\"model\":\"grok-video-3\",\"prompt\":\"x\"}");
    }
  }
}

TEST_CASE("a changed picture is a changed row, and a moved one is the same") {
  const auto fingerprint = [](const std::string& name, const std::string& bytes) {
    return read_with("[" + name + "]", {{"dir/" + name, bytes}}).requests.rows.at(0).fingerprint;
  };
  CHECK(fingerprint("./a.jpg", jpeg) == fingerprint("b/c.jpg", jpeg));
  CHECK(fingerprint("./a.jpg", jpeg) != fingerprint("./a.jpg", jpeg + "."));
}

TEST_CASE("a file is read once, so that what is sent is what was checked") {
  MemoryDisk disk({{"m.yaml", manifest_with("[./a.jpg]")}, {"a.jpg", jpeg}});
  // The path that the program asks for.
  disk.put("./a.jpg", jpeg);
  Diagnostics diagnostics;
  const auto manifest =
      manifest::Manifest::read(disk, {"m.yaml", manifest::ManifestFormat::yaml, {}}, diagnostics);
  const auto before = manifest.requests(diagnostics).rows.at(0).fingerprint;
  disk.put("./a.jpg", jpeg + "changed");
  CHECK(manifest.requests(diagnostics).rows.at(0).fingerprint == before);
}

TEST_CASE("a file that is no picture to be sent is an error with what to do") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "dir/./a.jpg is empty; save the picture again"},
      {"GIF89a", "dir/./a.jpg is a GIF; save it as JPEG or PNG"},
      {"BM123", "dir/./a.jpg is a BMP; save it as JPEG or PNG"},
      {std::string("II*\0", 4), "dir/./a.jpg is a TIFF; save it as JPEG or PNG"},
      {std::string("\0\0\0\x18"
                   "ftypheic",
                   12),
       "dir/./a.jpg is a HEIC; save it as JPEG or PNG"},
      {std::string("\0\0\0\x18"
                   "ftypisom",
                   12),
       "dir/./a.jpg is a video; save it as JPEG or PNG"},
      {"<!DOCTYPE html>", "dir/./a.jpg is no JPEG, PNG or WebP picture; save it as JPEG or PNG"},
      {"version https://git-lfs.github.com/spec/v1\n",
       "dir/./a.jpg is no JPEG, PNG or WebP picture; save it as JPEG or PNG"},
      {jpeg.substr(0, 12),
       "the end of the picture dir/./a.jpg is missing; save or download it again"},
      {png.substr(0, 20),
       "the end of the picture dir/./a.jpg is missing; save or download it again"},
      {webp.substr(0, 14),
       "the end of the picture dir/./a.jpg is missing; save or download it again"},
      {jpeg + std::string(20'000'000, '\0'),
       "dir/./a.jpg is larger than 20 MB; make it smaller, or put it on the web and write its "
       "address"},
  };
  for (const auto& [bytes, said] : cases) {
    CAPTURE(said);
    CHECK(read_with("[https://a.com/1.jpg, ./a.jpg]", {{"dir/./a.jpg", bytes}}).mistakes ==
          "dir/m.yaml:2:79: " + said + "\n");
  }
  CHECK(
      read_with("[a.jpg, b.png]", {{"dir/a.jpg", jpeg}}).mistakes ==
      "dir/m.yaml:2:65: there is no file dir/b.png; write its path from the folder of the manifest "
      "on, or the address of an image on the web, which starts with https://\n");
}

TEST_CASE("a model that takes no files says what to do instead") {
  const std::string remedy =
      " is a file on this computer, which images of this model cannot take; put it on the web and "
      "write its address, such as https://example.com/harbor.jpg; `shotlist models` says which "
      "models take files\n";
  for (const char* const model : {"sora-2", "veo3", "unheard-of"}) {
    for (const std::string name :
         {"./harbor.jpg", "../harbor", "harbor.jpg", "pictures/雨夜.PNG", "~/a.jpg", "/home/me/a",
          "C:\\\\Users\\\\me\\\\a.jpg", "D:/a.jpg", ".\\\\a.heic"}) {
      CAPTURE(name);
      const Reading reading = read_files(
          {{"m.yaml", manifest_with("[\"" + name + "\"]", model)}, {"./harbor.jpg", jpeg}},
          "m.yaml");
      CHECK(reading.errors == 1);
      CHECK(reading.mistakes.find(remedy) != std::string::npos);
    }
  }
  CHECK(
      read_with("[file:///home/me/a.jpg]", {}).mistakes ==
      "dir/m.yaml:2:58: \"file:///home/me/a.jpg\" is the address of a file; write its path alone, "
      "such as ./harbor.jpg\n");
}

TEST_CASE("an address without its scheme is no file") {
  for (const char* const url :
       {"example.com/1.jpg", "//example.com/1.jpg", "www.a.com", "ftp://a/1.jpg"}) {
    CAPTURE(url);
    CHECK(read_with(std::string("[") + url + "]", {}).mistakes.find("is no http(s) URL") !=
          std::string::npos);
  }
}

TEST_CASE("files are named in every format, by templates and by options") {
  const Files files = {{"dir/./dawn.jpg", jpeg},
                       {"dir/my dawn.jpg", jpeg},
                       {"dir/m.csv",
                        "id,prompt,model,images,time\n"
                        "a,x,grok-video-3,./dawn.jpg https://a.com/1.jpg,\n"
                        "b,x,grok-video-3,./{{time}}.jpg,dawn\n"
                        "c,x,grok-video-3,\"[\"\"my dawn.jpg\"\"]\",\n"
                        "d,x,grok-video-3,,\n"}};
  const Reading csv = read_files(files, "dir/m.csv", {{"images", "./dawn.jpg"}});
  CHECK(csv.mistakes.find("error") == std::string::npos);
  REQUIRE(csv.requests.rows.size() == 4);
  const std::string uri = "\"data:image/jpeg;base64,/9j/4CBhIGhhcmJvciD/2Q==\"";
  CHECK(csv.requests.rows[0].body.find("[" + uri + ",\"https://a.com/1.jpg\"]") !=
        std::string::npos);
  for (const std::size_t row : {1U, 2U, 3U})
    CHECK(csv.requests.rows[row].body.find("[" + uri + "]") != std::string::npos);
  Files lines = files;
  lines["dir/p.jsonl"] = R"({"id": "a", "prompt": "x", "model": "mine", "images": ["./dawn.jpg"]})";
  lines["dir/m.yaml"] =
      "shotlist: 1\nmodels: {mine: {like: grok-video-3, fields: {images: {required: true}}}}\n"
      "shots_from: p.jsonl\n";
  const Reading jsonl = read_files(lines, "dir/m.yaml");
  CHECK(jsonl.mistakes.empty());
  CHECK(jsonl.requests.rows.at(0).body.find(uri) != std::string::npos);
}

TEST_CASE("the default of a profile is never read from a file") {
  CHECK(read_files({{"m.yaml",
                     "shotlist: 1\n"
                     "models: {mine: {like: grok-video-3, fields: {images: {default: "
                     "[./a.jpg]}}}}\n"
                     "shots: [{prompt: x, model: mine}]\n"},
                    {"./a.jpg", jpeg}},
                   "m.yaml")
            .mistakes.find("is a file on this computer") != std::string::npos);
}

}  // namespace shotlist::tests::pictures_test
