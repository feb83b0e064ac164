#!/usr/bin/env python3
"""Runs an example of several machines: `examples_test.py PROGRAM processes|parallel|slurm|kubernetes`.

Exit code 77 where a package that it needs is not installed.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree stays as it is
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/cli"))
sys.path.insert(0, str(ROOT / "tests/promises"))

try:
    import jsonschema
    import yaml
except ImportError:
    jsonschema = yaml = None
from checks import check, has, same
from kill_test import conclude, holds
from stage import Stage
from with_postgres import programs

_PROGRAMS = {"processes": [], "parallel": ["parallel"], "kubernetes": [],
             "slurm": ["munged", "slurmctld", "slurmd", "sbatch"]}
_RUNS, _ROWS = 4, 12  # of examples/several-machines.sh, and of its manifest


class Rehearsal:
    """A run of examples/several-machines.sh."""

    def __init__(self, stage, how):
        self._stage = stage
        stage.path("trial").mkdir()
        # It is told to end where it hangs, and not killed: it has much to stop.
        words = ["timeout", "240", ROOT / "examples/several-machines.sh", how, stage.path("trial")]
        ended = subprocess.run(words, env=stage.environment(key=None), capture_output=True,
                               check=False, encoding="utf-8", stdin=subprocess.DEVNULL)
        self.code, self.told = ended.returncode, ended.stdout + ended.stderr

    def ends_well(self):
        same(self.code, 0, self.told)
        same(self.told.count(f"\n{_ROWS} requests: {_ROWS} submitted, 0 rejected, 0 failed, 0 in doubt"),
             _RUNS + 1, f"summaries of {_RUNS} runs and the review in:\n{self.told}")

    def sends_each_row_once(self):
        has(self.told, f"the sandbox: {_ROWS} charges in the till")
        counts = [int(count) for count in re.findall(r"^ +(\d+) by run \d+$", self.told, re.MULTILINE)]
        same(sum(counts), _ROWS, f"rows that were sent, by {counts}")
        check(len(counts) > 1, "one run has sent all of it")

    def leaves_complete_results_in_each_folder(self):
        files = sorted(self._stage.path("trial").glob("machine-*/*.results.csv"))
        check(files, "there are no results")
        for file in files:
            rows = self._stage.results(file)
            same([row["status"] for row in rows], ["submitted"] * _ROWS, f"the results in {file}")
            same(len({row["task_id"] for row in rows}), _ROWS, f"task ids in {file}")

    def promises(self):
        return [self.ends_well, self.sends_each_row_once, self.leaves_complete_results_in_each_folder]


class Kubernetes:
    """The objects in examples/kubernetes, and a cluster that has only processes."""

    FOLDER = ROOT / "examples/kubernetes"
    # What becomes of a Job by the exit code of a run, as the README there says; None: it is tried again.
    ACTIONS = {1: "FailIndex", 2: "FailJob", 3: "FailJob", 4: "FailJob", 5: "FailIndex", 6: "FailIndex",
               7: None, 8: None, 129: None, 130: None, 137: None, 143: None}

    def __init__(self, stage):
        self._stage = stage
        self.objects = [thing for name in ("job.yaml", "trial.yaml")
                        for thing in yaml.safe_load_all((self.FOLDER / name).read_text("utf-8"))]
        self.job, self.config, *_ = self.objects
        self.pod = self.job["spec"]["template"]["spec"]
        schema = json.loads((ROOT / "tests/examples/kubernetes/schema.json").read_text("utf-8"))
        self._definitions = schema["definitions"]
        for definition in self._definitions.values():
            if "properties" in definition:  # the server refuses what it does not know
                definition["additionalProperties"] = False

    def _mistakes(self, thing):
        group, _, version = thing["apiVersion"].rpartition("/")
        kind = {"group": group, "kind": thing["kind"], "version": version}
        name, = (name for name, definition in self._definitions.items()
                 if kind in definition.get("x-kubernetes-group-version-kind", []))
        schema = {"$ref": f"#/definitions/{name}", "definitions": self._definitions}
        return [error.message for error in jsonschema.Draft4Validator(schema).iter_errors(thing)]

    def objects_are_as_the_published_schema_wants_them(self):
        for thing in self.objects:
            same(self._mistakes(thing), [], f"mistakes in the {thing['kind']}")
        self.pod["containers"][0]["volumeMount"] = []
        check(self._mistakes(self.job), "a field that does not exist is not noticed")
        del self.pod["containers"][0]["volumeMount"]

    def each_exit_code_leads_to_what_the_readme_says(self):
        rules = self.job["spec"]["podFailurePolicy"]["rules"]
        for code, action in self.ACTIONS.items():
            fits = [rule["action"] for rule in rules
                    if code in rule.get("onExitCodes", {}).get("values", [])]
            same(fits[0] if fits else None, action, f"what becomes of the exit code {code}")

    def the_secret_of_the_readme_has_all_that_is_asked_for(self):
        readme = (self.FOLDER / "README.md").read_text("utf-8")
        made = set(re.findall(r"--from-\w+=([\w-]+)=", readme))
        asked = set(re.findall(r"secretKeyRef: \{ name: shotlist, key: ([\w-]+) \}",
                               "".join(file.read_text("utf-8") for file in self.FOLDER.glob("*.yaml"))))
        same(made, asked, "keys of the secret")

    def its_pods_send_each_row_once(self):
        """The command of each pod, in a folder of its own with what the Job mounts."""
        mounted = self._stage.path("manifest")
        mounted.mkdir()
        for name, text in self.config["data"].items():
            (mounted / name).write_text(text, encoding="utf-8")
        container, = self.pod["containers"]
        command = [word.replace("/manifest/", f"{mounted}/") for word in container["command"]]
        sandbox = self._stage.sandbox("--sandbox-latency", "20ms")
        environment = {**self._stage.environment(), "SHOTLIST_BASE_URL": sandbox.url,
                       "SHOTLIST_LEDGER": self._stage.postgres().address}
        pods = []
        for index in range(self.job["spec"]["completions"]):
            work = self._stage.path(f"pod-{index}")
            work.mkdir()
            pods.append(subprocess.Popen(command, cwd=work, env={**environment, "HOME": str(work)},
                                         stderr=subprocess.PIPE, encoding="utf-8"))
        for pod in pods:
            told = pod.communicate(timeout=60)[1]
            same(pod.returncode, 0, told)
            has(told, "8 requests: 8 submitted")
        charges = Counter(charge["body_digest"] for charge in sandbox.till()["charges"])
        same((len(charges), charges.total()), (8, 8), "rows that were charged for, and charges")

    def promises(self):
        return [self.objects_are_as_the_published_schema_wants_them,
                self.each_exit_code_leads_to_what_the_readme_says,
                self.the_secret_of_the_readme_has_all_that_is_asked_for,
                self.its_pods_send_each_row_once]


def main():
    program, how = os.path.abspath(sys.argv[1]), sys.argv[2]
    path = os.environ["PATH"] + os.pathsep + "/usr/sbin"
    missing = [name for name in _PROGRAMS[how] if shutil.which(name, path=path) is None]
    missing += ["postgres"] if programs() is None else []
    if how == "kubernetes" and jsonschema is None:
        missing += ["python3-yaml or python3-jsonschema"]
    if missing:
        print(f"not installed: {', '.join(missing)}: skipped")
        return 77
    with Stage(program) as stage:
        example = Kubernetes(stage) if how == "kubernetes" else Rehearsal(stage, how)
        return conclude([holds(promise.__name__.replace("_", " "), promise)
                         for promise in example.promises()], stage)


if __name__ == "__main__":
    sys.exit(main())
