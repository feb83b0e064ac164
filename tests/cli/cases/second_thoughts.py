"""Second thoughts that once paid twice, where rows ask the same or a server goes away.

Each case ends with what was paid for: the server counts it, and a call that it hung up on may be
paid for, too.
"""

import itertools

from checks import lacks, same
from fake_server import HANG_UP, task
from scenes import prompts_asked

_HARBOR = "a small harbor in the fog at dawn with gulls above the boats"
_MARKET = "market street in the rain with neon signs and steaming bowls"


def _server(stage):
    """Answers with a task that nobody had before."""
    number = itertools.count(1)
    return stage.server(lambda _: task(next(number)))


def _table(stage, *rows, columns="id,prompt"):
    lines = (",".join(row) for row in rows)
    lines = [columns + ",model", *(f"{line},sora-2" for line in lines)]
    return stage.write("m.csv", "\n".join(lines) + "\n")


def every_version_of_a_text_is_held_against_those_before(stage):
    versions = [_HARBOR, _HARBOR + " slowly", _HARBOR.replace("small", "tiny"),
                _HARBOR.replace("gulls", "terns") + " softly"]
    for columns, rows in (
            ("id,prompt,takes", lambda text: [["a", text, "4"]]),
            ("id,prompt,images", lambda text: [[str(i), text, f"https://x.example/{i}.png"]
                                               for i in range(4)])):
        server = _server(stage)
        words = ["m.csv", "--base-url", server.url]
        for number, text in enumerate(versions):
            _table(stage, *rows(text), columns=columns)
            if number > 0:
                stage.shotlist("run", *words).must_be(6)
                same(prompts_asked(server), [], "paid for unasked")
                stage.shotlist("run", *words, "--held", "resubmit:5").must_be(3)
                stage.shotlist("run", *words, "--held", "resubmit:4").must_be(0)
            else:
                stage.shotlist("run", *words).must_be(0)
            same(prompts_asked(server), [text] * 4, "paid for")
        stage.forget_everything()


def a_doubt_where_a_rehearsal_ran_once_is_a_doubt(stage):
    _table(stage, ["a", _MARKET])
    till = stage.sandbox()
    stage.shotlist("run", "m.csv", "--base-url", till.url).must_be(0)
    till.end()
    port = int(till.url.rpartition(":")[2])
    server = stage.server(lambda asked: HANG_UP, port=port)
    _table(stage, ["a", _MARKET], ["b", _HARBOR])
    ended = stage.shotlist("run", "m.csv", "--base-url", server.url, "-j", 1).must_be(6)
    lacks(ended.err, "nothing was paid")
    other = _server(stage)
    stage.shotlist("run", "m.csv", "--base-url", other.url, "-j", 1).must_be(6)
    same(prompts_asked(other), [_MARKET], "paid for")
