"""What is said in Chinese: no English word remains but names, and what programs read is English."""

import json
import re
import socket

from checks import check, has, lacks, same, until
from fake_server import HANG_UP, REJECTED, answer, by_prompt, gateway_error
from stage import KILL, largest_file

CHINESE = {"LC_ALL": "", "LANG": "zh_CN.UTF-8"}

# The keys and values of a manifest, and names of settings.
_NAMES = ("duration", "size", "small", "large", "true", "false", "prompt", "defaults", "vars", "images", "model",
          "sora-2-pro", "sora-2", "none", "timeout", "burst", "attempts", "rate", "jobs")

# Words that Chinese prose of this trade keeps.
_KEPT = {"API", "AVIF", "BOM", "CNY", "CSV", "Ctrl-C", "DB", "Excel", "HTTP", "HTML", "ID", "JPEG", "JSON", "JUnit", "KB", "MB",
         "PNG", "Prometheus", "PostgreSQL", "RFC", "Schema", "URL", "UTF", "UTF-8", "Unicode", "WebP", "YAML", "GBK", "GB",
         "bearer", "extra", "shell", "shotlist", "kB", "ms", "min", "profile", "matrix", "http(s)"}


def _english_in(text, *names):
    """The English words of `text` that are no name, option, file, value, or quoted from a manifest."""
    for name in (*names, *_NAMES):
        text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", " ", text)
    text = re.sub(r"\n    [^\n]*\n *\^~*", "", text)         # a line of the manifest, and its mark
    text = re.sub(r"`[^`]*`|“[^”]*”|\"[^\"]*\"", " ", text)  # quoted
    text = re.sub(r"  shotlist [^\n]*", " ", text)           # a command to paste
    text = re.sub(r"[^\s，。；：、（）]*[/=_@.\[\]{}0-9<>|][^\s，。；：、（）]*|(?<!\w)-[^\s，。；：、（）]+", " ", text)
    return [word for word in re.findall(r"[A-Za-z][A-Za-z'()-]+", text) if word not in _KEPT]


def _must_be_chinese(text, *names):
    check(re.search(r"[\u4e00-\u9fff]", text), f"there is no Chinese in:\n{text}")
    found = _english_in(text, *names)
    check(not found, f"English words {found} in:\n{text}")


_MISTAKEN = """shotlist: 1
nam: x
submit: {rate: 3/q, jobs: -1, timeout: 1 day}
prices: {currency: yuan}
defaults: {model: sora2, duration: 17, size: big, watermark: maybe}
shots:
  - id: one
    promt: hello
  - prompt: "{{style}} {{x"
  - id: a b
    prompt: ''
  - {id: c, prompt: hi, images: [ftp://x, "http://a b", /none.jpg]}
  - {id: c, prompt: hi}
  - just text
"""


def mistakes_of_a_manifest_are_told_in_chinese(stage):
    stage.write("bad.yaml", _MISTAKEN)
    said = stage.shotlist("check", "bad.yaml", environment=CHINESE).must_be(3)
    _must_be_chinese(said.err)
    has(said.err, "bad.yaml:2:1: 未知的键 `nam`；是否想写 `name`？\n")
    stage.write("bad.csv", "promt,size,image_url\na,big,\n# comment\n\"b,c\n")
    said = stage.shotlist("check", "bad.csv", environment=CHINESE).must_be(3)
    _must_be_chinese(said.err, "promt")


def a_run_and_what_follows_speak_chinese(stage):
    server = stage.server(by_prompt({"bad": REJECTED, "drop": HANG_UP}))
    stage.shots("good", "bad", "drop")
    words = ["shots.yaml", "--base-url", server.url, "--price", "2/CNY"]
    names = ["shots", "SHOTLIST_API_KEY", "no such thing", "good", "bad", "drop"]
    planned = stage.shotlist("plan", *words, environment=CHINESE).must_be(0)
    _must_be_chinese(planned.out + planned.err, *names)
    has(planned.out, "发送  a  新  shots.yaml:")
    ran = stage.shotlist("run", *words, "-v", "--yes", environment=CHINESE).must_be(6)
    _must_be_chinese(ran.err, *names)
    has(ran.err, "3 个请求：已提交 1，被拒绝 1，失败 0，存疑 1，搁置 0，未发送 0")
    reviewed = stage.shotlist("review", "shots.yaml", environment=CHINESE).must_be(0)
    _must_be_chinese(reviewed.out, *names)
    # What is recorded is English; what is shown of it is not.
    same([row["status"] for row in stage.results()], ["submitted", "rejected", "in_doubt"], "statuses")
    has(stage.results()[2]["error"], "the server closed the connection without an answer")
    has(reviewed.out, "服务器没有应答就关闭了连接")
    for command in ("resolve", "log", "runs"):
        said = stage.shotlist(command, "shots.yaml", environment=CHINESE).must_be(0)
        entries = [attempt["entry"] for attempt in stage.attempts()]
        _must_be_chinese(said.out + said.err, *names, *entries, socket.gethostname())
    again = stage.shotlist("run", *words, "--sandbox", environment=CHINESE)
    same(again.code, 2, "exit code")
    _must_be_chinese(again.err, "run")


def a_table_of_chinese_is_aligned(stage):
    stage.shots("夜市", "harbor at dawn", "sandbox:refuse")
    stage.shotlist("run", "shots.yaml", "--sandbox", environment=CHINESE).must_be(1)
    table = stage.shotlist("review", "shots.yaml", "--sandbox", environment=CHINESE).must_be(0).out
    lines = table.split("\n\n")[-1].rstrip("\n").split("\n")

    def column(line, part):
        return sum(2 if ord(each) > 0x2e80 else 1 for each in line[:line.index(part)])

    starts = {column(line, part) for line, part in zip(lines, ("提示词", "夜市", "harbor", "sandbox:refuse"))}
    same(len(starts), 1, f"columns in which the prompts begin in\n{table}")


def help_is_chinese_but_for_names(stage):
    commands = re.findall(r"^  ([a-z]+)  ", stage.shotlist("--help").must_be(0).out, re.MULTILINE)
    check(len(commands) >= 15, f"commands: {commands}")
    for command in [*commands, ""]:
        text = stage.shotlist(*command.split(), "--help", environment=CHINESE).must_be(0).out
        # What stands to the left of the descriptions, and lists of words.
        prose = re.sub(r"(?m)^  [a-z-].*?(  |$)|^  -.*?  |^(    | +)[a-z0-9 -]+$|^ +# .*$|^[A-Z_]+  ", " ", text)
        prose = re.sub(r"\b[A-Z]{2,}\b|[a-z]+(?:[、,] ?[a-z]+)+|[a-z]+(?:-[a-z]+)+", " ", prose)
        _must_be_chinese(prose, *commands, "language server", "sandbox:NAME", "meson install", "decision", "run", "collect",
                         "compinit", "bash", "zsh", "fish", "keep", "resubmit", "decision", "not_created", "auto",
                         "csv", "yaml", "markdown", "table", "completed", "Authorization", "psql", "failed", "review",
                         "manifest stem", "stem", "jsonl", "lost", "none", "desc", "fail", "resolve", "shape", "never", "skip", "desc",
                         "fpath", "refuse", "moderate", "stuck", "vanish")


def errors_of_use_are_told_in_chinese(stage):
    for words in (["rum"], ["run"], ["run", "x.yaml", "--rat"], ["run", "x.yaml", "--rate", "fast"],
                  ["run", "x.yaml", "--rate"], ["run", "a.yaml", "b.yaml"], ["check", "none.yaml"], []):
        said = stage.shotlist(*words, environment=CHINESE)
        check(said.code in (2, 3), f"exit code {said.code} of {words}")
        _must_be_chinese(said.err, "rum", "run", "MANIFEST", "fast", "none", "UNIT")


def only_the_first_locale_that_is_set_counts(stage):
    stage.write("bad.yaml", _MISTAKEN)
    english = stage.shotlist("check", "bad.yaml", environment={"LC_ALL": "C"}).must_be(3).err
    lacks(english, "未知")
    for locale in ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, {"LC_ALL": "POSIX", "LC_MESSAGES": "zh_CN.UTF-8"},
                   {"LC_ALL": "", "LC_MESSAGES": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"},
                   {"LC_ALL": "", "LANG": "de_DE.UTF-8"}, {"LC_ALL": ""}, {"LC_ALL": "zh_CN.GBK"}):
        same(stage.shotlist("check", "bad.yaml", environment=locale).err, english, f"what is said with {locale}")
    for locale in ({"LC_ALL": "zh_CN.UTF-8", "LANG": "C"}, {"LC_ALL": "", "LC_MESSAGES": "zh_CN.utf8", "LANG": "C"},
                   {"LC_ALL": "", "LANG": "zh_TW.UTF-8"}, {"LC_ALL": "zh_CN"}):
        has(stage.shotlist("check", "bad.yaml", environment=locale).err, "未知的键")


def what_programs_read_is_the_same_in_every_language(stage):
    stage.write("bad.yaml", _MISTAKEN)
    server = stage.server(by_prompt({"drop": HANG_UP}))
    stage.shots("good", "drop")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, environment=CHINESE).must_be(6)
    for words in (["check", "bad.yaml", "--json"], ["plan", "shots.yaml", "--base-url", server.url, "--json"],
                  ["review", "shots.yaml", "--json"], ["review", "shots.yaml", "--format", "csv"],
                  ["review", "shots.yaml", "--format", "markdown"], ["log", "--json"], ["resolve", "shots.yaml", "--json"],
                  ["models", "--json"], ["schema"], ["completion", "bash"]):
        chinese, english = (stage.shotlist(*words, environment=locale) for locale in (CHINESE, None))
        same(chinese.out, english.out, f"what `{' '.join(words)}` prints")
        same(chinese.code, english.code, "exit code")
    [mistake, *_] = map(json.loads, stage.shotlist("check", "bad.yaml", "--json", environment=CHINESE).out.splitlines())
    has(mistake["message"], "unknown key")
    lacks(stage.read("shots.results.csv"), "服务器")


def a_table_with_chinese_columns_is_reviewed_like_any_other(stage):
    # As Excel saves it in China; and with blanks and capitals around English names.
    stage.path("table.csv").write_bytes(
        "编号,提示词,模型,方向,尺寸,时长\n夜市,雨后的夜市，霓虹倒映在水洼里，小贩正在收摊,sora-2-pro,横屏,small,15\n".encode("gbk"))
    stage.write("capitals.csv", "ID, Prompt ,Model,Orientation,Size,Duration\na,A tram,sora-2-pro,landscape,small,15\n")
    for name, row in (("table.csv", "夜市"), ("capitals.csv", "a")):
        stage.shotlist("run", name, "--sandbox", environment=CHINESE).must_be(0)
        [line] = json.loads(stage.shotlist("review", name, "--sandbox", "--json").must_be(0).out)["requests"]
        same((line["id"], line["status"]), (row, "submitted"), f"what a review of {name} shows")


_REPORTS = ["--log-file", "run.log", "--metrics", "run.prom", "--junit", "run.xml"]


def _files_must_be_english(stage, *kept):
    for path in stage.directory.rglob("*"):
        if path.is_file() and path.name not in kept:
            chinese = re.findall(r"[\u3000-\u9fff\uff00-\uffef]+", path.read_bytes().decode("utf-8", "ignore"))
            # The bytes of a database may look like any character by chance, but hardly like two of them.
            found = [words for words in chinese if len(words) > 2]
            check(not found, f"{path.name} holds {found}")


def why_a_run_stopped_is_english_in_files(stage):
    for said, words, code, why in (
            (REJECTED, ["--stop-after", 1], 5, "1 row failed, and --stop-after says to stop there"),
            (gateway_error(401, "bad key"), [], 4, "the key was refused"),
            (answer(404, "nothing here"), [], 4, "nothing is served at this address"),
            (None, ["--limit", 1], 5, "--limit is reached")):
        server = stage.server(lambda asked, said=said: said) if said else stage.server()
        stage.shots("one thing", "another thing", "a third")
        ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1, *words, *_REPORTS,
                               environment=CHINESE).must_be(code)
        check(re.search(r"停止.*[\u4e00-\u9fff]", ended.err), f"what is said of the stop:\n{ended.err}")
        log = [json.loads(line) for line in stage.read("run.log").splitlines()]
        same(log[-1]["stopped"], why, "`stopped` of the end")
        same([event["why"] for event in log if event["event"] == "stop"], [why] * ("limit" not in why),
             "`why` of the stop")
        _files_must_be_english(stage)
        stage.forget_everything()
        for name in ("run.log", "run.prom", "run.xml"):
            stage.path(name).unlink()


def why_a_video_was_not_fetched_is_english_in_files(stage):
    stage.write("shots.csv", "id,prompt,model,orientation,size,duration\na,A fox,sora-2-pro,portrait,small,15\n")
    sandbox = stage.sandbox("--finish", "50ms", "--fault", "file-cut=100%")
    words = ["--poll-every", "50ms", "--progress", "plain", "--download", "videos"]
    stage.shotlist("run", "shots.csv", "--base-url", sandbox.url).must_be(0)
    started = stage.start("collect", "shots.csv", *words, environment=CHINESE)
    until(lambda: list(stage.path("videos").glob("*.part")), "a part of the video")
    started.signal(KILL)
    started.end()
    [part] = stage.path("videos").glob("*.part")
    part.unlink()
    part.mkdir()  # somebody else's now
    ended = stage.shotlist("collect", "shots.csv", *words, "--log-file", "run.log", environment=CHINESE).must_be(1)
    has(ended.err, "a.")
    _must_be_chinese(ended.err.replace(str(part.relative_to(stage.directory)), ""), "a", "videos", "shots")
    _files_must_be_english(stage)
    [row] = stage.results()
    has(row["video_error"], part.name)
    check(re.search("is no file|Is a directory", row["video_error"]), f"video_error: {row['video_error']}")
    reviewed = stage.shotlist("review", "shots.csv", environment=CHINESE).must_be(0)
    lacks(reviewed.out, "is no file")
    lacks(reviewed.out, "cannot")


def why_the_ledger_failed_is_english_in_the_log(stage):
    server = stage.server(held=True)
    stage.shots("one", "two", "three")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 3]
    first = stage.start(*run)
    server.must_be_asked(3)
    size = stage.path("shotlist.db-wal").stat().st_size
    first.signal(KILL)
    first.end()
    stage.forget_everything()
    full = stage.start(*run, "--log-file", "run.log", preparation=largest_file(size + 10), environment=CHINESE)
    server.must_be_asked(6)
    server.release()
    ended = full.end().must_be(8)
    has(ended.err, "账本")
    end = json.loads(stage.read("run.log").splitlines()[-1])
    same((end["event"], end["exit_code"]), ("end", 8), "the last event")
    has(end["error"], "the ledger cannot be used")
    _files_must_be_english(stage)


def init_writes_comments_in_chinese(stage):
    stage.shotlist("init", "shots.yaml", environment=CHINESE).must_be(0)
    has(stage.read("shots.yaml"), "# 每个镜头都以此为起点")
    said = stage.shotlist("check", "shots.yaml", environment=CHINESE).must_be(0)
    same(said.err, "shots：2 个请求，没有错误\n" if said.err else said.err, "what a check says")
    stage.shotlist("run", "shots.yaml", "--sandbox", environment=CHINESE).must_be(0)
    lacks(stage.read("shots.yaml"), "# every shot")
