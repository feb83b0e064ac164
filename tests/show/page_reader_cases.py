"""What a person finds on a page who must decide, on which screen and in which language: each function
is a case."""

from checks import check, has, same
from chromium import in_language
from page_cases import _by_need, _count, _ids, _ids_of, _must_be_silent, _settle

_CHINESE = in_language("zh-TW")
# Letters in what is shown and told that are neither from elsewhere nor a name.
_FOREIGN_WORDS = """(() => {
    const names = /\\b(ID|UTC|HTTP|API|p95|shotlist|CNY|ms|kB|MB|GB|Esc|base_url|create_path|SHOTLIST_API_KEY|keep|resubmit|HTML)\\b|--[a-z-]+|[\\d.]+m?s\\b/g;
    const theirs = 'code, pre, script, style, noscript, h1, option, [dir=auto], time, .options dt';
    const found = [];
    const look = (text) => {
        if (/[A-Za-z]{2,}/.test(text.replace(names, ''))) found.push(text);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(theirs)) look(walker.currentNode.data);
    for (const name of ['aria-label', 'placeholder', 'title']) {
        for (const each of document.querySelectorAll(`main [${name}]`)) {
            if (!each.matches('.copy, .mark, video, .takes')) look(each.getAttribute(name));
        }
    }
    return found;
})()"""


def a_tile_and_a_cause_show_their_rows_and_then_all_again(browser, material):
    page = browser.open(material.few())
    rows = material.few_rows
    page.click("#search")
    page.type("harbor")
    page.click(".tile.is-failed")
    failed = _ids_of(rows, lambda row: row["status"] == "failed")
    same(_ids(page), failed, "the rows of a tile")
    same(page.value("document.getElementById('search').value"), "", "the search")
    check(page.value("document.getElementById('rows').getBoundingClientRect().top < innerHeight"), "the rows are not seen")
    same(page.value("document.querySelector('.tile.is-failed button').ariaPressed"), "true", "the tile")
    same(page.value("document.querySelector('.chip.is-failed').ariaPressed"), "true", "the chip")
    page.click(".tile.is-failed")
    same(len(_ids(page)), len(rows), "all rows")
    cause = page.value("document.querySelector('.causes tbody th').textContent")
    wanted = int(page.value("document.querySelector('.causes tbody .number').textContent"))
    page.click(".causes tbody tr .number")
    same(len(_ids(page)), wanted, f"rows of {cause}")
    for number in _ids(page):
        row = next(row for row in rows if row["id"] == number)
        same(f"{row['error_class']}: {row['error']}", cause, "their cause")
    page.value("document.querySelector('.causes tbody th button').focus()")
    page.press("Enter")
    same(len(_ids(page)), len(rows), "all rows")
    _must_be_silent(page)
    page.close()


def each_row_that_waits_for_a_word_has_its_command_to_copy(browser, material):
    browser.call("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    page = browser.open(material.few())
    _settle(page)
    waiting = [row for row in _by_need(material.few_rows) if row["status"] in ("in_doubt", "held")]
    check(len(waiting) > 2, "too few rows to try it with")
    same(page.value("document.querySelectorAll('#table .row .copy').length"), len(waiting), "rows with a command")
    for place, row in enumerate(waiting):
        page.click(f"#table .block > .row:nth-child({place + 1}) .copy")
        page.wait(f"document.querySelectorAll('#table .row .copy')[{place}].textContent === 'Copied'")
        wanted = (f"shotlist run MANIFEST --only {row['id']} --held keep:1" if row["status"] == "held"
                  else f"shotlist resolve MANIFEST {row['id']} --task-id ")
        same(page.value("navigator.clipboard.readText()"), wanted, f"the command of {row['id']}")
    same(page.value("document.querySelector('.detail')"), None, "whether no row was opened")
    page.click("#table .block > .row .id")
    commands = page.value("[...document.querySelectorAll('.decide code')].map((each) => each.textContent)")
    first = f"shotlist resolve MANIFEST {waiting[0]['id']}"
    same(commands, [f"{first} --task-id ", f"{first} --not-created"], "the commands of the opened row")
    _must_be_silent(page)
    page.close()


def a_phone_reaches_the_rows_on_its_first_screen(browser, material):
    for address in (material.rehearsal(), material.few()):
        for before in ("", _CHINESE):
            page = browser.open(address, before=before, width=390, height=844)
            _settle(page)
            bottom = page.value("document.querySelector('#table .row:not(.header)').getBoundingClientRect().bottom")
            check(bottom <= 844, f"the first row of {address} ends at {bottom}")
            same(page.value("[...document.querySelectorAll('.fold')].some((each) => each.open)"), False, "what is open")
            page.click("#more > summary")
            same(page.value("document.querySelector('.figures').checkVisibility()"), True, "the figures, unfolded")
            page.resize(1440)
            page.frame()
            same(page.value("[...document.querySelectorAll('.fold')].every((each) => each.open)"), True, "on a wide screen")
            page.close()


def next_steps_are_never_cut(browser, material):
    for width in (320, 820):
        page = browser.open(material.rehearsal(), width=width)
        page.value("document.querySelector('.next').open = true, 0")
        cut = page.value("""[...document.querySelectorAll('.next code')].filter((code) => code.scrollWidth > code.clientWidth + 1
            || getComputedStyle(code).textOverflow === 'ellipsis').map((code) => code.textContent)""")
        same(cut, [], "commands that are cut")
        same(page.value("[...document.querySelectorAll('.next ol > li')].map((li) => li.querySelectorAll('.command').length)"),
             [1, 1, 1], "commands of each step")
        page.close()


def in_chinese_no_english_word_remains_but_names_and_what_others_wrote(browser, material):
    pages = (material.few() + "#open=1&open=16", material.rehearsal() + "#open=12&open=1", material.choosing() + "#open=1&open=9",
             material.selected(), material.videos())
    for address in pages:
        page = browser.open(address, before=_CHINESE)
        _settle(page)
        same(page.value("document.documentElement.lang"), "zh-CN", "the language")
        same(page.value(_FOREIGN_WORDS), [], f"English words of {address}")
        _must_be_silent(page)
        page.close()
    page = browser.open(material.few() + "#status=in%20doubt", before=_CHINESE)
    waiting = _ids_of(material.few_rows, lambda row: row["status"] == "in_doubt")
    same(_ids(page), waiting, "rows in doubt, by the address that English pages have, too")
    same(_count(page), f"240 行中的 {len(waiting)} 行", "what is counted")
    for where in (".causes th", "#table .result"):
        said = page.value(f"[...document.querySelectorAll('{where}')].map((each) => each.textContent)")
        has(" ".join(said), "超时：120s 之内没有应答")
        check("no answer" not in " ".join(said), f"English in {where}")
    labels = page.value("[...document.querySelectorAll('#facets label')].map((each) => each.firstChild.textContent)")
    same(labels, ["模型", "原因", "style", "尺寸", "排序"], "what rows are chosen by")
    page.value("""search.value = 'nothing like that', search.dispatchEvent(new Event('input')), 0""")
    same(page.value("document.getElementById('nothing').textContent"), "没有符合的行。", "what is said of no row")
    same(page.value("document.title"), "few.results.csv – 审阅", "the title")
    page.close()


def other_languages_are_served_in_english(browser, material):
    for language in ("en-GB", "de-DE", "zhx", ""):
        page = browser.open(material.few(), before=in_language(language))
        same(page.value("document.documentElement.lang"), "en", f"the language for {language!r}")
        has(page.value("document.querySelector('.causes').textContent"), "moderation")
        page.close()
