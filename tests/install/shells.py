"""Shells in which somebody types, and presses Tab."""

import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import termios
import fcntl
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))
from checks import PATIENCE, Failure

_CTRL_G, _CTRL_U = "\x07", "\x15"


class Typist:
    """A shell in a terminal of its own. Its start-up script ends by printing `ready`, and makes Ctrl-G
    print the line that is being typed as `LINE<...>`."""

    def __init__(self, words, directory, environment):
        self._process, self._read = None, ""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        self._terminal = ours
        self._process = subprocess.Popen(words, cwd=directory, env=environment, stdin=theirs,
                                         stdout=theirs, stderr=theirs, start_new_session=True)
        os.close(theirs)

    def __enter__(self):
        self._until("^ready", "the shell")
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        os.close(self._terminal)

    def completed(self, line):
        """What the line is after a Tab."""
        self._read = ""
        os.write(self._terminal, f"{line}\t{_CTRL_G}".encode())
        found = self._until("LINE<([^\n\r]*)>", f"the end of {line!r}")
        os.write(self._terminal, _CTRL_U.encode())
        return found.group(1)

    def _until(self, pattern, what):
        deadline = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self._read, re.MULTILINE)):
            if time.monotonic() > deadline:
                raise Failure(f"waited in vain for {what}; there is:\n{self._read}")
            if select.select([self._terminal], [], [], 1)[0]:
                self._read += os.read(self._terminal, 65536).decode("utf-8", "replace")
        return found


def _environment(share, home, program_directory):
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "ASAN_OPTIONS") if name in os.environ}
    return {**kept, "PATH": f"{program_directory}:/usr/bin:/bin", "HOME": str(home), "TERM": "dumb",
            "LC_ALL": "C.UTF-8", "XDG_DATA_DIRS": f"{share}:/usr/share"}


def bash(share, home, program_directory, directory):
    """With Debian's bash-completion, which finds our script by itself."""
    script = home / "bashrc"
    script.write_text(". /usr/share/bash-completion/bash_completion\n"
                      "PS1='> '\n"
                      "line() { printf 'LINE<%s>\\n' \"$READLINE_LINE\"; }\n"
                      """bind -x '"\\C-g":line'\n"""
                      "bind 'set bell-style none'\n"
                      "echo ready\n", encoding="utf-8")
    return Typist(["bash", "--noprofile", "--rcfile", script, "-i"], directory,
                  {**_environment(share, home, program_directory), "INPUTRC": "/dev/null"})


def zsh(share, home, program_directory, directory):
    """With the functions of the installed folder, and compinit."""
    (home / ".zshrc").write_text(f"fpath=({share}/zsh/site-functions $fpath)\n"
                                 "autoload -U compinit\n"
                                 "compinit -u -D\n"
                                 "PS1='> '\n"
                                 "unsetopt beep\n"
                                 'line() { print -r -- "LINE<$BUFFER>" }\n'
                                 "zle -N line\n"
                                 "bindkey -e\n"
                                 "bindkey '^G' line\n"
                                 "print ready\n", encoding="utf-8")
    return Typist(["zsh", "-d", "-i"], directory, _environment(share, home, program_directory))


class Fish:
    """fish completes a line that is handed over; it finds our script by itself."""

    def __init__(self, share, home, program_directory, directory):
        self._directory = directory
        self._environment = _environment(share, home, program_directory)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def offered(self, line):
        """The words that may stand in place of the last one."""
        ended = subprocess.run(["fish", "-c", "complete -C $argv[1]", line], cwd=self._directory,
                               env=self._environment, capture_output=True, encoding="utf-8",
                               timeout=PATIENCE, check=False)
        if ended.returncode or ended.stderr:
            raise Failure(f"fish says {ended.returncode}: {ended.stderr}")
        return [offer.split("\t")[0] for offer in ended.stdout.splitlines()]


def missing():
    """The programs that are not installed."""
    names = [name for name in ("bash", "zsh", "fish", "man", "lexgrog", "strace") if not shutil.which(name)]
    return names + [] if os.path.exists("/usr/share/bash-completion/bash_completion") else \
        names + ["bash-completion"]
