#include "manifest/yaml_words.h"

#include <string>

#include <yaml-cpp/exceptions.h>

#include "support/catch2.h"

namespace shotlist::tests::yaml_words_test {

using namespace shotlist::manifest;

TEST_CASE("everything that yaml-cpp says of a file is said in words of ours") {
  using namespace YAML::ErrorMsg;
  const std::string general(yaml_words_for("something new").what);
  CHECK(general == "this is not YAML");
  for (const std::string message : {YAML_DIRECTIVE_ARGS, YAML_VERSION,
                                    YAML_MAJOR_VERSION,  REPEATED_YAML_DIRECTIVE,
                                    TAG_DIRECTIVE_ARGS,  REPEATED_TAG_DIRECTIVE,
                                    CHAR_IN_TAG_HANDLE,  TAG_WITH_NO_SUFFIX,
                                    END_OF_VERBATIM_TAG, END_OF_MAP,
                                    END_OF_MAP_FLOW,     END_OF_SEQ,
                                    END_OF_SEQ_FLOW,     MULTIPLE_TAGS,
                                    MULTIPLE_ANCHORS,    MULTIPLE_ALIASES,
                                    ALIAS_CONTENT,       INVALID_HEX,
                                    INVALID_UNICODE,     INVALID_ESCAPE,
                                    UNKNOWN_TOKEN,       DOC_IN_SCALAR,
                                    EOF_IN_SCALAR,       CHAR_IN_SCALAR,
                                    TAB_IN_INDENTATION,  FLOW_END,
                                    BLOCK_ENTRY,         MAP_KEY,
                                    MAP_VALUE,           ALIAS_NOT_FOUND,
                                    ANCHOR_NOT_FOUND,    CHAR_IN_ALIAS,
                                    CHAR_IN_ANCHOR,      ZERO_INDENT_IN_BLOCK,
                                    CHAR_IN_BLOCK,       AMBIGUOUS_ANCHOR,
                                    UNKNOWN_ANCHOR}) {
    INFO(message);
    const YamlWords words = yaml_words_for(message);
    CHECK(words.what != general);
    CHECK_FALSE(words.remedy.empty());
  }
}

}  // namespace shotlist::tests::yaml_words_test
