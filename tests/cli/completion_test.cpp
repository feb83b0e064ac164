#include "cli/completion.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "cli/command_options.h"
#include "support/catch2.h"
#include "support/temporary_directory.h"
#include "system/posix_disk.h"

namespace shotlist::tests::completion_test {
namespace {

using Words = std::vector<std::string>;

constexpr const char* manifest = R"(shotlist: 1
defaults: { model: sora-2-pro, size: large, duration: 15 }
matrix: { orientation: [portrait, landscape] }
shots:
  - { id: market, prompt: "A market, {{style}}", vars: { style: noir } }
  - { id: harbor, prompt: "A harbor, {{style}}", vars: { style: in ink } }
)";

/// A folder with that manifest, in which command lines are typed.
class Folder {
 public:
  Folder() { write("shots.yaml", manifest); }

  std::string path(const std::string& name) const { return directory_.file(name); }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(path(name), std::ios::binary) << text;
  }

  cli::Completion complete(const Words& words) {
    return cli::complete(words, disk_, directory_.path());
  }

  Words offered(const Words& words) {
    Words found;
    for (const cli::Candidate& candidate : complete(words).candidates)
      found.push_back(candidate.word);
    return found;
  }

 private:
  TemporaryDirectory directory_;
  system::PosixDisk disk_;
};

bool has(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

TEST_CASE("the first word is a command, with what it does") {
  Folder folder;
  CHECK(folder.offered({"re"}) == Words{"retry", "resolve", "review"});
  CHECK(has(folder.offered({""}), "help"));
  CHECK(folder.offered({"--v"}) == Words{"--version"});
  CHECK(folder.offered({"help", "ru"}) == Words{"run", "runs"});
  CHECK(folder.offered({"nothing", ""}).empty());
  const auto candidates = folder.complete({"mod"}).candidates;
  REQUIRE(candidates.size() == 1);
  CHECK(candidates.front().meaning.find("allowed values") != std::string::npos);
}

TEST_CASE("no word of ours is offered for the hidden command that completes") {
  Folder folder;
  CHECK(folder.offered({"comp"}) == Words{"completion"});
  CHECK(folder.offered({"completion", ""}) == Words{"bash", "zsh", "fish"});
}

TEST_CASE("options are offered once they are begun, and those that cannot come any more are not") {
  Folder folder;
  CHECK(folder.offered({"run", "--sandbox-s"}) == Words{"--sandbox-seed", "--sandbox-shape"});
  CHECK(folder.offered({"sandbox", "--sh"}) == Words{"--shape"});
  CHECK(has(folder.offered({"run", "shots.yaml", ""}), "--limit"));
  CHECK_FALSE(has(folder.offered({"run", "--limit", "3", "--"}), "--limit"));
  CHECK(has(folder.offered({"run", "--only", "a", "--"}), "--only"));
  CHECK_FALSE(has(folder.offered({"run", "--sandbox", "--"}), "--base-url"));
  CHECK_FALSE(has(folder.offered({"run", "--"}), "--api-key"));
  CHECK(folder.offered({"run", "--", "--"}).empty());
}

TEST_CASE("a manifest is one of the files of its kinds, and a folder is one of the folders") {
  Folder folder;
  const cli::Completion manifests = folder.complete({"run", ""});
  CHECK(manifests.kind == cli::Completion::Kind::files);
  CHECK(manifests.endings == Words{"yaml", "yml", "csv", "tsv"});
  const cli::Completion key = folder.complete({"run", "shots.yaml", "--api-key-file", ""});
  CHECK(key.kind == cli::Completion::Kind::files);
  CHECK(key.endings.empty());
  CHECK(folder.complete({"collect", "--download="}).kind == cli::Completion::Kind::folders);
}

TEST_CASE("ids are those of the manifest, also behind a comma") {
  Folder folder;
  const std::string shots = folder.path("shots.yaml");
  CHECK(folder.offered({"run", shots, "--only", "m"}) ==
        Words{"market@portrait", "market@landscape"});
  CHECK(folder.offered({"run", "--only", "market@portrait,har", shots}).empty());
  CHECK(folder.offered({"run", shots, "--only=x,harbor@l"}) == Words{"--only=x,harbor@landscape"});
  CHECK(folder.offered({"resolve", shots, "market@portrait", "harbor@p"}) ==
        Words{"harbor@portrait"});
  CHECK(folder.offered({"run", "~/shots.yaml", "--only", "harbor@p"}) == Words{"harbor@portrait"});
}

TEST_CASE("ids are those that the options before them make") {
  Folder folder;
  folder.write("table",
               "id,prompt,model,orientation,size,duration\na,A,sora-2-pro,portrait,large,15\n");
  const std::string table = folder.path("table");
  CHECK(folder.offered({"run", table, "--only", ""}).empty());
  CHECK(folder.offered({"run", table, "--format=csv", "--only", ""}) == Words{"a"});
}

TEST_CASE("a manifest with mistakes has the ids of its other rows, and one that is none has none") {
  Folder folder;
  folder.write("typo.csv",
               "id,prompt,model,orientation,size,duration\n"
               "a,A,sora-2-pro,portrait,large,15\nb,B,sora-2-pro,portrat,large,15\n");
  folder.write("broken.yaml", "shots: [");
  CHECK(folder.offered({"run", folder.path("typo.csv"), "--only", ""}) == Words{"a"});
  CHECK(folder.offered({"run", folder.path("broken.yaml"), "--only", ""}).empty());
  CHECK(folder.offered({"run", folder.path("nothing.yaml"), "--only", ""}).empty());
  CHECK(folder.offered({"run", folder.path(""), "--only", ""}).empty());
  CHECK(folder.offered({"run", "-", "--only", ""}).empty());
}

TEST_CASE("rows are chosen by fields and variables, and by what they hold") {
  Folder folder;
  const std::string shots = folder.path("shots.yaml");
  const Words names = folder.offered({"run", shots, "--where", ""});
  CHECK(has(names, "id="));
  CHECK(has(names, "orientation="));
  CHECK(has(names, "style="));
  CHECK_FALSE(has(names, "task_id="));
  CHECK(folder.offered({"run", shots, "--where", "style="}) == Words{"style=noir", "style=in ink"});
  CHECK(folder.offered({"run", shots, "--where", "orientation=l"}) ==
        Words{"orientation=landscape"});
  CHECK(folder.offered({"run", "~/shots.yaml", "--where", "style=n"}) == Words{"style=noir"});
  CHECK(folder.offered({"run", shots, "--where", "nothing="}).empty());
}

TEST_CASE("columns that may be variables are offered, also one whose name is close to a field") {
  Folder folder;
  folder.write("urls.csv", "id,prompt,image_url,style\na,A,https://example.com/a.jpg,noir\n");
  CHECK(folder.offered({"check", folder.path("urls.csv"), "--variables", ""}) ==
        Words{"image_url", "style"});
}

TEST_CASE("a review goes by the columns of the results, and its ids are those of the file") {
  Folder folder;
  const std::string shots = folder.path("shots.yaml");
  CHECK(folder.offered({"review", shots, "--sort", "status,lat"}) == Words{"status,latency_ms"});
  CHECK(has(folder.offered({"review", shots, "--sort", ""}), "style"));
  CHECK(folder.offered({"review", shots, "--where", "status=in"}) == Words{"status=in_doubt"});
  folder.write("r.csv", "id,status,task_id,prompt,model\nx,submitted,t-1,A,sora-2\n");
  CHECK(folder.offered({"review", folder.path("r.csv"), "--where", "model="}) ==
        Words{"model=sora-2"});
  CHECK(folder.offered({"review", shots, "--status", "submitted,no"}) ==
        Words{"submitted,not_sent"});
}

TEST_CASE("settings are the fields of the models, and their values what the models allow") {
  Folder folder;
  CHECK(has(folder.offered({"check", "--set", "mo"}), "model="));
  CHECK(has(folder.offered({"check", "--set", "model=so"}), "model=sora-2-pro"));
  CHECK_FALSE(has(folder.offered({"check", "--set", "model="}), "model=veo3*"));
  CHECK(has(folder.offered({"check", "--set", "orientation="}), "orientation=portrait"));
  CHECK(folder.offered({"check", "--set", "watermark="}) ==
        Words{"watermark=true", "watermark=false"});
}

TEST_CASE("faults of each kind are offered, and more is awaited behind them") {
  Folder folder;
  const Words faults = folder.offered({"run", "--fault", ""});
  for (const char* fault : {"502=", "query-late=", "link-once=", "file-cut="})
    CHECK(has(faults, fault));
  CHECK(cli::goes_on("502="));
  CHECK_FALSE(cli::goes_on("portrait"));
}

TEST_CASE("every word that is offered for an option is one that it takes") {
  cli::Drafts drafts;
  std::size_t words = 0;
  drafts.each([&](const char* name, auto& draft) {
    for (const cli::Option& option : cli::options_of(draft)) {
      if (option.words == nullptr) continue;
      for (std::string word : option.words()) {
        CAPTURE(name, option.names, word);
        if (word.ends_with('=')) word += "5%";
        if (word.ends_with(':')) word += '1';
        CHECK(option.take(word));
        ++words;
      }
    }
  });
  CHECK(words > 100);
}

}  // namespace
}  // namespace shotlist::tests::completion_test
