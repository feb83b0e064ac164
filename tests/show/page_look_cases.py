"""How a page of a review looks, prints, reads aloud and lasts: each function is a case."""

import base64
import re

from checks import check, has, same
from page_cases import _by_need, _choose, _count, _ids, _ids_of, _must_be_silent, _settle

# The least contrast of what is written with what is behind it, and where.
_LEAST_CONTRAST = """(() => {
    const light = (color) => {
        const [r, g, b] = color.match(/[\\d.]+/g).map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
        for (let each = element; each; each = each.parentElement) {
            const color = getComputedStyle(each).backgroundColor;
            if (!/^rgba\\(.*, 0\\)$/.test(color)) return color;
        }
        return 'rgb(255, 255, 255)';
    };
    let least = [99, ''];
    for (const element of document.querySelectorAll('body *')) {
        if (!element.checkVisibility() || element.matches(':disabled, option, title, desc')) continue;
        if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
        const style = getComputedStyle(element);
        const text = light(element.namespaceURI.endsWith('svg') ? style.fill : style.color);
        const ground = light(behind(element));
        const contrast = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
        if (contrast < least[0]) least = [contrast, `${element.tagName}.${element.className} ${element.textContent.slice(0, 40)}`];
    }
    return least;
})()"""


def a_view_survives_a_reload(browser, material):
    page = browser.open(material.few())
    page.click(".chip.is-submitted")
    _choose(page, "style", "noir")
    page.click(".header [data-key=latency] button")
    page.click("#search")
    page.type("harbor")
    page.click("#theme")
    page.click("#table .block .row .prompt")
    before = _ids(page)
    page.wait("location.hash.includes('harbor') && location.hash.includes('open=')")
    has(page.value("location.hash"), "sort=latency")
    page.call("Page.reload")
    page.wait("document.readyState === 'complete' && document.querySelector('.detail')")
    same(_ids(page), before, "rows after a reload")
    same(page.value("document.getElementById('search').value"), "harbor", "the search")
    same(page.value("document.documentElement.dataset.theme"), "light", "the theme")
    page.value("location.hash = 'status=failed', 0")
    page.wait("document.getElementById('search').value === ''")
    same(_ids(page), _ids_of(material.few_rows, lambda row: row["status"] == "failed"), "another address")
    page.value("location.hash = 'status=nonsense&sort=constructor&open=-1&model=none', 0")
    page.wait(f"document.getElementById('count').textContent === '240 rows'")
    _must_be_silent(page)
    page.close()


def both_themes_can_be_read(browser, material):
    page = browser.open(material.few() + "#open=0&open=1&open=2&open=3")
    ground = "getComputedStyle(document.body).backgroundColor"
    page.prefer("light")
    light = page.value(ground)
    page.prefer("dark")
    dark = page.value(ground)
    check(light != dark, "the themes are the same")
    for theme in ("light", "dark"):
        page.prefer(theme)
        for chip in ("submitted", "failed", "rejected", "in-doubt", "held", "not-sent"):
            page.click(f".chip.is-{chip}")
        page.frame()
        contrast, where = page.value(_LEAST_CONTRAST)
        check(contrast >= 4.5, f"{theme}: contrast of {contrast:.2f} at {where}")
        page.click("#clear")
    page.click("#theme")
    same(page.value(ground), light, "the ground of the light theme, chosen")
    page.click("#theme")
    same(page.value(ground), dark, "the ground of the dark theme, chosen")
    page.prefer("light")
    same(page.value(ground), dark, "the ground, whatever the system prefers")
    page.close()


def no_width_makes_the_page_scroll_sideways(browser, material):
    for address in (material.few() + "#open=0&open=1", material.hostile() + "#open=0&open=1&open=2"):
        page = browser.open(address)
        for width in (320, 360, 820, 1440, 2560):
            page.resize(width)
            page.frame()
            same(page.value("document.documentElement.scrollWidth"), width, f"the width of {address}")
        page.close()


def what_is_drawn_is_as_high_as_it_was_taken_for(browser, material):
    """Else the scroll bar would jump about while one scrolls through many rows."""
    page = browser.open(material.many())
    _settle(page)
    for width in (360, 820, 1440):
        page.resize(width)
        page.frame()
        wrong = page.value("""[...document.querySelectorAll('#table .block')].slice(0, 9).map((block) => {
            const taken = parseFloat(getComputedStyle(block).containIntrinsicHeight);
            block.style.contentVisibility = 'visible';
            const drawn = block.getBoundingClientRect().height;
            block.style.contentVisibility = '';
            return [taken, drawn];
        }).filter(([taken, drawn]) => Math.abs(taken - drawn) > 1)""")
        same(wrong, [], f"heights at {width}")
    page.close()


def print_shows_every_row_and_no_controls(browser, material):
    page = browser.open(material.few())
    _settle(page)
    page.prefer("dark", media="print")
    same(page.value("getComputedStyle(document.getElementById('controls')).display"), "none", "controls")
    same(page.value("""[...document.querySelectorAll('#table .block > .row')]
        .filter((row) => row.getBoundingClientRect().height > 10).length"""), 240, "rows on paper")
    check(page.value("getComputedStyle(document.body).color").startswith("rgb(24,"), "white on white")
    pdf = base64.b64decode(page.call("Page.printToPDF", printBackground=False)["data"])
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    check(pages > 4, f"{pages} pages")
    page.close()


def a_screen_reader_is_told_of_everything(browser, material):
    page = browser.open(material.few() + "#open=0")
    _settle(page)
    told = page.accessible()
    names = set(told)
    for wanted in [("heading", "Attempts over time"), ("image", "Attempts over time by outcome"),
                   ("image", "Latency of attempts"), ("table", "Rows"), ("columnheader", "Latency"),
                   ("searchbox", "Search id, prompt, task id, error, variables"),
                   ("rowheader", material.few_rows[-1]["id"]), ("button", material.few_rows[-1]["id"]),
                   ("link", "Skip to the rows"), ("heading", "Failures by cause")]:
        wanted = [wanted, ("img", wanted[1])] if wanted[0] == "image" else [wanted]
        check(any(each in names for each in wanted),
              f"{wanted} is not told; what is: {sorted(n for n in names if n[0] == wanted[0][0])[:12]}")
    rows_and_causes = 240 + page.value("document.querySelectorAll('.causes tbody tr').length")
    same(sum(role == "rowheader" for role, _ in told), rows_and_causes, "rows that are told")
    for role in ("status", "search", "main", "banner"):
        check(any(each == role for each, _ in told), f"there is no {role}")
    unnamed = [each for each in told if each[0] in ("button", "combobox", "searchbox", "image") and not each[1]]
    same(unnamed, [], "what has no name")
    page.close()


def of_many_rows_a_screen_reader_is_told_how_many_and_which(browser, material):
    page = browser.open(material.many())
    _settle(page)
    same(page.value("document.getElementById('table').ariaRowCount"), "10001", "rows, with the header")
    page.value("document.querySelector('.row [tabindex=\"0\"]').focus()")
    page.press("End")
    page.frame()
    check(("rowheader", _by_need(material.many_rows)[-1]["id"]) in page.accessible(), "the last row is not told")
    same(page.value("document.activeElement.closest('.row').ariaRowIndex"), "10001", "its number")
    page.close()


def a_rehearsal_shows_every_attempt_and_that_nothing_was_spent(browser, material):
    page = browser.open(material.rehearsal())
    has(page.value("document.querySelector('.figures').textContent"), "Would have costCNY ")
    has(page.value("document.querySelector('.banner.rehearsal').textContent"), "nothing was paid")
    tried = page.value("""document.querySelector('.figures .tile:nth-child(2) b').textContent""")
    page.value("document.querySelectorAll('#table .block > .row').forEach((row) => row.click())")
    same(page.value("document.querySelectorAll('.attempts li').length"), int(tried), "attempts")
    words = set(page.value("[...document.querySelectorAll('.attempts b')].map((each) => each.textContent)"))
    check(words >= {"made a task", "told to wait", "refused", "in doubt"}, f"outcomes: {words}")
    has(page.value("document.querySelector('.causes').textContent"), "moderation")
    has(page.value("document.querySelector('.next').textContent"), "shotlist resolve season.yaml")
    has(page.value("document.querySelector('.detail .facts').textContent"), "would have costCNY 1.50")
    charts = page.value("[...document.querySelectorAll('svg.plot')].map((each) => "
                        "each.querySelectorAll('rect:not(.reach)').length)")
    check(len(charts) == 2 and all(charts), f"bars of the charts: {charts}")
    _must_be_silent(page)
    page.close()


def without_scripts_the_numbers_and_the_rows_are_there(browser, material):
    material.few()
    browser_page = browser.open("about:blank#")
    browser_page.call("Emulation.setScriptExecutionDisabled", value=True)
    browser_page.call("Page.navigate", url=material.few())
    told = []
    # The tree grows while the page is read: the note behind the rows comes last.
    for _ in range(1000):
        told = browser_page.accessible()
        if any("With JavaScript there are charts" in name for _, name in told):
            break
    names = " ".join(name for _, name in told)
    for row in (material.few_rows[0], material.few_rows[-1]):
        check(("rowheader", row["id"]) in told, f"{row['id']} is not there")
    for word in ("Latency, median", "With JavaScript there are charts"):
        check(word in names, f"{word} is not there")
    shown = {name for role, name in told if role in ("searchbox", "heading")}
    same(shown & {"Attempts over time", "Search id, prompt, task id, error, variables"}, set(),
         "what would need a script")
    same(browser_page.complaints, [], "complaints")
    browser_page.close()
