#!/usr/bin/env python3
"""Installs what was built into a folder, and looks at it: `install_test.py MESON BUILD PREFIX MANDIR`.

Exit code 77 where a program that it needs is not installed.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree stays as it is
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/cli"))
sys.path.insert(0, str(ROOT / "tests/promises"))

import shells
from checks import check, has, lacks, same
from kill_test import conclude, holds
from stage import Stage

# What is typed, and what it is after a Tab. The words that are completed are in the folder of `Installed`.
_COMPLETED = [
    ("shotlist revi", "shotlist review "),
    ("shotlist comple", "shotlist completion "),
    ("shotlist help coll", "shotlist help collect "),
    ("shotlist run --connect", "shotlist run --connect-timeout "),
    ("shotlist check night", "shotlist check night-market.yaml "),
    ("shotlist check 'my sh", "shotlist check 'my shots.yaml' "),
    ("shotlist check my\\ sh", "shotlist check my\\ shots.yaml "),
    ("shotlist collect season.yaml --download vid", "shotlist collect season.yaml --download videos/"),
    ("shotlist run night-market.yaml --only arr", "shotlist run night-market.yaml --only arrival "),
    ("shotlist run 'my shots.yaml' --only arr", "shotlist run 'my shots.yaml' --only arrival "),
    ("shotlist run ~/season.yaml --only ferry@l", "shotlist run ~/season.yaml --only ferry@landscape "),
    ("shotlist run season.yaml --only=tram@landscape.take-1,ferry@p",
     "shotlist run season.yaml --only=tram@landscape.take-1,ferry@portrait "),
    ("shotlist resolve season.yaml harbor@n", "shotlist resolve season.yaml harbor@noon-landscape-25-small "),
    ("shotlist run season.yaml --where time=da", "shotlist run season.yaml --where time=dawn "),
    ("shotlist run season.yaml --where ti", "shotlist run season.yaml --where time="),
    ("shotlist review season.yaml --sort status,laten", "shotlist review season.yaml --sort status,latency_ms "),
    ("shotlist review results.csv --where id=ol", "shotlist review results.csv --where id=older "),
    ("shotlist run --held keep", "shotlist run --held keep"),
    ("shotlist sandbox --fault query-la", "shotlist sandbox --fault query-late="),
    ("shotlist check --set model=grok", "shotlist check --set model=grok-video-3 "),
    ("shotlist check --set model=gro", "shotlist check --set model=grok-video-3 "),
    ("shotlist run --progress=pl", "shotlist run --progress=plain "),
]


class Installed:
    """A folder into which everything was installed, and one in which somebody works."""

    def __init__(self, stage, meson, build, prefix, mandir):
        self._stage = stage
        self._root = stage.path("root")
        self._build = build
        ended = subprocess.run([meson, "install", "-C", build, "--no-rebuild", "--quiet", "--destdir",
                                self._root], capture_output=True, encoding="utf-8", check=False)
        check(ended.returncode == 0, ended.stdout + ended.stderr)
        self._prefix = self._root / prefix.lstrip("/")
        self._share = self._prefix / "share"
        self._man = self._prefix / mandir
        self._documents = self._share / "doc/shotlist"
        self._program = self._prefix / "bin/shotlist"
        self._work = stage.path("work")
        self._work.mkdir()
        for name in ("season.yaml", "season-sketches.csv", "night-market.yaml"):
            shutil.copy(self._documents / "manifests" / name, self._work)
        shutil.copy(self._work / "night-market.yaml", self._work / "my shots.yaml")
        (self._work / "results.csv").write_text(
            "id,status,task_id,prompt\nolder,submitted,t-1,A\nnewer,submitted,t-2,B\n", encoding="utf-8")
        (self._work / "videos").mkdir()

    def _said(self, *words):
        ended = subprocess.run([self._program, *words], cwd=self._work, capture_output=True,
                               encoding="utf-8", check=False, stdin=subprocess.DEVNULL)
        same(ended.returncode, 0, f"exit code of {words}: {ended.stderr}")
        return ended.stdout

    def _commands(self):
        listed = self._said("--help").split("Subcommands:\n")[1].split("\n\n")[0]
        return re.findall(r"^  (\S+)", listed, re.MULTILINE)

    def _pages(self):
        return sorted(self._man.glob("man*/*"))

    def every_command_has_a_page_and_no_other_has(self):
        wanted = ["shotlist-manifest.5", "shotlist.1"]
        wanted += [f"shotlist-{command}.1" for command in self._commands() if command != "help"]
        same(sorted(page.name for page in self._pages()), sorted(wanted), "pages")
        for page in self._pages():
            same(page.parent.name, "man" + page.suffix[1:], f"the folder of {page.name}")

    def every_option_of_a_command_is_in_its_page(self):
        for command in self._commands():
            if command == "help":
                continue
            options = re.findall(r"^  (?:-\w,)?(--[\w-]+)", self._said(command, "--help"), re.MULTILINE)
            check(options, f"{command} has no options")
            page = self._shown(self._man / f"man1/shotlist-{command}.1")
            for option in options:
                has(page, option)

    def _shown(self, page, locale="C.UTF-8", width="80"):
        ended = subprocess.run(["man", "--warnings", "--local-file", page], capture_output=True, check=False,
                               env={**os.environ, "LC_ALL": locale, "MANWIDTH": width, "MANROFFSEQ": ""})
        told = ended.stderr.decode("utf-8", "replace")
        same((ended.returncode, told), (0, ""), f"what man says of {page.name} in {locale}")
        return re.sub(".\b", "", ended.stdout.decode("utf-8", "replace"))

    def man_has_no_warning_about_any_page_in_any_locale(self):
        for page in self._pages():
            for locale in ("C.UTF-8", "C"):
                shown = self._shown(page, locale)
                has(shown, "NAME\n")
                check(len(shown) > 700, f"{page.name} is short:\n{shown}")

    def mandoc_has_nothing_to_say_about_any_page(self):
        for page in self._pages():
            ended = subprocess.run(["mandoc", "-Tlint", page], capture_output=True, encoding="utf-8",
                                   check=False)
            same(ended.stdout + ended.stderr, "", f"what mandoc says of {page.name}")

    def apropos_reads_what_each_page_is_about(self):
        for page in self._pages():
            ended = subprocess.run(["lexgrog", page], capture_output=True, encoding="utf-8", check=False)
            has(ended.stdout, f'"{page.stem} - ')

    def the_page_of_manifests_has_chinese_names_and_the_keys(self):
        shown = self._shown(self._man / "man5/shotlist-manifest.5")
        for part in ("提示词 prompt", "\nKEYS OF YAML", "connect_timeout", "\nMODELS", "grok-video-3"):
            has(shown, part)

    def bash_completes_what_is_typed(self):
        self._complete_in(shells.bash)

    def zsh_completes_what_is_typed(self):
        self._complete_in(shells.zsh)

    def _complete_in(self, shell):
        home = self._work  # where ~/ leads
        with shell(self._share, home, self._program.parent, self._work) as typist:
            for typed, wanted in _COMPLETED:
                same(typist.completed(typed), wanted, f"after {typed!r} and a Tab")

    def fish_offers_what_may_be_typed(self):
        with shells.Fish(self._share, self._work, self._program.parent, self._work) as fish:
            for typed, wanted in _COMPLETED:
                if "'" in typed or "\\" in typed:
                    continue  # fish shows words without their quotes
                last = wanted.rstrip(" ").split(" ")[-1]
                has("\n".join(fish.offered(typed)) + "\n", last + "\n")

    def scripts_of_the_shells_are_those_that_the_program_prints(self):
        for shell, place in (("bash", "bash-completion/completions/shotlist"),
                             ("zsh", "zsh/site-functions/_shotlist"),
                             ("fish", "fish/vendor_completions.d/shotlist.fish")):
            same((self._share / place).read_text("utf-8"), self._said("completion", shell), f"that of {shell}")

    def a_completion_says_nothing_of_mistakes(self):
        (self._work / "broken.yaml").write_text("shots: [", encoding="utf-8")
        for line in ("shotlist run broken.yaml --only ", "shotlist run nothing.yaml --only ",
                     "shotlist nothing ", "shotlist run --nothing ", "shotlist run \\"):
            ended = subprocess.run([self._program, "complete", "bash", "=:", line], cwd=self._work,
                                   capture_output=True, encoding="utf-8", check=False)
            same((ended.returncode, ended.stderr), (0, ""), f"of {line!r}")

    def a_completion_writes_nothing_and_asks_no_server(self):
        trace = self._stage.path("trace")
        for line in ("shotlist run season.yaml --only ", "shotlist run season.yaml --base-url http://127.0.0.1:9 --where ti",
                     "shotlist review results.csv --sort ", "shotlist run --ledger postgresql://a@127.0.0.1/b season.yaml --only "):
            subprocess.run(["strace", "-f", "-o", trace, self._program, "complete", "bash", "=:", line],
                           cwd=self._work, capture_output=True, check=True,
                           env={**os.environ, "USER": "somebody"})
            calls = trace.read_text("utf-8", "replace")
            has(calls, "openat(")
            for call in ("socket(", "connect(", "O_WRONLY", "O_RDWR", "O_CREAT", "mkdir", "unlink", "rename"):
                lacks(calls, call)

    def a_completion_does_not_read_from_a_pipe(self):
        os.mkfifo(self._work / "pipe.csv")
        same(self._said("complete", "zsh", "run", "pipe.csv", "--only", ""), "words\n", "what is offered")
        (self._work / "pipe.csv").unlink()

    def links_of_the_documents_lead_to_what_is_installed(self):
        links = 0
        for document in self._documents.rglob("*.md"):
            for link in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text("utf-8")):
                if "://" not in link:
                    check((document.parent / link).exists(), f"{document.name} leads to {link}")
                    links += 1
        check(links > 5, f"{links} links")

    def every_sample_is_installed_and_right(self):
        ours = subprocess.run(["git", "-C", ROOT, "ls-files", "manifests"], capture_output=True,
                              encoding="utf-8", check=False).stdout.split()
        for name in ours:  # none where the source is no repository
            same((self._documents / name).read_bytes(), (ROOT / name).read_bytes(), name)
        for manifest in self._documents.glob("manifests/*.yaml"):
            has(self._said("check", manifest), "no mistakes")

    def commands_that_the_quickstart_prints_can_be_pasted(self):
        """In a folder whose name has a blank, with the program that was built."""
        tree = self._stage.path("a fresh machine")
        (tree / "build/src/cli").mkdir(parents=True)
        (tree / "build/src/cli/shotlist").symlink_to(self._program)
        shutil.copytree(ROOT / "manifests", tree / "manifests")
        (tree / "examples").mkdir()
        shutil.copy(ROOT / "examples/quickstart.sh", tree / "examples")
        (tree / "examples/build.sh").write_text("#!/bin/sh\n", encoding="utf-8")
        (tree / "examples/build.sh").chmod(0o755)
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(tree)}  # where there is no shotlist
        ended = subprocess.run([tree / "examples/quickstart.sh"], cwd=self._work, env=environment,
                               capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL)
        same(ended.returncode, 0, ended.stdout + ended.stderr)
        pasted = re.findall(r"^\$ (.*)$", ended.stdout, re.MULTILINE)
        check(len(pasted) >= 6, ended.stdout)
        for command in pasted:
            has(command, f"'{tree}/build/src/cli/shotlist' ")
            command += " --force" * (" init " in command)  # it is there already
            again = subprocess.run(["sh", "-c", command], cwd=self._work, env=environment,
                                   capture_output=True, encoding="utf-8", check=False)
            same(again.returncode, 0, f"{command}:\n{again.stdout}{again.stderr}")

    def promises(self):
        promises = [promise for name in vars(type(self)) if not name.startswith("_") and name != "promises"
                    for promise in [getattr(self, name)]]
        if not shutil.which("mandoc"):
            promises.remove(self.mandoc_has_nothing_to_say_about_any_page)
        return promises


def main():
    if missing := shells.missing():
        print(f"not installed: {', '.join(missing)}: skipped")
        return 77
    meson, build, prefix, mandir = sys.argv[1:]
    with Stage(os.path.join(build, "src/cli/shotlist")) as stage:
        installed = Installed(stage, meson, build, prefix, mandir)
        return conclude([holds(promise.__name__.replace("_", " "), promise)
                         for promise in installed.promises()], stage)


if __name__ == "__main__":
    sys.exit(main())
