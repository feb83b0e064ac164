"""What it costs to wait: how often a run wakes up while there is nothing to do."""

import re
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))

from fake_server import FakeServer, answer

from measuring import Broken, Ratios, at_most, show_table, spread
import rows


def measure(bench):
    seconds = bench.sized(5, 0.2)
    manifest = rows.write(bench.directory / "idle.csv", 100)
    print(f"## idle: {seconds} seconds of waiting\n")
    table, targets = [], Ratios()
    for name, server_for, options in _CASES:
        figures = [_wait(bench, manifest, server_for(), options, seconds)
                   for _ in range(bench.rounds)]
        wakes, cpu = zip(*figures)
        table.append([name, spread(wakes).shown("{:.0f}"), spread(cpu).shown("{:.1f}")])
        targets.add(f"waiting {name}: wake-ups a second",
                    spread([count / seconds for count in wakes]), at_most(2))
    show_table(["waiting", "wake-ups", "ms of CPU"], table)
    targets.show()


_CASES = [
    ("for slow answers", lambda: FakeServer(held=True), ["--jobs", "8"]),
    ("until Retry-After", lambda: FakeServer(lambda _: answer(429, {}, Retry_After="600")), []),
    ("for its turn", FakeServer, ["--rate", "1/h"])]


def _wait(bench, manifest, server, options, seconds):
    """How often a run woke up while it waited so long, and the milliseconds of CPU it used."""
    with closing(server), _running(bench, manifest, server, options) as process:
        server.must_be_asked(1)
        _settle(process)
        wakes, cpu = _switches(process), _cpu(process)
        time.sleep(seconds)
        figures = _switches(process) - wakes, 1000 * (_cpu(process) - cpu)
    bench.forget(manifest)
    return figures


@contextmanager
def _running(bench, manifest, server, options):
    process = subprocess.Popen(
        [bench.programs.shotlist, "run", manifest, "--base-url", server.url, *options],
        cwd=bench.directory, env=bench.environment(bench.state), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
    if process.returncode != -signal.SIGKILL:
        raise Broken(f"shotlist ended with {process.returncode} instead of waiting")


def _settle(process):
    """Waits until it has done what there was to do; not for long, as some never come to rest."""
    before = -1
    for _ in range(20):
        now = _switches(process)
        if now == before:
            return
        before = now
        time.sleep(0.1)


def _switches(process):
    """How often its threads gave the processor back because there was nothing to do."""
    return sum(int(re.search(r"^voluntary_ctxt_switches:\s*(\d+)", status, re.MULTILINE)[1])
               for status in _of_threads(process, "status"))


def _cpu(process):
    """In seconds, to the nanosecond."""
    return sum(int(stat.split()[0]) for stat in _of_threads(process, "schedstat")) / 1e9


def _of_threads(process, name):
    return [file.read_text(encoding="ascii")
            for file in Path(f"/proc/{process.pid}/task").glob(f"*/{name}")]
