#include "manifest/column_names.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::column_names_test {

using namespace shotlist::manifest;

TEST_CASE("a name means a field in any case, between any blanks, and in Chinese") {
  const api::Profiles profiles;
  for (const char* name :
       {"prompt", "PROMPT", " Prompt ", "\u00a0prompt\u3000", "\ufeffprompt", "提示词"}) {
    CAPTURE(name);
    CHECK(field_named(name, profiles) == "prompt");
  }
  CHECK(field_named("ID", profiles) == "id");
  CHECK(field_named("编号", profiles) == "id");
  CHECK(field_named("TAKES", profiles) == "takes");
  CHECK(field_named("promt", profiles).empty());
}

TEST_CASE("a name is close to a field") {
  struct Case {
    const char* name;
    const char* field;  // with ? if the name often means something else
  };
  const api::Profiles profiles;
  for (const Case& c : std::vector<Case>{{"promt", "prompt"},
                                         {"Prompt text", "prompt"},
                                         {"prompt:", "prompt"},
                                         {"提示词：", "prompt"},
                                         {"ｐｒｏｍｐｔ", "prompt"},
                                         {"提示词/Prompt", "prompt"},
                                         {"プロンプト", "prompt"},
                                         {"image_url", "images"},
                                         {"Image URLs", "images"},
                                         {"参考图", "images"},
                                         {"duration (s)", "duration"},
                                         {"时长（秒）", "duration"},
                                         {"Dauer", "duration"},
                                         {"DURÉE", "duration"},
                                         {"длительность", "duration"},
                                         {"водяной_знак", "watermark"},
                                         {"방향", "orientation?"},
                                         {"Größe", "size?"},
                                         {"length", "duration?"},
                                         {"mode", "model?"},
                                         {"style", ""},
                                         {"note", ""},
                                         {"time", ""},
                                         {"scene", ""},
                                         {"character", ""},
                                         {"镜头", ""},
                                         {"title", ""}}) {
    CAPTURE(c.name);
    const auto close = field_close_to(c.name, profiles);
    CHECK((close ? close->name + (close->is_sure ? "" : "?") : "") == c.field);
  }
}

}  // namespace shotlist::tests::column_names_test
