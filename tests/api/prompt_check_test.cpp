#include "api/prompt_check.h"

#include "support/catch2.h"

namespace shotlist::tests::prompt_check_test {

using namespace shotlist::api;

namespace {

// `error` or `warning` and the message; empty if the text is a prompt.
std::string verdict_on(std::string_view prompt) {
  const auto mistake = check_prompt(prompt);
  if (!mistake) return {};
  return (mistake->error ? "error: " : "warning: ") + mistake->what;
}

}  // namespace

TEST_CASE("text without a letter, a digit or a picture is no prompt") {
  for (const char* text : {"", " ", "\n\n", "\u3000", "\u00A0", "\u200B", "\u200B \uFEFF", "\u2060",
                           "\u00AD", "\u3164", "\u2800", "\uFE0F", "\u202E"}) {
    INFO(text);
    CHECK(verdict_on(text) == "error: the prompt is empty");
  }
  for (const char* text : {"---",   "***",     "===", "????????",   "？？？？",   "...",    "……",
                           "。",    "，，",    "-",   "##########", "______",     "~~~",    "\"\"",
                           "「」",  "/",       "//",  "#",          "—",          "ーーー", "→",
                           "• • •", "=======", "|",   "\u0301",     "----- -----"}) {
    INFO(text);
    CHECK(verdict_on(text) == "error: the prompt holds no letter or digit of any alphabet");
  }
  CHECK(verdict_on("\uFFFD\uFFFD \uFFFD") ==
        "error: the prompt holds nothing but characters that were lost");
}

TEST_CASE("short prompts of every kind are prompts") {
  for (const char* text : {"a",
                           "7",
                           "007",
                           "fox",
                           "狐",
                           "夜市",
                           "狐狸。",
                           "ねこ",
                           "여우",
                           "หมา",
                           "Лиса",
                           "ثعلب",
                           "🦊",
                           "🇨🇳",
                           "☀️ 🌧️",
                           "7️⃣",
                           "½",
                           "--- a fox ---",
                           "A fox!",
                           "#4k fox",
                           "fox #cinematic!",
                           "C# code on a screen",
                           "A none of them",
                           "Nan bread",
                           "nulls",
                           "N/A fox",
                           "the banana is undefined",
                           "A <fox>",
                           "a || b",
                           "1 <<< 2",
                           "x >>>>>>> y",
                           "=======\nA title",
                           "A sign: 'prompt'",
                           "prompting",
                           "Ã la carte",
                           "São",
                           "ÃO",
                           "€5",
                           "100% fox?",
                           "??fox??",
                           "(null pointer)",
                           "#1"}) {
    INFO(text);
    CHECK(verdict_on(text).empty());
  }
}

TEST_CASE("what a merge leaves behind is no prompt") {
  for (const char* text :
       {"<<<<<<< HEAD", "<<<<<<<", ">>>>>>> feature", "||||||| base", "||||||| 1a2b3c4",
        "A fox\n<<<<<<< HEAD\nA cat\n=======\nA dog\n>>>>>>> x", "A fox\r>>>>>>> x"}) {
    INFO(text);
    CHECK(verdict_on(text) ==
          "error: the prompt holds the mark of a conflict between two versions of the file");
  }
}

TEST_CASE("the name of the column is no prompt") {
  CHECK(verdict_on("prompt") == "error: the prompt is `prompt`, the name of its column");
  CHECK(verdict_on("Prompt ") == "error: the prompt is `Prompt`, the name of its column");
  CHECK(verdict_on("\uFEFFPROMPT") == "error: the prompt is `PROMPT`, the name of its column");
  CHECK(verdict_on("提示词") == "error: the prompt is `提示词`, the name of its column");
}

TEST_CASE("a spreadsheet's error value is doubtful, in every language") {
  for (const char* text :
       {"#NAME?",   "#REF!",  "#VALUE!",        "#N/A",    "#DIV/0!",    "#NUM!",   "#NULL!",
        "#SPILL!",  "#CALC!", "#GETTING_DATA!", "#FIELD!", "#BLOCKED!",  "#BUSY!",  "#ERROR!",
        "#BEZUG!",  "#WERT!", "#ZAHL!",         "#NV",     "#ÜBERLAUF!", "#NOM?",   "#VALEUR!",
        "#NOMBRE!", "#¡REF!", "#¿NOMBRE?",      "#ИМЯ?",   "#ССЫЛКА!",   "#ДЕЛ/0!", "#Н/Д",
        "#N/D",     "#ARG!",  "#名称？",        "Err:502", "错误:508",   " #REF! "}) {
    INFO(text);
    CHECK(verdict_on(text).starts_with("warning: the prompt is `"));
  }
  CHECK(verdict_on("A fox, #REF!, at dusk") ==
        "warning: the prompt holds `#REF!`, which a spreadsheet shows instead of a value");
}

TEST_CASE("what programs write where there is no value is doubtful") {
  for (const char* text : {"nan",    "NaN",       "None", "none",   "null",
                           "NULL",   "N/A",       "n/a",  "NA",     "undefined",
                           "nil",    "<NA>",      "NaT",  "(null)", "[object Object]",
                           "TRUE",   "false",     "0",    "无",     "空",
                           " nan\n", "None\u00A0"}) {
    INFO(text);
    CHECK(verdict_on(text).find("where there is no value") != std::string::npos);
    CHECK(verdict_on(text).starts_with("warning: "));
  }
}

TEST_CASE("characters that were lost or read in a wrong encoding are doubtful") {
  CHECK(verdict_on("A caf\uFFFD at night") ==
        "warning: the prompt holds U+FFFD, which stands for a character that was lost");
  CHECK(verdict_on("\uFFFD fox").starts_with("warning: "));
  CHECK(verdict_on("A caf\u00C3\u00A9 at night") ==
        "warning: the prompt holds `\u00C3\u00A9`: it was read in a wrong encoding");
  CHECK(verdict_on("it\u00E2\u20AC\u2122s raining").starts_with("warning: "));
  CHECK(verdict_on("雨夜锟斤拷").starts_with("warning: "));
}

TEST_CASE("a formula is no prompt, and a line of signs around words is one") {
  for (const char* text :
       {"=A1", "=CONCAT(A1,B1)", "=Sheet2!B3", "=$B$2", "=(A1)", "=TEXTJOIN(\" \", 1, A1:B1)"}) {
    INFO(text);
    CHECK(verdict_on(text) == "warning: the prompt is a formula of a spreadsheet, not its value");
  }
  for (const char* text : {"=== Night ===", "= Night =", "=> a fox 2", "a = b"}) {
    INFO(text);
    CHECK(verdict_on(text).empty());
  }
}

}  // namespace shotlist::tests::prompt_check_test
