#include "plan/near_texts.h"

#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plan/prompt_writer.h"
#include "support/catch2.h"

namespace shotlist::tests::near_texts_test {

using namespace shotlist::plan;
using shotlist::tests::Language;
using shotlist::tests::PromptWriter;
using shotlist::tests::Size;

using Prompts = std::vector<std::string>;

namespace {

std::vector<NearMatch> matches(const Prompts& fresh, const Prompts& bought,
                               const Prompts& settled = {}) {
  std::vector<Unclaimed> unclaimed;
  for (const std::string& text : bought)
    unclaimed.push_back({text});
  return near_matches({fresh.begin(), fresh.end()}, unclaimed, {settled.begin(), settled.end()});
}

// 0 where they are not near.
double share(const std::string& fresh, const std::string& bought) {
  const std::vector<NearMatch> found = matches({fresh}, {bought});
  return found.empty() ? 0 : found.front().share;
}

Prompts dressed(const PromptWriter& writer, Prompts prompts, const std::string& style) {
  for (std::string& prompt : prompts)
    prompt = writer.with_style(prompt, style);
  return prompts;
}

}  // namespace

TEST_CASE("texts of the same words are the same, however they are written") {
  struct Case {
    std::string fresh;
    std::string bought;
  };
  const std::vector<Case> cases = {
      {"cat", "cat"},
      {"cat", "Cat!"},
      {"", ""},
      {"?!", "?!"},
      {"the cat and the dog", "the dog and the cat"},
      {"A café at night", "a cafe\xCC\x81, at night"},
      {"ｃａｔ　２", "cat 2"},
      {"夜市，雨", "夜市 雨。"},
      {"雨，夜市", "夜市，雨"},
      {"🎬 cat", "🎬cat"},
      {"it’s dawn", "it's dawn"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.fresh, c.bought);
    CHECK(share(c.fresh, c.bought) == 1);
  }
}

TEST_CASE("one new text against one purchase goes by all their words") {
  struct Case {
    std::string fresh;
    std::string bought;
    bool near;
  };
  const std::string ten = "an old sailor mends a torn net on the pier";
  const std::vector<Case> cases = {
      {"an old sailor mends a torn net, on the stone pier", ten, true},
      {"an old sailor mends a torn net", ten, true},
      {"an old fisher mends a torn net on the peir", ten, true},
      {"two kids fly a red kite over the wheat field", ten, false},
      {"an old baker kneads a loaf in the cellar", ten, false},
      {"cat", "dog", false},
      {"cat", "", false},
      {"", "cat", false},
      {"?!", "...", false},
      {"cat", "?!", false},
      {"a cat asleep", "a cat awake", true},
      {"老渔夫在码头修补渔网，海鸥飞过", "老渔夫在码头上修补渔网，海鸥飞过", true},
      {"老渔夫在码头修补渔网", "孩子们在麦田放风筝", false},
      {"老渔夫 in a yellow coat 修补渔网", "老渔夫 in a yellow jacket 修补渔网", true},
      {"さくらの木の下で猫が眠る", "さくらの木の下で犬が眠る", true},
      {"さくらの木の下で猫が眠る", "雪山を走る赤い電車", false},
      {"고양이가 창가에서 잠든다", "고양이는 창가에서 잠든다", true},
      {"고양이가 창가에서 잠든다", "눈 덮인 산을 달리는 기차", false},
      {"แมวนอนหลับใต้ต้นไม้", "แมวนอนหลับใต้ต้นไม้ใหญ่", true},
      {"product 12 on a desk", "product 13 on a desk", true},
      {"🎬 🎥 🎞 a fox", "🎬 🎥 🎞 a wolf", true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.fresh, c.bought);
    CHECK((share(c.fresh, c.bought) > 0) == c.near);
    CHECK(share(c.fresh, c.bought) == share(c.bought, c.fresh));
  }
}

TEST_CASE("a style that all prompts share tells nothing") {
  const Prompts scenes = {
      "a fox drinks from a puddle in a birch forest", "two clowns argue about a broken umbrella",
      "molten glass is shaped into a green bottle", "an empty tram crosses the bridge at dawn"};
  const Prompts others = {
      "a lighthouse keeper polishes the great lens", "children race paper boats in the gutter",
      "steam rises from dumplings under a lamp", "a violinist tunes up behind the curtain"};
  const std::string style =
      "shot on 35mm film, natural light, shallow depth of field, soft grain, "
      "muted colors, slow pan to the left, no text, no music";
  const std::string other_style = "stop motion clay animation, miniature set, warm studio lamps";
  const PromptWriter writer(Language::english, 1);
  const Prompts bought = dressed(writer, scenes, style);
  SECTION("changed: every row is near its own purchase") {
    const std::vector<NearMatch> found = matches(dressed(writer, scenes, other_style), bought);
    REQUIRE(found.size() == scenes.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i].fresh == i);
      CHECK(found[i].bought == i);
    }
  }
  SECTION("changed, and many times as long as the scenes") {
    std::string before, after;
    for (int i = 0; i < 200; ++i) {
      before += "soft" + std::to_string(i) + " ";
      after += "hard" + std::to_string(i) + " ";
    }
    CHECK(matches(dressed(writer, scenes, after), dressed(writer, scenes, before)).size() == 4);
    CHECK(matches(dressed(writer, others, before), dressed(writer, scenes, before)).empty());
  }
  SECTION("kept in a new batch: none is near") {
    CHECK(matches(dressed(writer, others, style), bought).empty());
  }
  SECTION("one row is new: the settled rows show what the style is") {
    const Prompts settled(bought.begin() + 1, bought.end());
    CHECK(matches({writer.with_style(others[0], style)}, {bought[0]}, settled).empty());
    CHECK(matches({writer.with_style(scenes[0] + " again", style)}, {bought[0]}, settled).size() ==
          1);
  }
}

TEST_CASE("words of rows that are repeated on purpose are not common for that") {
  // Three takes of each of four scenes.
  Prompts bought, fresh;
  for (const std::string scene : {"a fox drinks from a puddle", "two clowns share an umbrella",
                                  "molten glass becomes bottles", "empty trams cross bridges"}) {
    bought.insert(bought.end(), 3, scene);
    fresh.insert(fresh.end(), 3, scene + " slowly today");
  }
  CHECK(matches(fresh, bought).size() == 12);
}

TEST_CASE("one row of a scene in several variants is near its own purchase") {
  const std::string scene = "a tired courier waits at the tram stop with a cello, ";
  CHECK(
      matches({scene + "portrait, raining"}, {scene + "portrait"}, {scene + "landscape"}).size() ==
      1);
}

TEST_CASE("prompts of common words alone are told apart") {
  const char* subjects[] = {"cat", "dog", "owl", "fox", "hen"};
  const char* places[] = {"harbor", "garden", "attic", "desert", "market"};
  Prompts bought;
  for (const std::string subject : subjects) {
    for (const std::string place : places)
      bought.push_back(subject + " " + place);
  }
  Prompts fresh;
  for (const std::string& prompt : bought)
    fresh.push_back("A " + prompt + ".");
  const std::vector<NearMatch> found = matches(fresh, bought);
  REQUIRE(found.size() == bought.size());
  for (const NearMatch& match : found)
    CHECK(match.fresh == match.bought);
}

TEST_CASE("a purchase is near to one text at most, and the nearest one gets it") {
  const std::string bought = "an old sailor mends a torn net on the stone pier";
  const Prompts fresh = {"an old sailor mends a torn sail on a boat pier", bought + " slowly",
                         "an old sailor mends a torn net on the pier"};
  const std::vector<NearMatch> found = matches(fresh, {bought});
  REQUIRE(found.size() == 1);
  CHECK(found[0].fresh == 1);
  CHECK(found[0].share > 0.7);
  SECTION("equal texts are paired in their order") {
    const std::vector<NearMatch> equal = matches({"a", "b", "a", "a"}, {"c", "a", "b", "a"});
    REQUIRE(equal.size() == 3);
    CHECK((equal[0].fresh == 0 && equal[0].bought == 1));
    CHECK((equal[1].fresh == 1 && equal[1].bought == 2));
    CHECK((equal[2].fresh == 2 && equal[2].bought == 3));
  }
  SECTION("nothing on one side is near to nothing") {
    CHECK(matches({}, {bought}).empty());
    CHECK(matches(fresh, {}).empty());
    CHECK(matches({}, {}, fresh).empty());
  }
}

TEST_CASE("the earlier versions of a text do not make its words a style") {
  const std::string scene = "a small harbor in the fog at dawn with gulls above the boats";
  const Prompts versions = {scene, scene + " slowly",
                            "a tiny harbor in the mist at dawn with gulls",
                            scene + " and quiet music"};
  for (std::size_t count = 1; count <= versions.size(); ++count) {
    std::vector<Unclaimed> bought;
    for (std::size_t i = 0; i < count; ++i)
      bought.push_back({versions[i], i});
    CAPTURE(count);
    CHECK(near_matches({scene + " softly"}, bought).size() == 1);
    CHECK(near_matches({"two clowns share a broken umbrella"}, bought).empty());
  }
  SECTION("a style that was changed twice tells nothing") {
    const Prompts scenes = {"a fox drinks from a puddle in a birch forest",
                            "two clowns argue about a broken umbrella",
                            "molten glass is shaped into a green bottle"};
    const Prompts styles = {"shot on 35mm film, natural light, shallow depth of field, soft grain",
                            "stop motion clay animation, miniature set, warm studio lamps",
                            "watercolor on rough paper, wide brush strokes, pale colors"};
    const PromptWriter writer(Language::english, 1);
    Prompts texts;
    std::vector<Unclaimed> bought;
    for (std::size_t batch = 0; batch < 2; ++batch) {
      for (const std::string& text : dressed(writer, scenes, styles[batch]))
        texts.push_back(text);
    }
    for (std::size_t i = 0; i < texts.size(); ++i)
      bought.push_back({texts[i], i / scenes.size()});
    const Prompts fresh = dressed(writer, scenes, styles[2]);
    CHECK(near_matches({fresh.begin(), fresh.end()}, bought).size() == scenes.size());
  }
}

TEST_CASE("10,000 equal texts on both sides make 10,000 pairs") {
  const std::vector<NearMatch> found =
      matches(Prompts(10'000, "a red fox in the snow"), Prompts(10'000, "A red fox, in the snow"));
  REQUIRE(found.size() == 10'000);
  CHECK(found[9'999].fresh == 9'999);
  CHECK(found[9'999].bought == 9'999);
}

TEST_CASE("texts that are all near each other each get a purchase of their own") {
  // A twentieth of a large batch, so that their words count in full; more than are compared at
  // once.
  PromptWriter writer(Language::english, 5);
  const Prompts rest = writer.batch(6'000, Size::brief, PromptWriter::all_domains);
  Prompts bought, fresh;
  for (int i = 0; i < 250; ++i) {
    const std::string scene = "quantum zebras juggle marzipan pianos beneath Saturn, variant ";
    bought.push_back(scene + std::to_string(i));
    fresh.push_back(scene + std::to_string(i + 1'000));
  }
  const std::vector<NearMatch> found = matches(fresh, bought, rest);
  CHECK(found.size() == 250);
  std::set<std::size_t> taken;
  for (const NearMatch& match : found)
    taken.insert(match.bought);
  CHECK(taken.size() == found.size());
}

TEST_CASE("a prompt of a megabyte is compared like any other") {
  std::string text;
  for (int i = 0; text.size() < 1'000'000; ++i)
    text += "word" + std::to_string(i) + " ";
  CHECK(share(text + "more", text) > 0.99);
  CHECK(share("word1 word2", text) == 0);
}

TEST_CASE("the same lists give the same pairs") {
  PromptWriter writer(Language::english, 3);
  const Prompts bought = writer.batch(500, Size::brief, 0);
  const Prompts fresh = writer.batch(500, Size::brief, 0);
  const std::vector<NearMatch> once = matches(fresh, bought);
  const std::vector<NearMatch> again = matches(fresh, bought);
  REQUIRE(once.size() == again.size());
  for (std::size_t i = 0; i < once.size(); ++i)
    CHECK((once[i].fresh == again[i].fresh && once[i].bought == again[i].bought));
}

// ---- The contract in numbers --------------------------------------------------------------------

namespace {

struct Tally {
  double held = 0;
  double all = 0;
  double percent() const { return all > 0 ? 100 * held / all : 0; }
};

enum class Change { touched, one_touched, style, new_scenes, new_row };

constexpr const char* change_names[] = {"touched", "one touched", "style changed", "new batch",
                                        "one new row"};
constexpr const char* size_names[] = {"brief", "usual", "ample"};
constexpr const char* language_names[] = {"English", "Chinese"};

// A small batch is of one domain; one of hundreds would say everything that its dictionary can say.
struct BatchKind {
  std::size_t count;
  int rounds;
  bool all_domains;
};
constexpr BatchKind batch_kinds[] = {{1, 60, false},  {2, 40, false},  {3, 30, false},
                                     {10, 30, false}, {50, 12, false}, {400, 1, true},
                                     {2'000, 1, true}};

struct Key {
  Language language;
  Size size;
  bool styled;
  std::size_t count;
  Change change;
  auto operator<=>(const Key&) const = default;
};

void measure(std::map<Key, Tally>& table, PromptWriter& writer, Key key, std::size_t round,
             int domain) {
  const auto tally = [&](Change change, const Prompts& fresh, const Prompts& bought,
                         const Prompts& settled = {}) {
    key.change = change;
    Tally& sum = table[key];
    sum.held += static_cast<double>(matches(fresh, bought, settled).size());
    sum.all += static_cast<double>(fresh.size());
  };
  const Prompts scenes = writer.batch(key.count, key.size, domain);
  const Prompts others = writer.batch(key.count, key.size, domain);
  const std::string style = key.styled ? writer.style() : std::string();
  const Prompts bought = dressed(writer, scenes, style);
  const Prompts settled(bought.begin() + 1, bought.end());
  // Each in its own way.
  Prompts touched = scenes;
  for (std::string& prompt : touched)
    prompt =
        writer.touched(prompt, PromptWriter::touches[round++ % std::size(PromptWriter::touches)]);
  touched = dressed(writer, touched, style);
  tally(Change::touched, touched, bought);
  const bool has_settled = key.count > 2 && key.count < 2'000;
  if (has_settled) tally(Change::one_touched, {touched[0]}, {bought[0]}, settled);
  const std::string other_style = writer.style();
  if (key.styled) tally(Change::style, dressed(writer, scenes, other_style), bought);
  tally(Change::new_scenes, dressed(writer, others, style), bought);
  if (has_settled)
    tally(Change::new_row, {writer.with_style(others[0], style)}, {bought[0]}, settled);
}

const std::map<Key, Tally>& measured() {
  static const std::map<Key, Tally> table = [] {
    std::map<Key, Tally> all;
    for (const Language language : {Language::english, Language::chinese}) {
      for (const Size size : {Size::brief, Size::usual, Size::ample}) {
        for (const bool styled : {false, true}) {
          for (const BatchKind& kind : batch_kinds) {
            if (kind.count == 2'000 && !styled) continue;  // as long as all others together
            for (int round = 0; round < kind.rounds; ++round) {
              PromptWriter writer(language, kind.count * 1'000 + static_cast<std::size_t>(round));
              const int domain =
                  kind.all_domains ? PromptWriter::all_domains : round % PromptWriter::domains;
              measure(all, writer, {language, size, styled, kind.count, Change::touched},
                      static_cast<std::size_t>(round), domain);
            }
          }
        }
      }
    }
    return all;
  }();
  return table;
}

template <typename Chosen>
double percent(Chosen is_chosen) {
  Tally sum;
  for (const auto& [key, tally] : measured()) {
    if (!is_chosen(key)) continue;
    sum.held += tally.held;
    sum.all += tally.all;
  }
  REQUIRE(sum.all > 0);
  return sum.percent();
}

}  // namespace

// `plan_tests "[table]"` shows what was measured.
TEST_CASE("the table of what is held", "[.][table]") {
  std::printf("%-8s %-6s %-7s %6s", "", "prompt", "", "batch");
  for (const char* name : change_names)
    std::printf(" %14s", name);
  std::map<Key, std::map<Change, Tally>> rows;
  for (const auto& [key, tally] : measured()) {
    Key row = key;
    row.change = Change::touched;
    rows[row][key.change] = tally;
  }
  for (const auto& [key, cells] : rows) {
    std::printf("\n%-8s %-6s %-7s %6zu", language_names[static_cast<int>(key.language)],
                size_names[static_cast<int>(key.size)], key.styled ? "styled" : "plain", key.count);
    for (std::size_t change = 0; change < std::size(change_names); ++change) {
      const auto cell = cells.find(static_cast<Change>(change));
      if (cell == cells.end())
        std::printf(" %14s", "-");
      else
        std::printf(" %13.1f%%", cell->second.percent());
    }
  }
  std::printf("\n");
}

TEST_CASE("of touched prompts at least 99 percent are held") {
  for (const Language language : {Language::english, Language::chinese}) {
    for (const Change change : {Change::touched, Change::one_touched}) {
      CAPTURE(language_names[static_cast<int>(language)], change_names[static_cast<int>(change)]);
      if (change == Change::touched) {
        CHECK(percent([&](const Key& key) {
                return key.language == language && key.change == change;
              }) >= 99);
      }
      // From 100 letters on, or 35 characters of Chinese, in batches of every size.
      for (const BatchKind& kind : batch_kinds) {
        if (change == Change::one_touched && (kind.count < 3 || kind.count == 2'000)) continue;
        CAPTURE(kind.count);
        CHECK(percent([&](const Key& key) {
                return key.language == language && key.change == change &&
                       key.size != Size::brief && key.count == kind.count;
              }) >= 99);
      }
      // A touch is a third of a prompt of eleven characters.
      CHECK(percent([&](const Key& key) {
              return key.language == language && key.change == change && key.size == Size::brief;
            }) >= (language == Language::english ? 99 : 95));
    }
  }
}

// Two prompts are enough to show what their style is; one is not.
TEST_CASE("of prompts whose common style was changed at least 99 percent are held") {
  for (const auto& [key, tally] : measured()) {
    if (key.change != Change::style || key.count < 2) continue;
    CAPTURE(language_names[static_cast<int>(key.language)], size_names[static_cast<int>(key.size)],
            key.count);
    CHECK(tally.percent() >= 99);
  }
}

TEST_CASE("of a new batch at most 5 percent are held, or 25 where prompts are brief") {
  for (const Language language : {Language::english, Language::chinese}) {
    for (const bool styled : {false, true}) {
      for (const Change change : {Change::new_scenes, Change::new_row}) {
        CAPTURE(language_names[static_cast<int>(language)], styled,
                change_names[static_cast<int>(change)]);
        const auto is_chosen = [&](const Key& key) {
          return key.language == language && key.styled == styled && key.change == change;
        };
        CHECK(percent([&](const Key& key) { return is_chosen(key) && key.size != Size::brief; }) <=
              5);
        // A dictionary of twenty subjects and twenty actions has nothing new to say after
        // thousands.
        CHECK(percent([&](const Key& key) {
                return is_chosen(key) && key.size == Size::brief && key.count < 2'000;
              }) <= 25);
      }
    }
  }
}

}  // namespace shotlist::tests::near_texts_test
