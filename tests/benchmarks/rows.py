"""Manifests of many rows, and what became of the rows."""

import csv
import itertools
import json

_HEADER = "id,prompt,model,orientation,size,duration\n"
_PROMPTS = ["A rain-soaked night market, scene {0}, shot on 35mm film, natural light",
            "An old tram climbs to the harbor at dawn, scene {0}; gulls, slow pan",
            "清晨的渔港，镜头 {0}，海面像镜子，薄雾，胶片质感"]


def write(path, count):
    """Writes a CSV manifest with about 120 bytes a row; every prompt is written once."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(_HEADER)
        for number, prompt in zip(range(count), itertools.cycle(_PROMPTS)):
            file.write(f'shot-{number:07},"{prompt.format(number)}",sora-2-pro,landscape,large,15\n')
    return path


def write_bodies(bench, manifest, path):
    """Writes the request bodies of a manifest, one a line, as shotlist sends them."""
    plan = bench.directory / "plan.jsonl"
    bench.shotlist("plan", manifest, "--json", out=plan)
    with open(plan, encoding="utf-8") as lines, open(path, "w", encoding="utf-8") as bodies:
        for line in lines:
            body = json.loads(line)["body"]
            bodies.write(json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n")
    plan.unlink()
    return path


def submitted(manifest):
    """How many rows of its results have a task id."""
    results = manifest.with_suffix(".results.csv")
    with open(results, encoding="utf-8", newline="") as file:
        return sum(row["status"] == "submitted" and bool(row["task_id"])
                   for row in csv.DictReader(file))
