// Prompts of thirty languages in the encodings that are written there, as files of 1, 3 and 10
// rows: which are read by themselves, and whether a refusal offers the encoding that they are in.
//
//   manifest_tests '[figures]'
//
// prints the table. Of 1,449 files in other encodings none is read by itself; 1,416 of the refusals
// offer the right text, 1,187 of them first.

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/utf8.h"
#include "manifest/encoded_prompts.h"
#include "manifest/encoding.h"
#include "manifest/encoding_guess.h"
#include "manifest/printer.h"
#include "support/catch2.h"

namespace shotlist::tests::encoding_table_test {

using namespace shotlist::manifest;

namespace {

// What became of some files of the same number of rows.
struct Tally {
  std::size_t files = 0;
  std::size_t accepted = 0;
  std::size_t offered = 0;  // of the refused: the text as it was written is among the guesses
  std::size_t first = 0;    // is the first guess
  std::string mistaken = {};

  void add(const Tally& other) {
    files += other.files;
    accepted += other.accepted;
    offered += other.offered;
    first += other.first;
  }
};

std::string table_of(const EncodedPrompts& language, std::size_t first, std::size_t rows) {
  std::string table = "id,prompt\n";
  for (std::size_t i = 0; i < rows; ++i) {
    const std::string_view prompt = language.prompts[(first + i) % language.prompts.size()];
    table += fmt::format("r{},\"{}\"\n", i, prompt);
  }
  return table;
}

// Every way to take `rows` prompts that follow each other.
Tally try_files(const EncodedPrompts& language, const char* encoding, std::size_t rows) {
  Tally tally;
  const std::size_t files = rows == language.prompts.size() ? 1 : language.prompts.size();
  for (std::size_t first = 0; first < files; ++first) {
    const std::string bytes = encoded(table_of(language, first, rows), encoding);
    if (!first_invalid_utf8(bytes) && !switches_alphabets(bytes)) continue;  // all ASCII
    ++tally.files;
    if (likely_encoding(bytes) != unknown_encoding) {
      ++tally.accepted;
      tally.mistaken += fmt::format(" {}", language.prompts[first]);
      continue;
    }
    const std::string text = system::decoded(bytes, encoding);
    const auto guesses = guess_encodings(bytes);
    const auto found = std::find_if(guesses.begin(), guesses.end(), [&](const auto& guess) {
      return system::decoded(bytes, guess.encoding) == text;
    });
    if (found != guesses.end()) ++tally.offered;
    if (found == guesses.begin() && !guesses.empty()) ++tally.first;
  }
  return tally;
}

constexpr std::size_t row_counts[] = {1, 3, 10};

}  // namespace

TEST_CASE("no file in another encoding is taken for Chinese") {
  Tally all;
  for (const EncodedPrompts& language : encoded_prompts) {
    for (const char* encoding : language.encodings) {
      for (const std::size_t rows : row_counts) {
        CAPTURE(language.language, encoding, rows);
        const Tally tally = try_files(language, encoding, rows);
        CHECK(tally.mistaken.empty());
        all.add(tally);
      }
    }
  }
  REQUIRE(all.files > 1000);
  // What is left are letters that several encodings have, such as those of Spanish and Latvian.
  CHECK(all.offered * 100 >= all.files * 97);
  CHECK(all.first * 100 >= all.files * 80);
}

TEST_CASE("words of kanji only are not taken for Chinese, alone or three together") {
  constexpr std::array<std::string_view, 24> words = {
      "東京都庁前駅", "日本人女性歩道", "中国人男性", "富士山頂", "京都祇園", "戦国武将",
      "桜並木",       "花火大会",       "夏祭",       "満月",     "朝日",     "夕焼",
      "機械兵器",     "遊園地",         "公園散歩",   "湖畔",     "紅葉",     "山道",
      "農村風景",     "海辺",           "東京駅前",   "夜景",     "図書館",   "老婆"};
  for (const char* encoding : {"EUC-JP", "SHIFT_JIS"}) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      CAPTURE(encoding, words[i]);
      const std::string one = fmt::format("id,prompt\na,{}\n", words[i]);
      const std::string three = fmt::format("{}b,{}\nc,{}\n", one, words[(i + 1) % words.size()],
                                            words[(i + 2) % words.size()]);
      CHECK(likely_encoding(encoded(one, encoding)) != system::gb18030);
      CHECK(likely_encoding(encoded(three, encoding)) != system::gb18030);
    }
  }
}

TEST_CASE("a short word of Chinese is read, or GB18030 is offered for it") {
  const auto in_gbk = [](std::string_view prompt) {
    return encoded(fmt::format("id,prompt\na,{}\n", prompt), "GBK");
  };
  for (const char* word : {"小黄鸭", "机器人", "大熊猫", "宇航员", "红灯笼", "城市夜景", "樱花树下",
                           "图书馆", "生日蛋糕", "太空漫步"}) {
    CAPTURE(word);
    CHECK(likely_encoding(in_gbk(word)) == system::gb18030);
  }
  for (const char* word : {"狐狸", "凤凰", "孙悟空", "麒麟", "鹦鹉", "蝴蝶", "螃蟹", "蜥蜴", "菠萝",
                           "啤酒", "枸杞", "狐狸 fox"}) {
    CAPTURE(word);
    const std::string bytes = in_gbk(word);
    const auto guesses = guess_encodings(bytes);
    CHECK((likely_encoding(bytes) == system::gb18030 ||
           std::any_of(guesses.begin(), guesses.end(),
                       [](const auto& guess) { return guess.encoding == system::gb18030; })));
  }
}

TEST_CASE("punctuation of western Windows is offered as that first") {
  for (const char* prompt : {"Fox\x92s den", "\x93neon\x94 sign", "a fox \x96 at night", "wait\x85",
                             "a fox\x97running", "50\xB0 angle", "\x80 5", "\xBD cup"}) {
    CAPTURE(prompt);
    const auto guesses = guess_encodings(fmt::format("id,prompt\na,{}\n", prompt));
    REQUIRE(!guesses.empty());
    CHECK(guesses.front().encoding == "windows-1252");
  }
}

TEST_CASE("a row of rare Chinese among plain ones is read with them") {
  for (const char* word : {"嫦娥奔月", "鹦鹉学舌", "饕餮纹青铜鼎"}) {
    CAPTURE(word);
    const std::string table = fmt::format(
        "id,prompt\na,雨夜的街道上有一只猫\nb,夕阳下的海边，一个女孩在奔跑\nc,{}\n"
        "d,城市夜景，航拍镜头\ne,老人坐在门口喝茶\n",
        word);
    CHECK(likely_encoding(encoded(table, "GBK")) == system::gb18030);
  }
}

TEST_CASE("Chinese in GBK is read by itself, unless it is a single short word") {
  for (const EncodedPrompts& language : chinese_prompts) {
    for (const char* encoding : language.encodings) {
      CAPTURE(language.language, encoding);
      const bool is_short = std::string_view(language.language) == "short Chinese";
      CHECK(try_files(language, encoding, 1).accepted >= (is_short ? 7U : 10U));
      CHECK(try_files(language, encoding, 3).accepted == 10);
      CHECK(try_files(language, encoding, 10).accepted == 1);
    }
  }
}

TEST_CASE("the table of languages and encodings", "[.][figures]") {
  Tally all;
  const auto print = [&all](const EncodedPrompts& language) {
    for (const char* encoding : language.encodings) {
      std::string line = fmt::format("{:<32}{:<19}", language.language, encoding);
      for (const std::size_t rows : row_counts) {
        const Tally tally = try_files(language, encoding, rows);
        line += fmt::format("{:>3} of {:>2} read, {:>2} offered, {:>2} first  ", tally.accepted,
                            tally.files, tally.offered, tally.first);
        all.add(tally);
      }
      fmt::print("{}\n", line);
    }
  };
  for (const EncodedPrompts& language : encoded_prompts)
    print(language);
  fmt::print("{} files, {} read, {} offered, {} first\n", all.files, all.accepted, all.offered,
             all.first);
  for (const EncodedPrompts& language : chinese_prompts)
    print(language);
}

}  // namespace shotlist::tests::encoding_table_test
