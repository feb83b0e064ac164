#include "show/held.h"

#include <string>
#include <vector>

#include "base/display_width.h"
#include "base/text.h"
#include "results/lines.h"
#include "support/catch2.h"
#include "support/shown_text.h"

namespace shotlist::tests::held_test {
namespace {

using plan::HeldBy;
using show::HeldRow;
using show::HeldRows;

const std::string here = "https://api.example.com";

plan::Hold hold(HeldBy by = HeldBy::near) {
  plan::Hold hold;
  hold.by = by;
  hold.purchase.row = "harbor";
  hold.purchase.entry = "krtvbcdfghjk";
  hold.purchase.manifest = "old shots";
  hold.purchase.server = "http://127.0.0.1:8080";
  hold.purchase.status = Status::submitted;
  hold.purchase.sent_at = *parse_date("2026-03-01T09:30:00.125Z");
  if (by == HeldBy::other_ledger) hold.ledger = "/archive/shotlist.db";
  return hold;
}

HeldRows held(std::size_t rows, std::vector<HeldRow> examples) {
  HeldRows held;
  held.rows = rows;
  held.examples = std::move(examples);
  held.server = here;
  held.command = "shotlist run shots.yaml";
  return held;
}

}  // namespace

TEST_CASE("why a row is held is said with the purchase that it may be") {
  const struct {
    HeldBy by;
    const char* text;
  } cases[] = {
      {HeldBy::near,
       "nearly the same as harbor (krtvbcdfghjk), submitted at 2026-03-01T09:30:00.125Z"},
      {HeldBy::other_manifest,
       "the same as harbor (krtvbcdfghjk), submitted at 2026-03-01T09:30:00.125Z by old shots"},
      {HeldBy::other_server,
       "the same as harbor (krtvbcdfghjk), submitted at 2026-03-01T09:30:00.125Z, at another "
       "server: http://127.0.0.1:8080, not https://api.example.com"},
      {HeldBy::other_ledger,
       "the same as harbor (krtvbcdfghjk), submitted at 2026-03-01T09:30:00.125Z in another "
       "ledger, /archive/shotlist.db"},
  };
  for (const auto& test : cases)
    CHECK(results::held_because(hold(test.by), here) == test.text);
  plan::Hold doubtful = hold();
  doubtful.purchase.status = Status::in_doubt;
  CHECK(results::held_because(doubtful, here) ==
        "nearly the same as harbor (krtvbcdfghjk), in doubt since 2026-03-01T09:30:00.125Z");
}

TEST_CASE("one held row is shown with what differs, and both ways to release it") {
  HeldRows one =
      held(1, {{"harbor",
                hold(),
                {{"duration", "15", "25"}, {"seed", "", "7"}, {"watermark", "true", ""}}}});
  CHECK(show::held_text(one, 100) ==
        R"(1 row is held: it looks paid for, and is not sent until you say so
  harbor  nearly the same as harbor (krtvbcdfghjk), submitted at 2026-03-01T09:30:00.125Z
    duration: 15 -> 25
    seed: nothing -> 7
    watermark: true -> nothing
  to accept what there is:  shotlist run shots.yaml --held keep:1
  to pay for it again:      shotlist run shots.yaml --held resubmit:1
)");
  one.currency = "CNY";
  one.cost.add(parse_money("4.8"));
  CHECK(contains(show::held_text(one, 100), "--held resubmit:1  (CNY 4.80)\n"));
}

TEST_CASE("of many held rows some are shown, and the number is in the commands") {
  HeldRows many = held(97, {{"a", hold(), {}}, {"b", hold(), {}}, {"c", hold(), {}}});
  many.currency = "CNY";
  for (int i = 0; i < 95; ++i)
    many.cost.add(parse_money("4.8"));
  many.cost.add({});
  many.cost.add({});
  const std::string text = show::held_text(many, 100);
  CHECK(text.starts_with(
      "97 rows are held: they look paid for, and are not sent until you say so\n  a "));
  CHECK(contains(text, R"(
  ... and 94 more
  to accept what there is:  shotlist run shots.yaml --held keep:97
  to pay for them again:    shotlist run shots.yaml --held resubmit:97  (CNY 456.00 + 2 rows of unknown price)
)"));
}

TEST_CASE("where no row is held nothing is said") {
  CHECK(show::held_text(held(0, {}), 100).empty());
}

TEST_CASE("values that differ are cut to their ends, and are one line each") {
  HeldRows rows =
      held(1, {{"harbor", hold(), {{"prompt", "A harbor\nat dawn", std::string(400, 'x')}}}});
  const std::string text = show::held_text(rows, 60);
  CHECK(contains(text, "    prompt: A harbor at dawn\n      -> xxxx"));
  CHECK(contains(text, "…\n  to accept"));
}

TEST_CASE("on a narrow terminal the parts that differ are shown below each other") {
  const std::string style(200, 's');
  const HeldRows rows =
      held(1, {{"harbor",
                hold(),
                {{"prompt", style + " a market at dawn in the rain, " + style + " by the sea",
                  style + " a market at dusk in the driving rain, " + style + " by the sea"}}}});
  CHECK(contains(show::held_text(rows, 40), R"(
    prompt: …dawn in the…
      -> …dusk in the driving…
)"));
  const HeldRows cjk = held(1, {{"harbor",
                                 hold(),
                                 {{"prompt", "夜市的早晨，雨后的街道上没有人，只有灯光",
                                   "夜市的黄昏，雨后的街道上有很多人，没有灯光"}}}});
  CHECK(contains(show::held_text(cjk, 40), R"(
    prompt: …早晨，雨后的街道上没有人，
      只…
      -> …黄昏，雨后的街道上有很多人
         ，没…
)"));
}

TEST_CASE("of a rehearsal's held rows it is said that nothing was paid") {
  HeldRows rows = held(1, {{"harbor", hold(), {}}});
  rows.server = ledger::sandbox_server;
  CHECK(contains(show::held_text(rows, 200), "(a rehearsal: nothing was paid)"));
}

TEST_CASE("of long texts that begin alike the part that differs is shown") {
  const std::string style(200, 's');
  const struct {
    std::string before, after, text;
  } cases[] = {
      {style + " a market at dawn", style + " a market, at dusk",
       "    prompt: …market at dawn -> …market, at dusk\n"},
      {style + " a market", style, "    prompt: … a market -> …\n"},
      {style + "夜市的早晨", style + "夜市的黄昏", "    prompt: …早晨 -> …黄昏\n"},
      // These two characters have their first two bytes in common.
      {style + "市", style + "帀", "    prompt: …市 -> …帀\n"},
  };
  for (const auto& test : cases) {
    const HeldRows rows = held(1, {{"harbor", hold(), {{"prompt", test.before, test.after}}}});
    CHECK(contains(show::held_text(rows, 80), test.text));
  }
}

TEST_CASE("no line but a command is wider than the terminal, and none is hostile") {
  const std::string words = "\x1b[2J\n\xE2\x80\xAE\x9b";
  plan::Hold hostile = hold(HeldBy::other_ledger);
  hostile.purchase.row = hostile.ledger = words;
  HeldRows rows = held(1, {{words, hostile, {{words, words + std::string(300, 'y'), words}}},
                           {"b", hold(HeldBy::other_server), {{"prompt", "夜市", "雨夜的市场"}}}});
  rows.currency = words;
  rows.cost.add(parse_money("1"));
  for (std::size_t width = 40; width <= 160; ++width) {
    const std::string text = show::held_text(rows, width);
    CHECK_FALSE(has_unsafe_characters(text));
    for (const std::string_view line : split(text, '\n')) {
      CAPTURE(width, line);
      CHECK((contains(line, "shotlist run") || display_width(line) <= width));
    }
  }
}

}  // namespace shotlist::tests::held_test
