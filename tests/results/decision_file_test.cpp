#include "results/decision_file.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::decision_file_test {
namespace {

/// A file, the decisions in it, and its mistakes as they are shown.
struct File {
  explicit File(std::string bytes, bool is_variable = false)
      : source(manifest::decode_source("d.csv", std::move(bytes))),
        decisions(results::read_decisions(source, is_variable, diagnostics)) {}

  std::string text() const {
    std::string text;
    for (const results::WrittenDecision& decision : decisions) {
      text += decision.id;
      if (decision.word) text += std::string(" ") + words[static_cast<int>(*decision.word)];
      if (!decision.entry.empty()) text += " beside " + decision.entry;
      if (!decision.task_id.empty()) text += " as " + decision.task_id;
      text += '\n';
    }
    return text;
  }

  std::string mistakes() const {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.in_file_order())
      text += std::string(to_text(diagnostic.code)) + " " + to_text(diagnostic) + "\n";
    return text;
  }

  static constexpr const char* words[] = {"retry", "skip", "not_created", "resubmit", "keep"};

  manifest::SourceText source;
  Diagnostics diagnostics;
  std::vector<results::WrittenDecision> decisions;
};

TEST_CASE("decisions are read from whatever a spreadsheet makes of the table") {
  const std::string results =
      "id,status,task_id,attempts,decision\r\na,in_doubt,,1,retry\r\nb,not_sent,,0,\r\n"
      "c,failed,,1,Skip \r\n";
  const struct {
    const char* what;
    std::string bytes;
  } cases[] = {
      {"as it was", results},
      {"with a mark", "\xEF\xBB\xBF" + results},
      {"only the columns that are needed", "id,decision\na,retry\nc,skip\n"},
      {"blanks of all kinds", "id, decision \na,\xC2\xA0retry\nc,  Skip\xE3\x80\x80\n"},
      {"capitals in the header", "ID,Decision\na,RETRY\nc,SKIP\n"},
      {"semicolons, columns moved", "decision;note;id\nretry;x;a\n;;b\nskip;y;c\n"},
      {"tabs", "id\tdecision\na\tretry\nc\tskip\n"},
      {"what separates is said", "sep=;\nid;decision\na;retry\nc;skip\n"},
      {"empty cells at the end left out", "id,decision,note,more\na,retry\nb\nc,skip,x\n"},
      {"blank rows below", "id,decision\na,retry\nc,skip\n,\n,,,\n"},
      {"GBK", "id,note,decision\na,\xD2\xB2\xD0\xED,retry\nc,\xD2\xB9\xCA\xD0,skip\n"},
      {"UTF-16", std::string("\xFF\xFEi\0d\0\t\0d\0e\0c\0i\0s\0i\0o\0n\0\n\0"
                             "a\0\t\0r\0e\0t\0r\0y\0\n\0c\0\t\0s\0k\0i\0p\0",
                             54)},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    const File file(test.bytes);
    CHECK(file.text() == "a retry\nc skip\n");
    CHECK(file.diagnostics.errors() == 0);
  }
}

TEST_CASE("every word is known, in whatever way a spreadsheet writes it") {
  const struct {
    const char* text;
    std::optional<plan::RowWord> word;
  } cases[] = {
      {"retry", plan::RowWord::retry},
      {"Retry ", plan::RowWord::retry},
      {"SKIP", plan::RowWord::skip},
      {"not_created", plan::RowWord::not_created},
      {"Not_Created", plan::RowWord::not_created},
      {"resubmit", plan::RowWord::resubmit},
      {"keep", plan::RowWord::keep},
      {"", {}},
      {"TRUE", {}},
      {"not created", {}},
      {"created", {}},
      {"retry!", {}},
  };
  for (const auto& test : cases) {
    CAPTURE(test.text);
    CHECK(results::parse_row_word(test.text) == test.word);
  }
}

TEST_CASE("a word has the entry and the task id that stand beside it") {
  const struct {
    const char* what;
    const char* bytes;
    const char* text;
  } cases[] = {
      {"as it was", "id,status,task_id,entry,decision\na,in_doubt,,bcdfghjklmnp,retry\n",
       "a retry beside bcdfghjklmnp\n"},
      {"columns moved", "decision,entry,task_id,id,status\nretry,bcdfghjklmnp,,a,in_doubt\n",
       "a retry beside bcdfghjklmnp\n"},
      {"a task id pasted", "id,status,task_id,entry,decision\na,in_doubt,t:1,bcdfghjklmnp,\n",
       "a beside bcdfghjklmnp as t:1\n"},
      {"a task id pasted, with blanks", "id,task_id,entry\na, t:1 ,bcdfghjklmnp\n",
       "a beside bcdfghjklmnp as t:1\n"},
      {"a task id with a guard", "id,task_id,entry\na,'20260301093000125,bcdfghjklmnp\n",
       "a beside bcdfghjklmnp as 20260301093000125\n"},
      {"variables of the same names", "id,task_id,entry,decision,entry,id\na,,bcdfgh,skip,x,y\n",
       "a skip beside bcdfgh\n"},
      {"the entry alone", "id,entry,decision\n,bcdfghjklmnp,keep\n", " keep beside bcdfghjklmnp\n"},
      {"truth values beside it", "id,watermark,entry,decision\na,TRUE,bcdfghjklmnp,keep\n",
       "a keep beside bcdfghjklmnp\n"},
      {"neither word nor task", "id,task_id,entry,decision\na,,bcdfghjklmnp,\n", ""},
      {"its own file, with nothing written",
       "id,status,task_id,entry\na,submitted,t:1,bcdfghjklmnp\n", "a beside bcdfghjklmnp as t:1\n"},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    const File file(test.bytes);
    CHECK(file.text() == test.text);
    CHECK(file.mistakes().empty());
  }
}

TEST_CASE("a decision is at its word, and a pasted task id at its cell") {
  const File file("id,task_id,entry,decision\na,,b,skip\nc,t:1,d,\n");
  REQUIRE(file.decisions.size() == 2);
  CHECK(file.decisions[0].at.line == 2);
  CHECK(file.decisions[0].at.offset == std::string("id,task_id,entry,decision\na,,b,").size());
  CHECK(file.decisions[1].at.line == 3);
  CHECK(file.decisions[1].at.offset ==
        std::string("id,task_id,entry,decision\na,,b,skip\nc,").size());
}

TEST_CASE("every mistake of a file of decisions is found, at its place") {
  const struct {
    const char* bytes;
    const char* mistakes;
  } cases[] = {
      {"", "missing-key d.csv: the file is empty; give a CSV with the columns id and decision\n"},
      {"id,status\na,b\n",
       "missing-key d.csv:1:1: there is no column decision; add it, and in it retry, skip, "
       "not_created, resubmit or keep; or leave --decisions out\n"},
      {"decision\nskip\n",
       "missing-key d.csv:1:1: there is no column id; name the rows in it, as the results file "
       "does\n"},
      {"id,decision,Decision\na,,\n",
       "repeated-key d.csv:1:13: a second column is called decision; remove one of them\n"},
      {"id,decision\na,retyr\nb,\"again\"\n",
       "bad-decision d.csv:2:3: decision cannot be \"retyr\"; did you mean retry? write retry, "
       "skip, not_created, resubmit or keep, or leave the cell empty\n"
       "bad-decision d.csv:3:3: decision cannot be \"again\"; write retry, skip, not_created, "
       "resubmit or keep, or leave the cell empty\n"},
      {"id,decision\n,skip\n",
       "bad-decision d.csv:2:2: a decision on a row without an id; write the id of the row it is "
       "about\n"},
      {"id,decision\na,retry,x\n",
       "ragged-row d.csv:2:9: the row has 3 cells and the header 2; put text that holds `,` in "
       "quotes\n"},
      {"decision,id\nretry\n",
       "ragged-row d.csv:2:1: the row has 1 cell and the header 2; write an empty cell for each "
       "that is left out\n"},
  };
  for (const auto& test : cases) {
    CAPTURE(test.bytes);
    const File file(test.bytes);
    CHECK(file.mistakes() == test.mistakes);
  }
}

TEST_CASE("a variable of the manifest that is called decision is none") {
  CHECK(File("id,status,task_id,decision\na,failed,,retry\n").text() == "a retry\n");
  CHECK(File("id,status,task_id,decision\na,failed,,retry\n", true).decisions.empty());
  CHECK(File("id,status,task_id,decision,decision\na,failed,,x,skip\n", true).text() == "a skip\n");
  CHECK(File("id,decision\na,skip\n", true).text() == "a skip\n");
}

}  // namespace
}  // namespace shotlist::tests::decision_file_test
