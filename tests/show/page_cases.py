"""What a page of a review does in a browser: each function is a case, and its name says which."""

import base64
import hashlib
import json
import re

from checks import check, has, same
from page_material import (HOSTILE, HUGE, MANY, MARKS, SHOWN_HOSTILE, SHOWN_MARKS)

_ROWS = "[...document.querySelectorAll('#table .block:not([hidden]) > .row')]"
_IDS = _ROWS + ".map((row) => row.querySelector('button').textContent)"
_LOADS = "[...document.querySelectorAll('[src], [srcset], link, iframe, object, embed, base, img')]"


def _settle(page):
    page.wait("document.getElementById('table').ariaBusy === 'false'")


def _ids(page):
    _settle(page)
    return page.value(_IDS)


def _count(page):
    return page.value("document.getElementById('count').textContent")


def _by_need(rows):
    """As the page shows them: what needs a person comes first."""
    needs = ["in_doubt", "held", "rejected", "failed"]
    return sorted(rows, key=lambda row: needs.index(row["status"]) if row["status"] in needs else len(needs))


def _ids_of(rows, condition=lambda row: True):
    return [row["id"] for row in rows if condition(row)]


def _choose(page, label, value):
    page.value(f"""(() => {{
        const label = [...document.querySelectorAll('#facets label')]
            .find((each) => each.firstChild.textContent === {json.dumps(label)});
        const select = label.querySelector('select');
        const option = [...select.options].find((each) => each.textContent.startsWith({json.dumps(value)}));
        select.value = option.value;
        select.dispatchEvent(new Event('change'));
    }})()""")


def _must_be_silent(page):
    same(page.complaints, [], "what the console says")
    same(page.value("violations"), [], "what the policy had to forbid")


def all_of_ten_thousand_rows_are_there_and_nothing_is_requested(browser, material):
    page = browser.open(material.many())
    same(len(_ids(page)), MANY, "rows in the document")
    same(_ids(page), _ids_of(_by_need(material.many_rows)), "their order")
    same(page.requests, [page.address], "requests")
    same(page.value(_LOADS + ".length"), 0, "elements that load something")
    _must_be_silent(page)
    size = material.bytes_of("many")
    check(size < 10_000_000, f"the page has {size} bytes")
    print(f"    {MANY} rows are {size / 1e6:.1f} MB")
    page.close()


def no_key_waits_long_for_ten_thousand_rows(browser, material):
    """How long is told, not judged: that rows are moved in slices is what makes it short."""
    page = browser.open(material.many())
    _settle(page)
    tell = []
    for name, action in [("search", "search.value = 'market noir'; search.dispatchEvent(new Event('input'))"),
                         ("clear", "document.getElementById('clear').click()"),
                         ("sort", "document.querySelector('.header .latency button').click()"),
                         ("filter", "document.querySelector('.chip').click()")]:
        took, busy = page.value(f"""(() => {{
            const search = document.getElementById('search'), start = performance.now();
            {action};
            return [performance.now() - start, document.getElementById('table').ariaBusy];
        }})()""")
        tell.append(f"{name} {took:.0f} ms")
        same(busy, "true", f"whether rows are left for later after {name}")
        _settle(page)
    print("    " + ", ".join(tell))
    page.close()


def of_very_many_rows_those_near_the_screen_are_in_the_document_and_all_can_be_reached(browser, material):
    last = _by_need(material.huge_rows)[-1]
    page = browser.open(material.huge() + f"#open={material.huge_rows.index(last)}")
    same(_ids(page)[0], _by_need(material.huge_rows)[0]["id"], "the first row")
    _settle(page)
    in_document = _ROWS + ".length"
    check(0 < page.value(in_document) < 2000, f"{page.value(in_document)} rows are in the document")
    page.value("document.querySelector('.row [tabindex=\"0\"]').focus()")
    page.press("End")
    page.frame()
    same(page.value("document.activeElement.textContent"), last["id"], "the last row")
    has(page.value("document.querySelector('.detail').textContent"), last["prompt"])
    page.click("#search")
    page.type(last["fingerprint"] + "?")
    same(_count(page), f"0 of {HUGE:,} rows", "what is counted")
    page.press("Escape")
    page.type(last["id"])
    same(_ids(page), [last["id"]], "the row that is searched")
    page.press("Escape")
    page.click(".header [data-key=latency] button")
    page.click(".header [data-key=latency] button")
    slowest = max(row.get("latency_ms", 0) for row in material.huge_rows)
    same(_ids(page)[0], next(row["id"] for row in material.huge_rows if row.get("latency_ms") == slowest), "the slowest row")
    page.value("scrollTo(0, document.documentElement.scrollHeight / 2)")
    page.wait("document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest('.row')")
    page.value("dispatchEvent(new Event('beforeprint'))")
    same(page.value(in_document), HUGE, "rows on paper")
    same(sorted(_ids(page)), sorted(_ids_of(material.huge_rows)), "their ids")
    _must_be_silent(page)
    page.close()


def the_policy_names_the_digests_of_script_and_style(browser, material):
    material.few()
    text = material.stage.read("few.html")
    for element, kind in (("script", "script-src"), ("style", "style-src")):
        inside = re.search(f"<{element}>(.*?)</{element}>", text, re.DOTALL).group(1)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        has(text, f"{kind} 'sha256-{digest}';")
    page = browser.open(material.few())
    page.value("""(() => {
        const script = document.createElement('script');
        script.append('window.hacked = 1');
        document.body.append(script);
    })()""")
    page.wait("violations.length > 0")
    same(page.value("window.hacked"), None, "what a script did that is not ours")
    page.close()


def search_finds_words_wherever_they_are(browser, material):
    page = browser.open(material.few())
    page.press("/")
    page.type("Lighthouse NOIR")
    wanted = _ids_of(_by_need(material.few_rows), lambda row: "lighthouse" in row["id"] and row["style"] == "noir")
    check(wanted, "no row would be found")
    same(_ids(page), wanted, "rows with both words")
    same(_count(page), f"{len(wanted)} of 240 rows", "what is counted")
    page.press("Escape")
    same(len(_ids(page)), 240, "rows after Escape")
    some = next(row for row in material.few_rows if row.get("task_id"))
    page.click("#search")
    page.type(some["task_id"][-12:])
    same(_ids(page), [some["id"]], "the row with this task id")
    page.type("?")
    same(_ids(page), [], "rows that nobody wants")
    same(page.value("document.getElementById('nothing').innerText"), "No rows match.", "what is said of it")
    page.click("#clear")
    same(page.value("document.getElementById('nothing').hidden"), True, "whether it is not said")
    _must_be_silent(page)
    page.close()


def filters_by_status_model_variable_and_cause_go_together(browser, material):
    page = browser.open(material.few())
    rows = material.few_rows
    page.click(".chip.is-failed")
    same(_ids(page), _ids_of(rows, lambda row: row["status"] == "failed"), "failed rows")
    page.click(".chip.is-rejected")
    broken = ("failed", "rejected")
    same(_ids(page), _ids_of(_by_need(rows), lambda row: row["status"] in broken), "failed or rejected rows")
    same(page.value("document.querySelector('.chip.is-failed').ariaPressed"), "true", "the chip")
    _choose(page, "Model", "sora-2-pro")
    _choose(page, "style", "noir")
    wanted = _ids_of(_by_need(rows), lambda row: row["status"] in broken and row["model"] == "sora-2-pro"
                     and row["style"] == "noir")
    same(_ids(page), wanted, "those of a model and a style")
    page.click("#clear")
    _choose(page, "Cause", "moderation")
    same(_ids(page), _ids_of(rows, lambda row: row["error_class"] == "moderation"), "those of a cause")
    page.close()


def a_header_sorts_up_down_and_not(browser, material):
    page = browser.open(material.few())
    rows = material.few_rows
    for key, of in (("latency", lambda row: int(row.get("latency_ms", -1))),
                    ("id", lambda row: (row["id"].split("-")[0], int(row["id"].split("-")[1])))):
        header = f".header [data-key={key}]"
        for down, word in ((False, "ascending"), (True, "descending")):
            page.click(header + " button")
            sign = -1 if down else 1
            wanted = sorted(rows, key=of)
            if down:  # equal rows stay in manifest order
                wanted = sorted(reversed(rows), key=of)[::-1]
            if key == "latency":  # what has none comes last either way
                wanted.sort(key=lambda row: "latency_ms" not in row)
            same(_ids(page), _ids_of(wanted), f"rows by {key}, {sign}")
            same(page.value(f"document.querySelector('{header}').ariaSort"), word, "aria-sort")
        page.click(header + " button")
        same(_ids(page), _ids_of(_by_need(rows)), "rows as at first")
    _choose(page, "Order", "as in the manifest")
    same(_ids(page), _ids_of(rows), "rows in manifest order")
    page.close()


def what_the_keys_reach_is_not_under_the_header(browser, material):
    page = browser.open(material.few())
    page.value("document.querySelectorAll('.block .id button')[60].focus()")
    for _ in range(20):
        page.press("ArrowUp")
        hidden = page.value("document.activeElement.getBoundingClientRect().top < "
                            "document.querySelector('.head').getBoundingClientRect().bottom")
        check(not hidden, "the row with the focus is under the header")
    page.close()


def a_row_opens_by_mouse_and_by_keyboard(browser, material):
    page = browser.open(material.few())
    number, row = next(each for each in enumerate(_by_need(material.few_rows)) if each[1]["status"] == "submitted")
    place = f"#table .block:nth-child({number // 50 + 2}) > .row:nth-child({number % 50 + 1}) .result"
    page.click(place)
    detail = page.value("document.querySelector('.detail').textContent")
    for part in (row["prompt"], row["task_id"], row["request_id"], row["source"], row["entry"],
                 row["endpoint"], "CNY 4.80", "seed", "Attempt"):
        has(detail, part)
    same(page.value(f"{_ROWS}[{number}].querySelector('button').ariaExpanded"), "true", "expanded")
    page.click(place)
    same(page.value("document.querySelector('.detail')"), None, "the detail")

    page.value("document.querySelector('#table .header .latency button').focus()")
    page.press("Tab")
    focused = "document.activeElement.textContent"
    first = page.value(focused)
    page.press("ArrowDown")
    page.press("ArrowDown")
    same(page.value(focused), _ids(page)[_ids(page).index(first) + 2], "two rows further down")
    page.press("Enter")
    has(page.value("document.querySelector('.detail').textContent"), "Prompt")
    page.press("Escape")
    same(page.value("document.querySelector('.detail')"), None, "the detail after Escape")
    page.press("End")
    same(page.value(focused), _by_need(material.few_rows)[-1]["id"], "the last row")
    check(page.value("document.activeElement.getBoundingClientRect().bottom <= innerHeight"), "it is not seen")
    page.close()


def a_task_id_is_copied_with_and_without_the_clipboard(browser, material):
    row = next(row for row in material.few_rows if row["status"] == "submitted")
    number = material.few_rows.index(row)
    browser.call("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    page = browser.open(material.few() + f"#open={number}")
    page.click(".detail .copy")
    page.wait("document.querySelector('.detail .copy').textContent === 'Copied'")
    same(page.value("navigator.clipboard.readText()"), row["task_id"], "what was copied")
    page.close()
    page = browser.open(material.few() + f"#open={number}", before="""
        Object.defineProperty(navigator, 'clipboard', { value: undefined });
        addEventListener('copy', () => (window.copied = document.activeElement.value));
    """)
    page.click(".detail .copy")
    page.wait("document.querySelector('.detail .copy').textContent === 'Copied'")
    same(page.value("window.copied"), row["task_id"], "what was copied by selection")
    _must_be_silent(page)
    page.close()


def hostile_text_is_only_ever_text(browser, material):
    page = browser.open(material.hostile())
    shown = [text for number, text in enumerate(SHOWN_HOSTILE)
             for text in (f"{number} {text}", f"failed {number} {text}")]
    same(_ids(page), shown[1::2] + shown[::2], "ids")
    page.value(_ROWS + ".forEach((row) => row.querySelector('button').click())")
    details = page.value("[...document.querySelectorAll('.detail')].map((each) => each.textContent)")
    for number, text in enumerate(SHOWN_HOSTILE):
        submitted, failed = details[len(HOSTILE) + number], details[number]
        check(submitted.count(text) >= 8, f"{text!r} is missing in {submitted!r}")
        has(failed, text)
    for text in HOSTILE[:-1]:
        page.value(f"document.getElementById('search').value = {json.dumps(text)}, "
                   "document.getElementById('search').dispatchEvent(new Event('input')), 0")
        same(len(_ids(page)), 2, f"rows found by {text!r}")
    for mark in re.findall(r"[\u202e\u200b\u2066\x1b\x07\x7f\u2028\ufeff]", MARKS):
        check(not page.value(f"document.body.textContent.includes({json.dumps(mark)})"), f"{mark!r} is there")
    has(page.value("document.body.textContent"), SHOWN_MARKS)
    same(page.value("window.hacked"), None, "what hostile text did")
    same(page.value("[...document.scripts].filter((each) => !each.type).length"), 1, "scripts that run")
    same(page.value("[...document.querySelectorAll('a')].map((a) => a.getAttribute('href'))"), ["#rows"], "links")
    same(page.value(_LOADS + ".length"), 0, "elements that load something")
    same(page.requests, [page.address], "requests")
    _must_be_silent(page)
    page.close()
