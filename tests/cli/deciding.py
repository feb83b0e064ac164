"""Results files and tables that a person writes decisions into."""

import csv
import io

RESULTS = "shots.results.csv"


def rows_of(stage, name=RESULTS):
    raw = (stage.directory / name).read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(raw, newline="")))


def save(stage, rows, name, encoding="utf-8", delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    (stage.directory / name).write_bytes(text.getvalue().encode(encoding))
    return name


def decide(stage, words, name=RESULTS, of=RESULTS, column="decision", **form):
    """Writes the results file `of` with a column of decisions, the last one, to `name`."""
    header, *rows = rows_of(stage, of)
    return save(stage, [header + [column]] + [row + [words.get(row[0], "")] for row in rows],
                name, **form)


def table(stage, words, name="words.csv", of=None):
    """Only ids and words; with the entries that the results file `of` has, where it is given."""
    if of is None:
        return save(stage, [["id", "decision"], *words.items()], name)
    entries = {row["id"]: row["entry"] for row in stage.results(of)}
    return save(stage, [["id", "entry", "decision"],
                        *([id, entries[id], word] for id, word in words.items())], name)


def run(stage, words, *more, **options):
    return stage.shotlist("run", *words, *more, **options)


def reasons(stage, words, *arguments):
    """What `plan` says of each row at the server of the words of a run."""
    return {line["id"]: line["action"] + ": " + line["reason"]
            for line in stage.plan(*words[:3], *arguments)}


def aside(stage, name=RESULTS):
    """The edited results file that was kept."""
    kept, = stage.directory.glob(name.replace(".csv", ".edited-*.csv"))
    return kept
