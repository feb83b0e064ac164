"""What a command opens: no input twice."""

import re
from collections import Counter

from checks import same

_SERVER_WORDS = ["--progress", "none"]


def _opened(stage, *words):
    """How often each file of the stage was opened for reading; None where this machine has no
    strace, or does not let it."""
    log = stage.path("strace.log")
    ended = stage.traced(log, ["-e", "trace=open,openat"], *words)
    if ended is None or "exited with" not in log.read_text(errors="replace"):
        return None
    same(ended.returncode, 0, f"{words}: {ended.stderr.decode(errors='replace')}")
    times = Counter()
    for name, flags, file in re.findall(r'open(?:at)?\((?:[^,"]*, )?"([^"]+)", ([A-Z_|]+).*= (\d+)',
                                        log.read_text(errors="replace")):
        path = (stage.directory / name).resolve()
        if path.parent == stage.directory.resolve() and "O_RDONLY" in flags and path.is_file():
            times[path.name] += 1
    log.unlink()
    return times


def no_command_reads_an_input_twice(stage):
    """The results of the run before are read once, and once more right before they are replaced:
    somebody may have edited them during the run."""
    stage.write("list.csv", "id,prompt\n" + "".join(f"l-{n},words {n}\n" for n in range(50)))
    stage.write("shots.yaml", "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: portrait, size: small, duration: 15}\nshots_from: list.csv\n")
    server = stage.sandbox("--finish", "1ms")
    real = ["--base-url", server.url, *_SERVER_WORDS]
    looks = ["--poll-every", "50ms", *_SERVER_WORDS]
    inputs = {"shots.yaml": 1, "list.csv": 1}
    for words, results, times in (
            (["run", "shots.yaml", *real], "shots.results.csv", 0),
            (["run", "shots.yaml", *real], "shots.results.csv", 2),
            (["retry", "shots.yaml", *real], "shots.results.csv", 2),
            (["plan", "shots.yaml"], "shots.results.csv", 1),
            (["review", "shots.yaml"], "shots.results.csv", 1),
            (["collect", "shots.yaml", *looks], "shots.results.csv", 2),
            (["run", "shots.yaml", "--sandbox", *_SERVER_WORDS], "shots.rehearsal.csv", 0),
            (["run", "shots.yaml", "--sandbox", *_SERVER_WORDS], "shots.rehearsal.csv", 2),
            (["collect", "shots.yaml", "--sandbox", *looks], "shots.rehearsal.csv", 2)):
        opened = _opened(stage, *words)
        if opened is None:
            return
        same({name: opened[name] for name in inputs}, inputs, f"inputs of {words}")
        same(opened[results], times, f"openings of {results} by {words}")
    # A results file by itself is the input.
    opened = _opened(stage, "review", "shots.results.csv")
    same(opened["shots.results.csv"], 1, "openings by review")
    # Edited, it is kept as it was: its text is in hand.
    path = stage.path("shots.results.csv")
    path.write_text(path.read_text() + "\n")
    opened = _opened(stage, "run", "shots.yaml", *real)
    same(opened["shots.results.csv"], 2, "openings of an edited file")
