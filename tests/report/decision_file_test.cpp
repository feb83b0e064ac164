#include "report/decision_file.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests {
namespace {

/// A file, the decisions in it, and its mistakes as they are shown.
struct File {
  explicit File(std::string bytes, bool is_variable = false)
      : source(manifest::decode_source("d.csv", std::move(bytes))),
        decisions(report::read_decisions(source, is_variable, diagnostics)) {}

  std::string text() const {
    std::string text;
    for (const report::WrittenDecision& decision : decisions)
      text += decision.id + " " + std::string(to_text(decision.word)) + "\n";
    return text;
  }

  std::string mistakes() const {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.in_file_order())
      text += std::string(to_text(diagnostic.code)) + " " + to_text(diagnostic) + "\n";
    return text;
  }

  manifest::SourceText source;
  Diagnostics diagnostics;
  std::vector<report::WrittenDecision> decisions;
};

TEST_CASE("decisions are read from whatever a spreadsheet makes of the table") {
  const std::string results =
      "id,status,task_id,attempts,decision\r\na,in_doubt,,1,retry\r\nb,submitted,t:1,2,\r\n"
      "c,failed,,1,Skip \r\n";
  const struct {
    const char* what;
    std::string bytes;
  } cases[] = {
      {"as it was", results},
      {"with a mark", "\xEF\xBB\xBF" + results},
      {"only the columns that are needed", "id,decision\na,retry\nc,skip\n"},
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
      {"the same twice", "id,decision\na,retry\nc,skip\na,retry\na,\n"},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    const File file(test.bytes);
    CHECK(file.text() == "a retry\nc skip\n");
    CHECK(file.diagnostics.errors() == 0);
  }
}

TEST_CASE("what the file says of a decided row is kept, and what it can not say is left out") {
  const File file(
      "id,status,attempts,task_id,fingerprint,decision,status\n"
      "a,in_doubt,2,,0123456789abcdef0123456789abcdef,retry,mine\n"
      "b,Submitted,many,t:1,1.2E+31,skip,mine\n");
  REQUIRE(file.decisions.size() == 2);
  const report::WrittenDecision& a = file.decisions[0];
  CHECK(a.status == Status::in_doubt);
  CHECK(a.attempts == 2);
  CHECK(a.task_id.empty());
  CHECK(a.fingerprint == parse_fingerprint("0123456789abcdef0123456789abcdef"));
  const report::WrittenDecision& b = file.decisions[1];
  CHECK(b.status == Status::submitted);
  CHECK(!b.attempts);
  CHECK(b.task_id == "t:1");
  CHECK(!b.fingerprint);
}

TEST_CASE("every mistake of a file of decisions is found, at its place") {
  const struct {
    const char* bytes;
    const char* mistakes;
  } cases[] = {
      {"", "missing-key d.csv: the file is empty; give a CSV with the columns id and decision\n"},
      {"id,status\na,b\n",
       "missing-key d.csv:1:1: there is no column decision; add it, and in it retry, skip or "
       "not_created; or leave --decisions out\n"},
      {"decision\nskip\n",
       "missing-key d.csv:1:1: there is no column id; name the rows in it, as the results file "
       "does\n"},
      {"id,decision,Decision\na,,\n",
       "repeated-key d.csv:1:13: a second column is called decision; remove one of them\n"},
      {"id,decision\na,retyr\nb,\"again\"\n",
       "bad-decision d.csv:2:3: decision can not be \"retyr\"; did you mean retry? write retry, "
       "skip or not_created, or leave the cell empty\n"
       "bad-decision d.csv:3:3: decision can not be \"again\"; write retry, skip or not_created, "
       "or "
       "leave the cell empty\n"},
      {"id,decision\n,skip\n",
       "bad-decision d.csv:2:2: a decision on a row without an id; write the id of the row it is "
       "about\n"},
      {"id,decision\na,retry\nb,skip\na,skip\n",
       "bad-decision d.csv:4:3: skip for a, after retry on line 2; remove one of them\n"},
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
}  // namespace shotlist::tests
