"""How the page's charts are made: each function is a case. The scripts are the page's own."""

import json
from pathlib import Path

from checks import check, has, same

_PAGE = Path(__file__).resolve().parents[2] / "src/show/page"
_WORDS = f"const words = {(_PAGE / 'words.json').read_text(encoding='utf-8')};\n"
_SCRIPTS = _WORDS + "".join((_PAGE / name).read_text(encoding="utf-8")
                   for name in ("language.js", "data.js", "chart.js", "timeline.js", "latency.js"))
_START = 1772357400000  # 2026-03-01 09:30 UTC
_SECOND, _MINUTE, _HOUR, _DAY = 1000, 60_000, 3_600_000, 86_400_000


def _ask(page, expression, **values):
    """The value of `expression`, which may use every name of the page's scripts and `values`."""
    given = "".join(f"const {name} = {json.dumps(value)};" for name, value in values.items())
    return page.value(f"(() => {{{_SCRIPTS}\n{given} return {expression}; }})()")


def _attempt(sent, outcome="made a task", latency=""):
    return {"sentAt": sent if sent == "" else _START + sent, "outcome": outcome, "latency": latency}


def _every(step, count, start=0):
    return [_attempt(start + step * i) for i in range(count)]


def pieces_are_as_short_as_there_is_room_for_and_hold_every_attempt(browser, material):
    page = browser.open(material.few())
    for step, count, length in [(1, 1, 10), (_SECOND, 60, _SECOND), (_SECOND, 61, 2 * _SECOND),
                                (_SECOND, 10_000, 5 * _MINUTE), (_MINUTE, 60, _MINUTE),
                                (4 * _MINUTE, 1000, 2 * _HOUR), (_HOUR, 1000, _DAY),
                                (_DAY, 1000, 32 * _DAY)]:
        found = _ask(page, """(({ length, pieces }) => [length, pieces.length, pieces.reduce((sum, piece) =>
                           sum + totalOf(piece), 0)])(timelineOf(attempts, 60))""", attempts=_every(step, count))
        what = f"{count} attempts each {step} ms"
        same(found[0], length, what)
        same(found[2], count, f"attempts in pieces of {what}")
        check(found[1] <= 60, f"{found[1]} pieces of {what}")
    page.close()


def hours_in_which_nothing_ran_take_no_more_room_than_a_mark(browser, material):
    page = browser.open(material.few())
    attempts = _every(_SECOND, 20) + _every(_SECOND, 20, 3 * _HOUR)
    timeline = _ask(page, "timelineOf(attempts, 60)", attempts=attempts)
    same(timeline["length"], _SECOND, "the length of a piece")
    same(len(timeline["pieces"]), 40, "pieces")
    same([piece["pause"] for piece in timeline["pieces"] if piece["pause"]],
         [3 * _HOUR - 20 * _SECOND], "pauses")
    same(timeline["pieces"][20]["from"], _START + 3 * _HOUR, "the piece after the pause")
    timeline = _ask(page, "timelineOf(attempts, 60)", attempts=[_attempt(0), _attempt(5 * _SECOND)])
    same([piece["pause"] for piece in timeline["pieces"] if piece["pause"]], [], "pauses of a few seconds")
    page.close()


def attempts_are_counted_by_how_they_ended(browser, material):
    page = browser.open(material.few())
    attempts = [_attempt(0), _attempt(0, "told to wait"), _attempt(0, "on its way"), _attempt(1, "in doubt"),
                _attempt("")]
    timeline = _ask(page, "timelineOf(attempts)", attempts=attempts)
    same([piece["counts"] for piece in timeline["pieces"]],
         [{"made a task": 1, "told to wait": 1, "on its way": 1, "in doubt": 1}], "counts")
    same(timeline["untimed"], 1, "attempts of unknown time")
    before = _ask(page, "timelineOf(attempts)", attempts=[_attempt(-_START - 1)])
    same(before["pieces"][0]["from"], -10, "a time before 1970")
    page.close()


def labels_of_the_time_do_not_overlap(browser, material):
    page = browser.open(material.few())
    for before in range(1, 25):
        attempts = _every(10, before) + _every(10, 12, 10 * _MINUTE)
        labels = _ask(page, """timelineChart(attempts, true)[1].querySelectorAll(".tick").values()
            .map((each) => [each.lastChild.getAttribute("class"), parseFloat(each.lastChild.getAttribute("x"))])
            .toArray()""", attempts=attempts)
        check(labels, "there are no labels")
        end = 0
        for anchor, x in labels:
            width = 100 * 0.0105 * 11
            start = {"start": x, "middle": x - width / 2, "end": x - width}[anchor.split()[0]]
            check(start >= end, f"labels overlap at {x} % after {before} pieces")
            end = start + width
    page.close()


def every_latency_is_in_the_bin_that_holds_it(browser, material):
    page = browser.open(material.few())
    for latency in (0, 1, 2, 999, 1000, 1001, 120_000):
        attempts = [_attempt(0, latency=latency), _attempt(0, "refused", 50)]
        bins = _ask(page, "binsOf(attempts)", attempts=attempts)
        check(len(bins) >= 12, "less than a decade")
        for one, next_one in zip(bins, bins[1:]):
            same(one["to"], next_one["from"], "where a bin ends")

        def bin_with(wanted):
            return next(each for each in bins if each["from"] <= wanted + 1e-6 and wanted < each["to"] - 1e-6)
        same(bin_with(max(latency, 1))["made"], 1, f"tasks in the bin of {latency} ms")
        same(bin_with(50)["other"], 1, "others in the bin of 50 ms")
    same(_ask(page, "binsOf(attempts)", attempts=[_attempt(0)]), [], "bins where nothing was timed")
    page.close()


def a_scale_ends_at_a_round_number_that_has_a_half(browser, material):
    page = browser.open(material.few())
    counts = [0, 1, 3, 5, 9, 11, 17, 30, 101, 9999]
    same(_ask(page, "counts.map(roundUp)", counts=counts), [2, 2, 4, 6, 10, 12, 20, 30, 120, 10_000], "tops")
    page.close()


def charts_are_described_and_a_table_says_the_same(browser, material):
    page = browser.open(material.few())
    description = page.value("document.getElementById('timeline-description').textContent")
    sent = sum(row["status"] not in ("held", "not_sent") for row in material.few_rows)
    made = sum(row["status"] == "submitted" for row in material.few_rows)
    has(description, f"{made} made a task")
    cells = "[...document.querySelectorAll('#{} .as-table td')].reduce((sum, cell) => sum + Number(cell.textContent), 0)"
    same(page.value(cells.format("timeline")), sent, "attempts in the table of the timeline")
    same(page.value(cells.format("latency")), sent, "attempts in the table of latencies")
    has(page.value("document.getElementById('timeline').textContent"), "There is no ledger")
    for mark in ("median", "p95"):
        has(page.value("document.querySelector('#latency svg').textContent"), mark)
    has(page.value("document.getElementById('latency').textContent"), "log scale")
    page.close()
    page = browser.open(material.videos())
    same(page.value("document.getElementById('charts').hidden"), True, "whether five rows have no charts")
    page.close()
    texts = ["timelineChart([], true)", "latencyChart([], [])"]
    page = browser.open(material.few())
    same([_ask(page, f"{text}.map((each) => each.textContent)") for text in texts],
         [["Nothing was sent at a time that is known."], ["No answer was timed yet."]], "charts of nothing")
    page.close()


def charts_hold_the_attempts_of_rows_that_are_not_in_the_table(browser, material):
    page = browser.open(material.selected())
    failed = sum(row["status"] == "failed" for row in material.few_rows)
    same(page.value("document.querySelectorAll('#table .block > .row').length"), failed, "rows in the table")
    sent = sum(row["status"] not in ("held", "not_sent") for row in material.few_rows)
    cells = "[...document.querySelectorAll('#timeline .as-table td')].reduce((sum, cell) => sum + Number(cell.textContent), 0)"
    same(page.value(cells), sent, "attempts in the chart")
    page.close()
