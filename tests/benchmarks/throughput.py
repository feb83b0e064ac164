"""The durable loop beside loops that keep nothing: many rows, a server that answers at once."""

from dataclasses import replace
from pathlib import Path

from measuring import KEY, Broken, Ratios, at_least, ratios, show_table, spread
import rows
from server import Nginx

JOBS = 64
_BY_TIME = ("wrk", "hey")  # the last sends whole rounds of as many requests as there are jobs


def measure(bench):
    for write, what in ((rows.write, "short prompts"), (rows.write_long, "prompts of 800 bytes")):
        _measure(bench, write, what)


def _measure(bench, write, what):
    count = bench.sized(50_000, 200)
    manifest = write(bench.directory / "rows.csv", count)
    bodies = rows.write_bodies(bench, manifest, bench.directory / "bodies.jsonl")
    print(f"## throughput: {count:,} rows with {what}, {JOBS} in flight\n")
    with Nginx(bench.programs.nginx, bench.new_folder()) as nginx:
        runs, server = _play(bench, _peers(bench, nginx, manifest, bodies, count), nginx, manifest,
                             count)
    _show(count, runs, server)


def _peers(bench, nginx, manifest, bodies, count):
    """The programs by name, each as the words that start it."""
    programs = bench.programs
    config = bench.directory / "curl.config"
    _write_config(config, nginx.url, bodies)
    peers = {
        "shotlist": [programs.shotlist, "run", manifest, "--base-url", nginx.base_url, "--rate",
                     "none", "--jobs", JOBS],
        "bare libcurl": [programs.bare_curl, nginx.url, JOBS, bodies],
        "durable libcurl": [programs.durable_curl, nginx.url, JOBS, bodies,
                            bench.directory / "durable.log"],
        "curl --parallel": [programs.curl, "-q", "--parallel", "--parallel-max", JOBS, "-K", config],
        "aiohttp": [programs.python, programs.aiohttp_peer, nginx.url, JOBS, bodies]}
    if programs.wrk:
        peers["wrk"] = [programs.wrk, "-t", 1, "-c", JOBS, "-d", "1s" if bench.tiny else "3s",
                        "-s", Path(__file__).resolve().with_name("wrk_bodies.lua"), nginx.url,
                        "--", bodies, KEY]
    if programs.hey:
        body = bench.directory / "body.json"
        with open(bodies, encoding="utf-8") as lines:
            body.write_text(next(lines), encoding="utf-8")
        peers["hey"] = [programs.hey, "-n", count // JOBS * JOBS, "-c", JOBS, "-m", "POST",
                        "-T", "application/json", "-H", f"Authorization: Bearer {KEY}",
                        "-D", body, nginx.url]
    return peers


def _of_so_many(took, asked, count):
    """What a program that sent `asked` requests would have taken for `count`."""
    return replace(took, seconds=took.seconds * count / asked, cpu=took.cpu * count / asked)


def _write_config(path, url, bodies):
    """The same requests for curl: what is said of one ends at `next`."""
    with open(bodies, encoding="utf-8") as file, open(path, "w", encoding="utf-8") as config:
        for number, body in enumerate(file):
            quoted = body.rstrip("\n").replace("\\", "\\\\").replace('"', '\\"')
            config.write(("next\n" if number else "") + f"""\
url = "{url}"
data-raw = "{quoted}"
header = "Content-Type: application/json"
header = "Accept: application/json"
header = "Authorization: Bearer {KEY}"
noproxy = "*"
output = /dev/null
silent
fail
""")


def _play(bench, peers, nginx, manifest, count):
    """What every round of every program took, and the server meanwhile."""
    runs, server = {name: [] for name in peers}, {name: [] for name in peers}
    for _ in range(bench.rounds):
        for name, words in peers.items():
            before, cpu = nginx.requests(), nginx.cpu_seconds()
            took = bench.run(*words)
            asked, cpu = nginx.requests() - before, nginx.cpu_seconds() - cpu
            if name not in _BY_TIME and asked != count:
                raise Broken(f"{name} sent {asked} requests instead of {count}")
            runs[name].append(_of_so_many(took, asked, count))
            server[name].append(cpu * count / asked)
            if name == "shotlist" and rows.submitted(manifest) != count:
                raise Broken("shotlist has no task id for some rows")
            bench.forget(manifest)
    return runs, server


def _show(count, runs, server):
    show_table(
        ["program", "requests/s", "seconds", "CPU seconds", "peak MiB", "CPU seconds of nginx"],
        [[name, f"{count / spread([run.seconds for run in took]).median:,.0f}",
          spread([run.seconds for run in took]).shown(),
          spread([run.cpu for run in took]).shown("{:.2f}"),
          f"{spread([run.peak_mib for run in took]).median:.0f}",
          f"{spread(server[name]).median:.2f}"] for name, took in runs.items()])
    seconds = {name: [run.seconds for run in took] for name, took in runs.items()}
    table = Ratios()
    for peer, target in [("bare libcurl", at_least(0.6)), ("durable libcurl", None),
                         ("curl --parallel", at_least(1.8)), ("aiohttp", at_least(6)),
                         ("wrk", None), ("hey", None)]:
        if peer in seconds:
            table.add(f"speed: shotlist ÷ {peer}", ratios(seconds[peer], seconds["shotlist"]),
                      target)
    table.add("speed: durable libcurl ÷ bare libcurl",
              ratios(seconds["bare libcurl"], seconds["durable libcurl"]))
    table.show()
