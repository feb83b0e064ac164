"""What a case needs: a directory of its own, the real program, and servers on loopback."""

import contextlib
import csv
import fcntl
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from checks import PATIENCE, Failure, check, has, until
from fake_server import FakeServer
from with_postgres import Server

KEY = "sk-this-is-the-secret"

# Under nohup a program inherits that SIGHUP is ignored; what it does not inherit is a handler.
if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
    signal.signal(signal.SIGHUP, lambda *_: None)

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Ended:
    """What a program left behind."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def must_be(self, code):
        if self.code != code:
            raise Failure(f"exit code {self.code} instead of {code}\n--- stdout\n{self.out}"
                          f"\n--- stderr\n{self.err}")
        return self


class Started:
    """A program that runs. Its output goes to files, so that it can be read meanwhile."""

    def __init__(self, process, out, err):
        self.process, self._out, self._err = process, out, err

    @property
    def err(self):
        return self._err.read_text(encoding="utf-8", errors="replace")

    @property
    def out(self):
        return self._out.read_text(encoding="utf-8", errors="replace")

    def signal(self, number):
        self.process.send_signal(number)

    def must_say(self, text):
        until(lambda: text in self.err or self.process.poll() is not None, repr(text))
        has(self.err, text)

    def end(self):
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise Failure(f"it does not end; it said:\n{self.err}") from None
        code = self.process.returncode
        return Ended(128 - code if code < 0 else code, self.out, self.err)


class Sandbox:
    """A `shotlist sandbox` in a process of its own."""

    def __init__(self, started):
        self._started = started
        until(lambda: "\n" in started.out or started.process.poll() is not None, "the sandbox")
        self.url = started.out.split("\n")[0]
        check(self.url.startswith("http://127.0.0.1:"), f"its first line is {self.url!r}")

    def end(self):
        self._started.signal(signal.SIGINT)
        self._started.end()

    def till(self):
        with _direct.open(self.url + "/sandbox/till", timeout=PATIENCE) as answer:
            return json.load(answer)


# Becomes the program after `preparation`, with the signals as a shell leaves them.
_PREPARED = """
import fcntl, os, resource, signal, sys, termios
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
{preparation}
os.execv(sys.argv[1], sys.argv[1:])
"""

# What a case may want of the process it starts, as statements for `preparation`.
BROKEN_PIPES_ARE_IGNORED = "signal.signal(signal.SIGPIPE, signal.SIG_IGN)"
HANG_UPS_ARE_IGNORED = "signal.signal(signal.SIGHUP, signal.SIG_IGN)"  # as nohup does


def without_streams(numbers):
    """As a shell's `2>&-`."""
    return "\n".join(f"os.close({number})" for number in numbers)


def on_terminal(name):
    """The head of a session on this terminal: it is told when the terminal goes away."""
    return f"""
os.setsid()
terminal = os.open({name!r}, os.O_RDWR)
fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
for stream in range(3):
    os.dup2(terminal, stream)
os.close(terminal)
"""


def largest_file(size):
    """As a shell's `ulimit -f`, but in bytes."""
    return f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"


# Files' permissions mean nothing to root, unless it does without these powers.
_POWERS = "-dac_override,-dac_read_search"
_LIKE_ANYBODY = (["setpriv", "--bounding-set", _POWERS, "--inh-caps", _POWERS]
                 if os.geteuid() == 0 else [])


class Stage:
    """The directory and the processes of one case; nothing of it is left afterwards."""

    def __init__(self, program):
        self.program = program
        self._temporary = tempfile.TemporaryDirectory(prefix="shotlist-")
        self.directory = Path(self._temporary.name)
        self._logs = tempfile.TemporaryDirectory(prefix="shotlist-logs-")
        # Who remembers another case's ledgers would hold what they paid for.
        self.home = Path(self._logs.name) / "home"
        (self.home / "bin").mkdir(parents=True)
        (self.home / "bin/shotlist").symlink_to(program)
        self._started = []
        self._servers = []
        self._postgres_folder = tempfile.TemporaryDirectory(prefix="shotlist-pg-")
        self._postgres = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for started in self._started:
            if started.process.poll() is None:
                started.process.kill()
            started.process.wait()
        for server in self._servers:
            server.close()
        if self._postgres is not None:
            self._postgres.stop()
        self._postgres_folder.cleanup()
        self._temporary.cleanup()
        self._logs.cleanup()

    def write(self, name, text):
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return name

    def path(self, name):
        return self.directory / name

    def directory_names(self):
        return sorted(path.name for path in self.directory.iterdir())

    def read(self, name):
        return (self.directory / name).read_text(encoding="utf-8")

    def environment(self, key=KEY):
        """Of a program that is started here; `shotlist` is on its path."""
        clean = {name: value for name, value in os.environ.items()
                 if not name.startswith("SHOTLIST_") and not name.lower().endswith("_proxy")
                 and not name.startswith(("XDG_", "LC_", "LANG"))
                 and name not in ("NO_COLOR", "SSL_CERT_FILE", "CURL_CA_BUNDLE")}
        clean["LC_ALL"] = "C.UTF-8"  # whoever runs the tests
        clean["TERM"] = "xterm-256color"
        clean["HOME"] = str(self.home)
        clean["PATH"] = f"{self.home / 'bin'}{os.pathsep}{clean['PATH']}"
        if key is not None:
            clean["SHOTLIST_API_KEY"] = key
        return clean

    def start(self, *arguments, key=KEY, environment=None, stdin=None, umask=-1, stdout=None,
              stderr=None, preparation=None, like_anybody=False, folder="."):
        """Starts the program in `folder`. `preparation` is Python that the process runs before it
        becomes the program; with `like_anybody` it heeds the permissions of files even where it is
        root."""
        words = [self.program, *map(str, arguments)]
        if preparation is not None:
            words = [sys.executable, "-c", _PREPARED.format(preparation=preparation), *words]
        if like_anybody:
            words = _LIKE_ANYBODY + words
        clean = {**self.environment(key), **(environment or {})}
        number = len(self._started)
        out = Path(self._logs.name) / f"{number}.out"
        err = Path(self._logs.name) / f"{number}.err"
        with open(out, "wb") as out_file, open(err, "wb") as err_file:
            process = subprocess.Popen(
                words, cwd=self.directory / folder, env=clean,
                stdout=out_file if stdout is None else stdout,
                stderr=err_file if stderr is None else stderr, umask=umask,
                stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE)
        started = Started(process, out, err)
        self._started.append(started)
        if stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # it may end without having read it
                process.stdin.write(stdin.encode())
                process.stdin.close()
        return started

    def shotlist(self, *arguments, **options):
        return self.start(*arguments, **options).end()

    def traced(self, log, options, *arguments):
        """Runs the program under strace with `options`, which writes into `log`; None where this
        machine has no strace, or does not let it."""
        if shutil.which("strace") is None:
            return None
        # Leak detection traces the process itself, which only one can.
        sanitizer = ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "detect_leaks=0")))
        ended = subprocess.run(
            ["strace", "-f", "-o", str(log), *options, self.program, *map(str, arguments)],
            cwd=self.directory, env={**self.environment(), "ASAN_OPTIONS": sanitizer},
            stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120)
        return ended if log.exists() and log.stat().st_size > 0 else None

    def sandbox(self, *arguments):
        return Sandbox(self.start("sandbox", "--port", 0, *arguments))

    def postgres(self):
        """A PostgreSQL of this case's own."""
        # Not below the stage: where this is root, the server is another user.
        self._postgres = Server(self._postgres_folder.name)
        self._postgres.start()
        return self._postgres

    def server(self, script=None, **options):
        server = FakeServer(script, **options)
        self._servers.append(server)
        return server

    def results(self, name="shots.results.csv"):
        """The rows of a results file, each a dictionary with guards taken off."""
        raw = (self.directory / name).read_bytes().decode("utf-8")
        digits = r"\s*[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?\s*$"
        guard = re.compile(rf"^'(?='*(?:[=+\-@\t\r\n＝＋－＠]|{digits}))")
        return [{column: guard.sub("", cell) for column, cell in row.items()}
                for row in csv.DictReader(io.StringIO(raw, newline=""), strict=True)]

    def statuses(self, name="shots.results.csv"):
        return [row["status"] for row in self.results(name)]

    def forget_everything(self):
        """As on another machine: no results, no ledger, and nobody who remembers one."""
        for name in self.directory.iterdir():
            if name.name.startswith("shotlist") or name.name.endswith((".results.csv",
                                                                       ".rehearsal.csv")):
                name.unlink()
        shutil.rmtree(self.home / ".local", ignore_errors=True)

    def query(self, words, name="shotlist.db"):
        """What a ledger that nobody writes to answers, as dictionaries. A copy of it is asked, so that
        the files stay as they are."""
        with tempfile.TemporaryDirectory(dir=self._logs.name) as folder:
            for end in ("", "-wal"):
                if self.path(name + end).exists():
                    shutil.copy(self.path(name + end), Path(folder) / ("ledger" + end))
            database = sqlite3.connect(Path(folder) / "ledger")
            database.row_factory = sqlite3.Row
            try:
                return [dict(row) for row in database.execute(words)]
            finally:
                database.close()

    def attempts(self, name="shotlist.db"):
        """All of a ledger, oldest first, with the prompt and the body of each."""
        return self.query("SELECT a.*, r.prompt, r.body, r.fingerprint FROM attempt a "
                          "JOIN request r ON r.number = a.request ORDER BY a.number", name)

    def decisions(self, name="shotlist.db"):
        return self.query("SELECT * FROM decision ORDER BY number", name)

    def log(self, *words):
        """What `log --json` says, also while a run is on."""
        ended = self.shotlist("log", *words, "--json", key=None).must_be(0)
        return [json.loads(line) for line in ended.out.splitlines()]

    def log_of_sent(self, *words):
        """The same without what a busy machine kept from leaving in its turn."""
        return [line for line in self.log(*words) if line.get("verdict") != "unsent"]

    @contextlib.contextmanager
    def held(self, name="shotlist.db"):
        """Meanwhile the ledger is another process's."""
        def lock(kind):  # of the byte that src/system/held_file.cpp names
            fcntl.fcntl(ledger, fcntl.F_OFD_SETLK,
                        struct.pack("hhxxxxqqixxxx", kind, os.SEEK_SET, 1 << 62, 1, 0))

        with open(self.path(name), "r+b") as ledger:
            lock(fcntl.F_WRLCK)
            try:
                yield
            finally:
                lock(fcntl.F_UNLCK)  # also where a child just forked has the file

    def plan(self, manifest="shots.yaml", *arguments):
        """What `plan --json` says."""
        ended = self.shotlist("plan", manifest, "--json", *arguments, key=None).must_be(0)
        return [json.loads(line) for line in ended.out.splitlines()]

    def shots(self, *prompts, name="shots.yaml"):
        """A small manifest of these prompts, with the ids a, b, c..."""
        lines = ["shotlist: 1", "name: shots", "defaults:", "  model: sora-2-pro",
                 "  orientation: landscape", "  size: small", "  duration: 15", "shots:"]
        for id, prompt in zip("abcdefghijklmnopqrstuvwxyz", prompts):
            lines += [f"  - id: {id}", f"    prompt: {json.dumps(prompt, ensure_ascii=False)}"]
        return self.write(name, "\n".join(lines) + "\n")


INTERRUPT, TERMINATE, HANG_UP_SIGNAL, KILL, STOP = (
    signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGSTOP)
