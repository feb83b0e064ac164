"""Manifests of many rows, and what became of the rows."""

import csv
import itertools
import json
from dataclasses import dataclass
from typing import Callable

_HEADER = "id,prompt,model,orientation,size,duration\n"
_PROMPTS = ["A rain-soaked night market, scene {0}, shot on 35mm film, natural light",
            "An old tram climbs to the harbor at dawn, scene {0}; gulls, slow pan",
            "清晨的渔港，镜头 {0}，海面像镜子，薄雾，胶片质感"]


def write(path, count, prompts=tuple(_PROMPTS)):
    """Writes a CSV manifest with about 120 bytes a row; every prompt is written once."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(_HEADER)
        for number, prompt in zip(range(count), itertools.cycle(prompts)):
            file.write(f'shot-{number:07},"{prompt.format(number)}",sora-2-pro,landscape,large,15\n')
    return path


def write_long(path, count):
    """The same, with prompts of 800 bytes, as people write them who describe a shot in full."""
    rest = ("; the camera moves in slowly between the stalls while people with umbrellas walk by, and "
            "the lanterns are mirrored in the puddles") * 8
    return write(path, count, [(_PROMPTS[0] + rest)[:797] + "..."])


@dataclass
class Shape:
    """A CSV of rows that are not like those of `write`."""
    name: str
    header: str
    row: Callable[[int], str]
    defaults: str = None  # of a manifest in YAML that takes its shots from the CSV


_FIELDS = "prompt,model,orientation,size,duration"
_VALUES = "sora-2-pro,landscape,large,15"
_COLUMNS = 40

SHAPES = [
    Shape("long prompts", f"id,{_FIELDS}",
          lambda number: f'shot-{number},"{"; ".join([_PROMPTS[0].format(number)] * 30)}",{_VALUES}'),
    Shape("long prompts in Chinese", f"id,{_FIELDS}",
          lambda number: f"shot-{number},{_PROMPTS[2].format(number) * 20},{_VALUES}"),
    Shape("40 more columns", f"id,{_FIELDS}," + ",".join(f"note{i}" for i in range(_COLUMNS)),
          lambda number: f"shot-{number},A tram,{_VALUES},"
                         + ",".join(str(number * i % 1000) for i in range(_COLUMNS))),
    Shape("no ids", _FIELDS, lambda number: f'"{_PROMPTS[1].format(number)}",{_VALUES}'),
    Shape("ids on every other row", f"id,{_FIELDS}",
          lambda number: f'{f"shot-{number}" if number % 2 else ""},"{_PROMPTS[1].format(number)}",'
                         f"{_VALUES}"),
    Shape("images", f"id,{_FIELDS},images,watermark",
          lambda number: f'shot-{number},"A ""slow"" pan, scene {number}",{_VALUES},'
                         f"https://example.com/a/{number}.jpg|https://example.com/b/{number}.jpg,TRUE"),
    Shape("prompts of three lines", f"id,{_FIELDS}".replace(",", ";"),
          lambda number: f'shot-{number};"An old tram\r\nclimbs to the harbor\r\nat dawn, {number}";'
                         f'{_VALUES.replace(",", ";")}\r'),
    Shape("a template in the defaults", "id,time,place,scene",
          lambda number: f"shot-{number},at dawn in the month of March,the harbor behind the market,"
                         f"scene {number} of the second act",
          "{model: sora-2-pro, orientation: landscape, size: large, duration: 15, "
          'prompt: "{{place}} {{time}}, {{scene}}, seen from above"}'),
]


def write_shape(shape, directory, size):
    """Writes rows of a shape, about `size` bytes. Returns the manifest and the size of the rows."""
    rows = directory / "shape.csv"
    with open(rows, "w", encoding="utf-8", newline="") as file:
        file.write(shape.header + "\n")
        written = 0
        for number in itertools.count():
            if written >= size:
                break
            row = shape.row(number) + "\n"
            file.write(row)
            written += len(row.encode())
    if shape.defaults is None:
        return rows, rows.stat().st_size
    manifest = directory / "shape.yaml"
    manifest.write_text(f"shotlist: 1\ndefaults: {shape.defaults}\nshots_from: {rows.name}\n",
                        encoding="utf-8")
    return manifest, rows.stat().st_size


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
