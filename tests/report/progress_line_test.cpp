#include "report/progress_line.h"

#include <string>
#include <vector>

#include "base/display_width.h"
#include "report/shown_text.h"
#include "support/catch2.h"

using namespace shotlist::base;
using namespace shotlist::model;
using namespace shotlist::report;
using namespace shotlist::tests;
using namespace std::chrono_literals;

namespace {

ProgressFacts halfway() {
  ProgressFacts facts;
  facts.rows = 6;
  facts.done = 3;
  facts.submitted = 3;
  facts.retrying = 1;
  return facts;
}

ProgressPace usual_pace() {
  return {58.9, 3s, {}};
}

}  // namespace

TEST_CASE("the line says how far it is, what became of the rows, how fast, and how long") {
  struct Case {
    ProgressFacts facts;
    ProgressPace pace;
    std::string line;
  };
  const std::vector<Case> cases = {
      {halfway(), usual_pace(), "3/6  submitted 3 · retrying 1 · 58.9/min · ETA 0:03"},
      {{6, 0, 0, 0, 0, 0, 0}, {}, "0/6  submitted 0"},
      {{6, 6, 3, 1, 1, 1, 0}, {}, "6/6  submitted 3 · failed 1 · rejected 1 · in doubt 1"},
      {{9, 1, 1, 0, 0, 0, 4},
       {6.0, 80s, 2s},
       "1/9  submitted 1 · retrying 4 · waiting 0:02 · 6.0/min · ETA 1:20"},
      {{9, 1, 1, 0, 0, 0, 0}, {0.1, 3661s, {}}, "1/9  submitted 1 · 0.1/min · ETA 1:01:01"},
      {{9, 1, 1, 0, 0, 0, 0}, {60'000.0, 1ms, {}}, "1/9  submitted 1 · 1000.0/s · ETA 0:01"},
      {{9, 1, 1, 0, 0, 0, 0}, {0.0, 5000h, {}}, "1/9  submitted 1 · 0.0/min"},
      {halfway(),
       {58.9, 3s, {}, {Rate{49, 1s}, {}}},
       "3/6  submitted 3 · retrying 1 · 58.9/min · server takes 49/s · ETA 0:03"},
      {halfway(),
       {{}, {}, {}, {{}, 4}},
       "3/6  submitted 3 · retrying 1 · server takes 4 at a time"},
  };
  for (const Case& c : cases) {
    CHECK(progress_text(c.facts, c.pace, 200, Style()) == c.line);
  }
}

TEST_CASE("a narrow terminal sees less, and the most important words longest") {
  struct Case {
    std::size_t width;
    std::string line;
  };
  const std::vector<Case> cases = {
      {100,
       "[################----------------] 3/6  submitted 3 · retrying 1 · 58.9/min · ETA 0:03"},
      {80, "[#############-------------] 3/6  submitted 3 · retrying 1 · 58.9/min · ETA 0:03"},
      {62, "[####----] 3/6  submitted 3 · retrying 1 · 58.9/min · ETA 0:03"},
      {61, "3/6  submitted 3 · retrying 1 · 58.9/min · ETA 0:03"},
      {40, "3/6  submitted 3 · retrying 1 · ETA 0:03"},
      {30, "3/6  submitted 3 · ETA 0:03"},
      {16, "3/6  submitted 3"},
      {10, "3/6"},
      {2, "3…"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.width);
    CHECK(progress_bar(halfway(), usual_pace(), c.width, Style()) == c.line);
  }
}

TEST_CASE("no line is ever wider than the terminal") {
  ProgressFacts facts{200'000, 123'456, 100'000, 1234, 5678, 9, 77};
  for (std::size_t width = 1; width <= 160; ++width) {
    CAPTURE(width);
    CHECK(display_width(progress_bar(facts, {58.9, 7h, 30s}, width, Style())) <= width);
  }
}

TEST_CASE("the bar is empty at the start, full at the end, and full where there is nothing to do") {
  const auto bar_of = [](std::size_t done, std::size_t rows) {
    ProgressFacts facts;
    facts.rows = rows;
    facts.done = done;
    const std::string line = progress_bar(facts, {}, 79, Style());
    return line.substr(0, line.find(' '));
  };
  CHECK(bar_of(0, 3) == "[--------------------------------]");
  CHECK(bar_of(1, 3) == "[##########----------------------]");
  CHECK(bar_of(3, 3) == "[################################]");
  CHECK(bar_of(199'999, 200'000) == "[###############################-]");
  CHECK(bar_of(0, 0) == "[################################]");
}

TEST_CASE("colour is used only when asked for, and takes no room") {
  const std::string plain = progress_bar(halfway(), usual_pace(), 80, Style(false));
  const std::string coloured = progress_bar(halfway(), usual_pace(), 80, Style(true));
  CHECK(!contains(plain, "\x1b"));
  CHECK(contains(coloured, "\x1b[32msubmitted 3\x1b[0m"));
}
