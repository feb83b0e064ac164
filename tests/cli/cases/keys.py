"""Keys and addresses as people paste them, and keys as servers repeat them."""

import base64
import html
import os
import urllib.parse

from checks import check, has, lacks, same
from fake_server import answer, by_prompt, task
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


def the_key_of_the_sandbox_is_a_word_like_any_other(stage):
    stage.shots("a rehearsal in a sandbox")
    ended = stage.shotlist("run", "shots.yaml", "--sandbox", "--fault", "moderate=100%").must_be(1)
    lacks(ended.err + stage.read("shots.rehearsal.csv"), "[key]")


def a_key_that_is_a_word_does_not_spoil_an_id(stage):
    server = stage.server(lambda _: answer(200, {"id": "sora-2:task_rehearsal_1"}))
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, key="rehearsal").must_be(0)
    same(stage.results()[0]["task_id"], "sora-2:task_rehearsal_1", "the task id")


_BAD_KEYS = {
    '"sk-hidden"': "quotation marks around it",
    "SHOTLIST_API_KEY=sk-hidden": "a whole assignment",
    "export SHOTLIST_API_KEY=sk-hidden": "a whole assignment",
    "Bearer sk-hidden": "the word Bearer",
    "Authorization: Bearer sk-hidden": "a whole header",
    "sk-...": "a placeholder",
    "YOUR_API_KEY": "a placeholder",
    "{{YOUR_API_KEY}}": "a placeholder",
    "\ufeffsk-hidden": "a byte order mark",
    "sk-hidden\u00a0": "a no-break space",
    "sk-hid den": "white space",
    "\u201csk-hidden\u201d": "quotation marks around it",
    "# the key\nsk-hidden": "2 lines",
}


def exit_3_where_a_key_was_pasted_badly_and_nothing_is_sent(stage):
    server = stage.server()
    stage.shots("one")
    run = ["run", "shots.yaml", "--base-url", server.url, "-v"]
    for key, what in _BAD_KEYS.items():
        stage.write("key.txt", key + "\n")
        for ended in (stage.shotlist(*run, key=key),
                      stage.shotlist(*run, "--api-key-file", "key.txt", key=None)):
            has(ended.must_be(3).err, what)
            lacks(ended.out + ended.err, "hidden")
    same(len(server.asked), 0, "requests")
    same(sorted(path.name for path in stage.directory.iterdir()), ["key.txt", "shots.yaml"], "files")


def exit_3_where_a_key_file_can_not_hold_a_key(stage):
    server = stage.server()
    stage.shots("one")
    (stage.directory / "folder").mkdir()
    (stage.directory / "empty.txt").touch()
    (stage.directory / "utf16.txt").write_bytes("sk-hidden\r\n".encode("utf-16"))
    with open(stage.directory / "huge.txt", "wb") as huge:
        os.truncate(huge.fileno(), 1 << 42)
    stage.write("secret.txt", "sk-hidden")
    (stage.directory / "secret.txt").chmod(0)
    for name, what in (("folder", "folder: Is a directory"), ("empty.txt", "empty.txt is empty"),
                       ("utf16.txt", "utf16.txt is in UTF-16"), ("huge.txt", "huge.txt is too large"),
                       ("/dev/zero", "/dev/zero is too large"),
                       ("secret.txt", "secret.txt: Permission denied"),
                       ("gone.txt", "no key file gone.txt"), ("sk-hidden", "no key file of this name"),
                       ("sk-hidden0" * 50, "no key file of this name")):
        ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "--api-key-file", name,
                               like_anybody=True).must_be(3)
        has(ended.err, what)
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


def exit_3_where_a_base_url_holds_a_secret_and_it_is_not_repeated(stage):
    server = stage.server()
    port = server.url.rsplit(":", 1)[1]
    key = "sk-hidden-4fQz9Lm2Xw7Rt0Yb6Nc3Vd8Ks"
    stage.shots("one")
    manifest = stage.read("shots.yaml")
    for url, what in ((f"http://sk-hidden@127.0.0.1:{port}", "before `@`"),
                      (f"http://u:hidden@127.0.0.1:{port}", "before `@`"),
                      (f"{server.url}/?key=hidden", "behind `?`"),
                      (f"{server.url}/#hidden", "behind `#`"),
                      (f"{server.url}/{key}", "an API key"), (key, "an API key")):
        stage.write("shots.yaml", manifest)
        stage.write("key.txt", key)
        by_flag = stage.shotlist("run", "shots.yaml", "--base-url", url, "-v")
        by_variable = stage.shotlist("run", "shots.yaml", environment={"SHOTLIST_BASE_URL": url})
        stage.write("shots.yaml", f"api: {{base_url: '{url}'}}\n{manifest}")
        by_manifest = [stage.shotlist("run", "shots.yaml"), stage.shotlist("check", "shots.yaml")]
        for ended in (by_flag, by_variable, *by_manifest):
            has(ended.must_be(3).err, what)
            lacks(ended.out + ended.err, "hidden")
    stage.write("shots.yaml", manifest)
    percent = "".join(f"%{ord(c):02x}" for c in key)
    for given in ({"key": key}, {"key": None, "environment": {}}):
        file = ["--api-key-file", "key.txt"] if given["key"] is None else []
        ended = stage.shotlist("run", "shots.yaml", "--base-url", f"{server.url}/{percent}", "-v",
                               *file, **given).must_be(3)
        has(ended.err, "the base URL holds the API key")
        lacks(ended.err, percent[:24])
    same(len(server.asked), 0, "requests")
    same(sorted(path.name for path in stage.directory.iterdir()), ["key.txt", "shots.yaml"], "files")


def exit_3_where_the_base_url_has_the_version_already_and_another_path_is_kept(stage):
    server = stage.server()
    stage.shots("one")
    for url in ("/v1", "/v1/", "/v1/video/create"):
        ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url + url).must_be(3)
        has(ended.err, f"; write --base-url {server.url}\n")
    stage.write("v1.yaml", f"api: {{base_url: '{server.url}/v1'}}\n" + stage.read("shots.yaml"))
    has(stage.shotlist("check", "v1.yaml").must_be(3).err, f"v1.yaml:1:17: `base_url` ends in /v1")
    same(len(server.asked), 0, "requests")
    has(stage.shotlist("run", "shots.yaml", "--base-url", "127.0.0.1:1").must_be(3).err,
        "--base-url has no scheme; write http://127.0.0.1:1\n")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url + "/proxy").must_be(0)
    same(server.asked[0].path, "/proxy/v1/video/create", "the path")


def exit_3_where_a_file_of_certificates_is_none(stage):
    server = stage.server()
    stage.shots("one")
    stage.write("text.pem", "no certificate\n")
    run = ["run", "shots.yaml", "--base-url", "https://127.0.0.1:1"]
    for name, what in (("gone.pem", "is not there"), ("text.pem", "holds no certificate"),
                       (".", "cannot be used: ")):
        ended = stage.shotlist(*run, "--ca-file", name).must_be(3)
        has(ended.err, f"{name}, given by --ca-file, {what}")
        for variable in ("SSL_CERT_FILE", "CURL_CA_BUNDLE"):
            ended = stage.shotlist(*run, environment={variable: name}).must_be(3)
            has(ended.err, f"{name}, given by {variable}, {what}")
    stage.write("good.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    # A variable that points to nothing does not matter where nothing is encrypted.
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "--ca-file", "good.pem", "-v",
                           environment={"SSL_CERT_FILE": "gone.pem"}).must_be(0)
    has(ended.err, "ca_file good.pem (command line)\n")
