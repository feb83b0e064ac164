"""Keys as servers repeat them, and keys and addresses as they go over the wire."""

import base64
import html
import os
import urllib.parse

from checks import check, has, lacks, same
from fake_server import answer, by_prompt
from stage import KEY


def _escaped(key):
    return "".join(f"\\u{ord(c):04X}" for c in key)


# A name, and how a server writes the key into a JSON text.
_SPELLINGS = {
    "json": _escaped(KEY),
    "half": KEY.replace("-", "\\u002d"),
    "twice": _escaped(KEY).replace("\\", "\\\\"),
    "percent": "".join(f"%{ord(c):02x}" for c in KEY),
    "html": "".join(f"&#{ord(c)};" for c in KEY),
    "base64": base64.b64encode(b"u:" + KEY.encode()).decode(),
    "hex": KEY.encode().hex(),
    "part": KEY[:-4],
    "rest": "***" + KEY[-10:],
}


def _parts(text):
    return {text[i:i + 8] for i in range(len(text) - 7)}


def _no_part_of_the_key(text, where):
    for read in (text, html.unescape(text), urllib.parse.unquote(text),
                 text.replace("\\\\u", "\\u").encode().decode("unicode_escape", "replace")):
        for part in _parts(KEY):
            check(part not in read, f"{part!r} is in {where}:\n{text}")
    lacks(text, base64.b64encode(b"u:" + KEY.encode()).decode()[4:20])
    lacks(text.lower(), KEY.encode().hex()[:16])


def no_spelling_of_the_key_that_a_server_repeats_is_kept_or_shown(stage):
    said = {name: answer(400, '{"error":{"message":"bad key %s of you","code":"invalid_request"}}'
                         % spelling, X_Key=KEY) for name, spelling in _SPELLINGS.items()}
    said["created"] = answer(200, '{"id":"sora-2:task_good","status":"pending",'
                                  f'"note":"\\n{_escaped(KEY)}"}}')
    server = stage.server(by_prompt(said))
    stage.shots(*said)
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-v").must_be(1)
    same(stage.statuses(), ["rejected"] * len(_SPELLINGS) + ["submitted"], "statuses")
    same(stage.results()[-1]["task_id"], "sora-2:task_good", "the id beside the key")
    for row in stage.results()[:-1]:
        has(row["error"], "[key]")
    _no_part_of_the_key(ended.out + ended.err, "what is said")
    _no_part_of_the_key(stage.read("shots.results.csv"), "the results")
    raw = b"".join(path.read_bytes() for path in stage.directory.iterdir()
                   if path.name.startswith("shotlist.db"))
    _no_part_of_the_key(raw.decode("latin-1"), "the ledger")
    _no_part_of_the_key(stage.shotlist("log", "--json").out + stage.shotlist("log").out, "the log")


def exit_3_where_a_key_file_may_not_be_read(stage):
    server = stage.server()
    stage.shots("one")
    stage.write("secret.txt", "sk-hidden")
    (stage.directory / "secret.txt").chmod(0)
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "--api-key-file", "secret.txt",
                           like_anybody=True).must_be(3)
    has(ended.err, "secret.txt: Permission denied")
    lacks(ended.err, "hidden")
    same(len(server.asked), 0, "requests")


def blanks_around_a_key_and_short_keys_are_fine(stage):
    server = stage.server()
    stage.shots("one", "two")
    stage.write("key.txt", " test \r\n\r\n")
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run, "--limit", 1, "--api-key-file", "key.txt", key=None).must_be(5)
    stage.shotlist(*run, key="x").must_be(0)
    same([asked.headers["Authorization"] for asked in server.asked], ["Bearer test", "Bearer x"],
         "the wire")


def a_base_url_keeps_its_path(stage):
    server = stage.server()
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url + "/proxy").must_be(0)
    same(server.asked[0].path, "/proxy/v1/video/create", "the path")


def a_user_s_own_file_names_the_server_the_key_and_the_rate(stage):
    """It is weaker than everything else, and a mistake in it is told before anything is sent."""
    server = stage.server()
    folder = stage.home / ".config" / "shotlist"
    folder.mkdir(parents=True)
    own = folder / "config.yaml"
    own.write_text(f"base_url: {server.url}\napi_key_file: ~/key.txt\nrate: 100/s\n")
    (stage.home / "key.txt").write_text(KEY + "\n")
    stage.shots("A fox", "A hare")
    run = ["run", "shots.yaml", "-v"]
    ended = stage.shotlist(*run, key=None)
    ended.must_be(0)
    has(ended.err, f"shots: 2 requests to {server.url} (key from {stage.home / 'key.txt'})")
    has(ended.err, f"rate 100/s ({own}:3:7)")
    same(server.asked[0].headers["Authorization"], f"Bearer {KEY}", "the key")
    stage.shots("A cat")
    ended = stage.shotlist("plan", "shots.yaml")
    has(ended.err + ended.out, server.url)
    own.write_text(f"api_key: {KEY}\n")
    for command in (run, ["plan", "shots.yaml"], ["review", "shots.yaml"]):
        ended = stage.shotlist(*command, key=None)
        ended.must_be(3)
        has(ended.err, f"{own}:1:1: this line may hold a key, and is not repeated")
        lacks(ended.err, KEY)
    same(len(server.asked), 2, "requests")


def a_mistake_in_a_user_s_own_file_never_repeats_a_key(stage):
    stage.shots("A fox")
    folder = stage.home / ".config" / "shotlist"
    folder.mkdir(parents=True)
    own = folder / "config.yaml"
    for text in (KEY, f"SHOTLIST_API_KEY={KEY}", f"language: {{a: {KEY}}}", f"language: 'en {KEY}'",
                 f"rate: 1/s\nrate: {KEY}", f"- {KEY}", f"language: '{KEY}", f"rate: [{KEY}, 2]",
                 f"? {KEY}", f"base_url: https://example.com/{KEY}-12345", f"language: fr # {KEY}",
                 "language: correct-horse-battery", f"\ufeff{KEY}", f"rate: &{KEY} x",
                 f"language: {KEY[:12]}"):
        own.write_text(text + "\n")
        for key in None, "correct-horse-battery":
            ended = stage.shotlist("check", "shots.yaml", key=key)
            ended.must_be(3)
            for part in (KEY[:12], KEY[6:18], key or KEY):
                lacks(ended.err + ended.out, part)
            has(ended.err, str(own))


def what_is_no_file_of_settings_is_said_and_not_passed_over(stage):
    """Without it the key would go to another server. The help, and a shell, do without."""
    stage.shots("A fox")
    folder = stage.home / ".config" / "shotlist"
    folder.mkdir(parents=True)
    own = folder / "config.yaml"

    def must_be_told(said):
        ended = stage.shotlist("run", "shots.yaml", "-q")
        has(ended.must_be(3).err, said)
        same(ended.err.count("\n"), 1, f"lines of {ended.err}")
        for words in (["--help"], ["run", "--help"], ["--version"], ["completion", "zsh"],
                      ["complete", "fish", "ru"]):
            ended = stage.shotlist(*words)
            ended.must_be(0)
            same(ended.err, "", "it said")

    own.mkdir()
    must_be_told("is no file that can be read")
    own.rmdir()
    os.mkfifo(own)
    must_be_told("is no file that can be read")
    own.unlink()
    own.symlink_to(folder / "gone.yaml")
    must_be_told("is no file that can be read")
    own.unlink()
    own.write_bytes(b"#" * 2_000_000)
    must_be_told("is too large for a file of settings")
    own.write_text("# rate: 60/min\n")
    stage.shotlist("check", "shots.yaml").must_be(0)
    own.write_text("api_key_file: ~/key\n")
    ended = stage.shotlist("check", "shots.yaml", environment={
        "XDG_CONFIG_HOME": str(folder.parent), "HOME": "here"})
    has(ended.must_be(3).err, "`api_key_file` cannot be `~/key`")
