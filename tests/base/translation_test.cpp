#include "base/translation.h"

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/text.h"
#include "support/catch2.h"

namespace shotlist::tests::translation_test {

namespace {

// Chinese while it lives.
struct InChinese {
  InChinese() { speak(Language::chinese); }
  ~InChinese() { speak(Language::english); }
};

}  // namespace

TEST_CASE("the locale says which language is spoken") {
  struct Case {
    std::string_view lc_all;
    std::string_view lc_messages;
    std::string_view lang;
    std::string_view language;
    bool is_chinese;
  };
  constexpr Case cases[] = {
      {"", "", "", "", false},
      {"", "", "zh_CN.UTF-8", "", true},
      {"", "", "zh_CN", "", true},
      {"", "", "zh_TW.utf8", "", true},
      {"", "", "zh_CN.UTF-8@pinyin", "", true},
      {"", "", "zh", "", true},
      {"", "zh_CN.UTF-8", "en_US.UTF-8", "", true},
      {"zh_CN.UTF-8", "C", "C", "", true},
      {"C", "zh_CN.UTF-8", "zh_CN.UTF-8", "", false},
      {"C.UTF-8", "", "zh_CN.UTF-8", "", false},
      {"POSIX", "", "zh_CN.UTF-8", "zh_CN", false},
      {"", "en_US.UTF-8", "zh_CN.UTF-8", "", false},
      {"", "", "de_DE.UTF-8", "", false},
      // Its preferences go before the locale, unless that is C.
      {"", "", "en_US.UTF-8", "zh_CN:en", true},
      {"", "", "zh_CN.UTF-8", "en:zh_CN", false},
      {"", "", "en_US.UTF-8", "de:zh_CN:en", true},
      {"", "", "", "zh_CN", false},
      {"C", "", "", "zh_CN", false},
      // We write UTF-8 only.
      {"zh_CN.GBK", "", "", "", false},
      {"zh_CN.GB18030", "", "", "zh_CN", false},
  };
  for (const Case& each : cases) {
    CAPTURE(each.lc_all, each.lc_messages, each.lang, each.language);
    CHECK((language_of(each.lc_all, each.lc_messages, each.lang, each.language) ==
           Language::chinese) == each.is_chinese);
  }
}

TEST_CASE("English is spoken until another language is asked for") {
  CHECK(tr("warning") == std::string_view("warning"));
  CHECK(tr("... and {} more\n", 3) == "... and 3 more\n");
  CHECK(counted(2, "row") == "2 rows");
}

TEST_CASE("Chinese comes from the catalogue, and English where that has nothing") {
  const InChinese chinese;
  CHECK(tr("warning") == std::string_view("警告"));
  CHECK(tr(std::string_view("warning, and more").substr(0, 7)) == "警告");
  CHECK(tr("... and {} more\n", 3) == "…… 另有 3 条\n");
  CHECK(counted(1, "row") == "1 行");
  CHECK(counted(2, "row") == "2 行");
  CHECK(tr("no such message") == std::string_view("no such message"));
  CHECK(tr("no such message {}", 1) == "no such message 1");
  CHECK(std::string(tr("")).empty());
  CHECK(full_message(Error(ExitCode::usage, "a", "b")) == "a；b");
}

TEST_CASE("what programs read is in English meanwhile") {
  const InChinese chinese;
  {
    const InLanguage english(Language::english);
    CHECK(tr("warning") == std::string_view("warning"));
  }
  CHECK(tr("warning") == std::string_view("警告"));
}

TEST_CASE("one and many are told apart in English") {
  CHECK(tr_plural(1, "{} was sent", "{} were sent", 1) == "1 was sent");
  CHECK(tr_plural(0, "{} was sent", "{} were sent", 0) == "0 were sent");
}

}  // namespace shotlist::tests::translation_test
