"""One ledger in PostgreSQL: with one run, two, four and eight at work on it, beside a run that has a
ledger of its own; and what one claim takes, the more attempts there are."""

import contextlib
import os
import tempfile
import time
from types import SimpleNamespace

from far import Far
from measuring import Broken, Ratios, at_least, ratios, show_table, spread
from with_postgres import Server
import rows
from server import Nginx

JOBS = 64
RUNS = (1, 2, 4, 8)
_EMBEDDED, _ONE = "one run, embedded ledger", "one run"
AWAY = 0.001  # seconds to another machine


def measure(bench):
    count = bench.sized(20_000, 200)
    print(f"## shared: {count:,} rows with prompts of 800 bytes, {JOBS} in flight a run, one ledger in "
          "PostgreSQL\n")
    manifest = rows.write_long(bench.directory / "long.csv", count)
    took = {}
    with _postgres() as server, Far(server.socket, AWAY) as far, \
            Nginx(bench.programs.nginx, bench.new_folder()) as nginx:
        server_of = {f"{runs} runs" if runs > 1 else _ONE: (server.address, runs) for runs in RUNS}
        server_of["one run, 1 ms away"] = (
            f"postgresql://{server.user}@127.0.0.1:{far.port}/postgres", 1)
        for _ in range(bench.rounds):
            took.setdefault(_EMBEDDED, []).append(_run_embedded(bench, nginx, manifest, count))
            for name, (address, runs) in server_of.items():
                took.setdefault(name, []).append(
                    _run_shared(bench, nginx, server, address, manifest, count, runs))
    _show(count, took)


@contextlib.contextmanager
def _postgres():
    """A server that is set up as the distribution does it, and waits for the disk."""
    # On the disk, too; the path of a socket must be short, and the server's user must get there.
    with tempfile.TemporaryDirectory(prefix="shotlist-pg-", dir="/var/tmp") as folder:
        server = Server(folder)
        server.start(is_durable=True)
        try:
            yield server
        finally:
            server.stop()


def _words(bench, nginx, manifest):
    return [bench.programs.shotlist, "run", manifest, "--base-url", nginx.base_url, "--rate", "none",
            "--jobs", JOBS]


def _run_embedded(bench, nginx, manifest, count):
    bench.forget(manifest)
    took = bench.run(*_words(bench, nginx, manifest))
    if rows.submitted(manifest) != count:
        raise Broken("the results have no task id for some rows")
    bench.forget(manifest)
    return SimpleNamespace(seconds=took.seconds, cpu=took.cpu, server=0.0)


def _run_shared(bench, nginx, server, address, manifest, count, runs):
    """All runs begin at once, each in a folder of its own, as on a machine of its own."""
    server.ask("DROP SCHEMA IF EXISTS shotlist CASCADE")
    server.ask("CHECKPOINT")
    asked, cpu, began = nginx.requests(), server.cpu_seconds(), time.monotonic()
    started = []
    for _ in range(runs):
        folder = bench.new_folder()
        folder.mkdir()
        os.link(manifest, folder / manifest.name)
        words = _words(bench, nginx, folder / manifest.name)
        started.append(bench.start(*words, "--ledger", address, "--manifest-name", "long",
                                   folder=folder))
    took = [run.end() for run in started]
    seconds = time.monotonic() - began
    paid = int(server.ask("SELECT count(*) FROM shotlist.attempt WHERE status = 'submitted'")[0])
    if (paid, nginx.requests() - asked) != (count, count):
        raise Broken(f"{runs} runs paid for {paid} rows of {count}, and sent "
                     f"{nginx.requests() - asked}")
    return SimpleNamespace(seconds=seconds, cpu=sum(run.cpu for run in took),
                           server=server.cpu_seconds() - cpu)


def _show(count, took):
    show_table(["on PostgreSQL, unless it says so", "rows/s in all", "seconds",
                "CPU of the runs, µs a row", "CPU of PostgreSQL, µs a row"],
               [[who, f"{count / spread([one.seconds for one in rounds]).median:,.0f}",
                 spread([one.seconds for one in rounds]).shown(),
                 f"{spread([1e6 * one.cpu / count for one in rounds]).median:.0f}",
                 f"{spread([1e6 * one.server / count for one in rounds]).median:.0f}"]
                for who, rounds in took.items()])
    table = Ratios()
    seconds = {who: [one.seconds for one in rounds] for who, rounds in took.items()}
    embedded = seconds.pop(_EMBEDDED)
    for who, figures in seconds.items():
        table.add(f"speed: {who} ÷ embedded", ratios(embedded, figures),
                  at_least(0.5) if who == _ONE else None)
    table.show()


SIZES = (10_000, 100_000, 1_000_000)
BATCHES = (1, 16, 64)

# Attempts that have their answers, as `claims` writes them.
_FILL = """
SET search_path = shotlist;
INSERT INTO request (fingerprint, prompt, body, checksum)
SELECT md5(i::text), rpad('A rain-soaked night market, ' || i, {prompt}, '.'),
       rpad('{{"prompt":"A rain-soaked night market, ' || i, {prompt} + 150, '.'), i
  FROM generate_series({first}, {last}) i;
INSERT INTO attempt (number, entry, run, request, server, copy, try, manifest, row, price, currency,
                     sent_at, status, verdict, error_class, http_status, task_id, request_id,
                     latency_ms, reply, settled_at, rehearsal, checksum)
SELECT (SELECT max(number) FROM attempt) + row_number() OVER (), e, 1, q.number, 'https://api.jxincm.cn', 1, 1, 'night-market', 'shot-' || e, 4.8, 'CNY',
       '2026-03-01T09:00:00.000Z', 'submitted', 'accepted', '', 200, 'sora-2-pro:task_01k' || e,
       '2026030109300012345' || e, 850, convert_to('{{"id":"sora-2-pro:task_01k' || e ||
       '","status":"pending","status_update_time":1762010677123}}', 'UTF8'),
       '2026-03-01T09:00:00.850Z', 0, i
  FROM generate_series({first}, {last}) i CROSS JOIN
       translate(left(md5('entry' || i), 12), '0123456789abcdef', 'bcdfghjklmnpqrst') e
       JOIN request q ON q.fingerprint = md5(i::text);
VACUUM ANALYZE;
CHECKPOINT
"""


def measure_claims(bench, prompt=800):
    sizes, calls = bench.sized((SIZES, 100), ((10, 20), 1))
    print(f"## claims: one session, prompts of {prompt} bytes\n")
    table, space, last = [], [], 0
    with _postgres() as server:
        bench.run(bench.programs.claims, server.address, 1, 1)
        for size in sizes:
            server.script(_FILL.format(first=last + 10, last=size + 9, prompt=prompt))
            last = size
            space.append([f"{size:,}", *_bytes_an_attempt(server)])
            for batch in BATCHES:
                figures = zip(*[_claims(bench, server, batch * calls, batch)
                                for _ in range(bench.rounds)])
                table.append([f"{size:,}", batch, *[spread(one).shown(form) for one, form in
                                                    zip(figures, ("{:.2f}", "{:.2f}", "{:.0f}",
                                                                  "{:.1f}"))]])
    show_table(["attempts", "batch", "ms a claim", "ms for the answers", "CPU of PostgreSQL, µs a row",
                "kB of log a row"], table)
    show_table(["attempts", "bytes of requests", "their indexes", "bytes of attempts",
                "their indexes", "in all"], space)


def _claims(bench, server, count, batch):
    """Milliseconds for a claim and for its answers; processor time and log of the server for a row."""
    out = bench.directory / "claims"
    log, cpu = _log_bytes(server), server.cpu_seconds()
    bench.run(bench.programs.claims, server.address, count, batch, out=out)
    cpu = server.cpu_seconds() - cpu
    claim, answers = map(float, out.read_text(encoding="ascii").split())
    return claim, answers, 1e6 * cpu / count, (_log_bytes(server) - log) / count / 1000


def _log_bytes(server):
    return float(server.ask("SELECT pg_current_wal_insert_lsn() - '0/0'")[0])


def _bytes_an_attempt(server):
    """Of both tables and their indexes, and in all."""
    attempts, *sizes = map(int, server.ask(
        "SELECT (SELECT count(*) FROM shotlist.attempt), "
        "pg_table_size('shotlist.request'), pg_indexes_size('shotlist.request'), "
        "pg_table_size('shotlist.attempt'), pg_indexes_size('shotlist.attempt')")[0].split("|"))
    return [f"{size / attempts:,.0f}" for size in [*sizes, sum(sizes)]]
