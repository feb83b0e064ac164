"""How videos are looked at and chosen: each function is a case."""

import csv
import json

from checks import check, has, same
from page_cases import _choose, _ids, _must_be_silent, _settle
from page_look_cases import _LEAST_CONTRAST

_CARDS = "[...document.querySelectorAll('#videos figure')]"
_OPENED = _CARDS + ".map((card) => card.querySelector('video').hasAttribute('src'))"
_PLAYERS = "[...document.querySelectorAll('.takes video')]"
_FOCUSED = "document.activeElement.querySelector('.name')?.textContent"
_TALLY = "document.getElementById('tally').textContent"


def _only_files(page):
    for address in page.requests:
        check(address.startswith(("file:", "data:image/svg")), f"{address} is requested")


def videos_play_from_the_files_beside_the_page(browser, material):
    page = browser.open(material.videos() + "#open=0")
    page.value("document.querySelector('#videos').scrollIntoView()")
    page.wait("document.querySelectorAll('#videos video').length === 2")
    page.wait("[...document.querySelectorAll('video')].every((video) => video.readyState > 0)")
    same(page.value("document.querySelector('#videos video').muted"), True, "muted")
    page.value("document.querySelector('#videos video').play()")
    page.wait("document.querySelector('#videos video').currentTime > 0")
    check(not page.value("document.documentElement.outerHTML.includes('sig=1')"), "the signed address")
    _only_files(page)
    _must_be_silent(page)
    page.close()


def a_video_that_is_not_there_is_said(browser, material):
    page = browser.open(material.videos() + "#open=3")
    has(page.value("document.querySelector('.detail').textContent"), "clips/gone.mp4 is not there")
    same(page.value("document.querySelector('.detail video')"), None, "its player")
    has(page.value("document.querySelector('.figures').textContent"), "2 more not found")
    page.close()


def of_three_hundred_videos_only_those_near_are_opened(browser, material):
    page = browser.open(material.many_videos())
    _settle(page)
    page.value("document.querySelector('#videos .more button:last-child').click()")
    same(page.value(_CARDS + ".length"), 300, "videos")
    same(page.value(_CARDS + "[299].querySelector('video').getAttribute('preload')"), "none", "preload")
    for near, far in ((0, 299), (299, 0), (0, 299)):
        page.value(f"{_CARDS}[{near}].scrollIntoView()")
        page.wait(f"{_CARDS}[{near}].querySelector('video').readyState > 0 && "
                  f"!{_CARDS}[{far}].querySelector('video').hasAttribute('src')")
        opened = sum(page.value(_OPENED))
        check(0 < opened < 60, f"{opened} are open")
    _only_files(page)
    _must_be_silent(page)
    page.close()


def takes_of_a_shot_stand_together_and_start_together(browser, material):
    page = browser.open(material.choosing(), before="""
        const { play } = HTMLMediaElement.prototype;
        window.starts = [];
        HTMLMediaElement.prototype.play = function () {
            starts.push([this.currentTime, this.readyState > 2]);
            return play.call(this);
        };
    """)
    _settle(page)
    shots = page.value("[...document.querySelectorAll('.takes')].map((each) => "
                       "[...each.querySelectorAll('.name')].map((name) => name.textContent))")
    same(shots, [[f"harbor@dawn.take-{take}" for take in (1, 2, 3)], ["tram", "tram-2"]], "shots")
    same(page.value(_CARDS + ".length"), 8, "videos")
    page.value("document.querySelector('.takes').scrollIntoView()")
    page.wait(_PLAYERS + ".slice(0, 3).every((video) => video.readyState > 0)")
    page.value(_PLAYERS + "[1].currentTime = 1, 0")
    page.click(".takes button:nth-of-type(1)")
    page.wait(_PLAYERS + ".slice(0, 3).every((video) => video.currentTime > 0 && !video.paused)")
    same(page.value("starts"), [[0, True]] * 3, "where they start, and whether they can at once")
    times = page.value(_PLAYERS + ".slice(0, 3).map((video) => video.currentTime)")
    check(max(times) - min(times) < 1, f"they are apart: {times}")
    page.click(".takes button:nth-of-type(2)")
    page.wait(_PLAYERS + ".every((video) => video.paused)")
    _must_be_silent(page)
    page.close()


def marks_are_set_by_keys_and_buttons_and_survive_a_reload(browser, material):
    page = browser.open(material.choosing())
    page.value("localStorage.clear()")
    _settle(page)
    same(page.value(_TALLY), "0 kept, 0 rejected, 8 unmarked", "marks")
    page.press("k")
    same(page.value(_TALLY), "0 kept, 0 rejected, 8 unmarked", "marks while nothing is chosen")
    page.value(_CARDS + "[0].focus()")
    page.press("k")
    page.press("ArrowRight")
    same(page.value(_FOCUSED), "harbor@dawn.take-2", "the next one")
    page.press("x")
    page.press("End")
    page.press("k")
    page.press("ArrowLeft")
    page.press("x")
    page.press("x")  # and back
    page.click("#videos > .videos > figure:last-child .is-reject")
    same(page.value(_TALLY), "1 kept, 2 rejected, 5 unmarked", "marks")
    page.call("Page.reload")
    page.wait("document.readyState === 'complete' && document.getElementById('tally')?.textContent === "
              "'1 kept, 2 rejected, 5 unmarked'")
    same(page.value(_CARDS + ".map((card) => card.dataset.mark)"),
         ["keep", "reject", "", "", "", "", "", "reject"], "marks after a reload")
    _settle(page)
    page.value("document.querySelectorAll('.block .id button')[3].focus()")
    page.press("k")  # on its row in the table
    has(page.value("document.querySelectorAll('.block .row')[3].textContent"), "✓ keep")
    _choose(page, "Mark", "reject (2)")
    same(_ids(page), ["harbor@dawn.take-2", "=1+1,2"], "rejected rows")
    _choose(page, "Mark", "unmarked (4)")
    same(len(_ids(page)), 4, "unmarked rows")
    other = browser.open(material.other_choosing())
    same(other.value(_TALLY), "0 kept, 0 rejected, 8 unmarked", "marks of another results file")
    other.close()
    _must_be_silent(page)
    page.close()


def marks_come_back_as_a_csv(browser, material):
    saved = []

    def listen(event):
        if event.get("method", "").startswith("Browser.download"):
            saved.append(event["params"])
    browser.listeners.append(listen)
    folder = material.stage.directory / "downloads"
    browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder), eventsEnabled=True)
    browser.call("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    page = browser.open(material.choosing())
    marks = {row["entry"]: mark for row, mark in zip(material.chosen_rows, ["keep", "reject", "keep"])}
    marks[material.chosen_rows[7]["entry"]] = "reject"
    page.value(f"""(() => {{
        const key = 'shotlist.marks.' + JSON.parse(document.getElementById('data').textContent).marksKey;
        const newValue = {json.dumps(json.dumps(marks))};
        localStorage.setItem(key, newValue);
        dispatchEvent(new StorageEvent('storage', {{ key, newValue }}));
    }})()""")
    same(page.value(_TALLY), "2 kept, 2 rejected, 4 unmarked", "marks that another tab made")
    page.click(".marks button:nth-of-type(1)")
    while not any(each.get("state") == "completed" for each in saved):
        page.frame()
    browser.listeners.remove(listen)
    file = folder / "choosing.results.csv.marks.csv"
    text = file.read_bytes().decode()
    same(text, "id,entry,rating\r\n"
         "harbor@dawn.take-1,bcdfghjklm01,keep\r\nharbor@dawn.take-2,bcdfghjklm02,reject\r\n"
         "harbor@dawn.take-3,bcdfghjklm03,keep\r\n\"'=1+1,2\",bcdfghjklm08,reject\r\n", "the CSV")
    same(len(list(csv.reader(text.splitlines()))), 5, "its lines")
    page.click(".marks button:nth-of-type(2)")
    page.wait("document.querySelector('.marks button:nth-of-type(2)').textContent === 'Copied'")
    same(page.value("navigator.clipboard.readText()").replace("\r\n", "\n"), text.replace("\r\n", "\n"),
         "what was copied")
    _must_be_silent(page)
    page.close()


def a_browser_that_stores_nothing_says_so(browser, material):
    page = browser.open(material.choosing(), before="""
        Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });
    """)
    _settle(page)
    page.value(_CARDS + "[0].focus()")
    page.press("k")
    page.press("ArrowRight")
    page.press("k")
    same(page.value(_TALLY), "2 kept, 0 rejected, 6 unmarked", "marks")
    has(page.value("document.getElementById('keeping').textContent"), "does not keep marks")
    page.close()


def rows_are_chosen_by_what_became_of_their_videos(browser, material):
    page = browser.open(material.choosing() + "#open=9")
    _choose(page, "Video", "failed")
    same(_ids(page), ["refused"], "failed videos")
    has(page.value("document.querySelector('.detail').textContent"), "the face of a known person")
    same(page.value("document.getElementById('videos').hidden"), True, "whether there are no videos")
    page.close()


def marked_videos_fit_every_width_and_can_be_read_in_both_themes(browser, material):
    page = browser.open(material.choosing() + "#open=1&open=9")
    page.value("localStorage.clear()")
    page.value(_CARDS + "[0].focus()")
    page.press("k")
    page.press("ArrowRight")
    page.press("x")
    for theme in ("light", "dark"):
        page.prefer(theme)
        page.frame()
        contrast, where = page.value(_LEAST_CONTRAST)
        check(contrast >= 4.5, f"{theme}: contrast of {contrast:.2f} at {where}")
    for width in (320, 360, 820, 1440, 2560):
        page.resize(width)
        page.frame()
        same(page.value("document.documentElement.scrollWidth"), width, "the width")
    page.value("localStorage.clear()")
    page.close()


def without_scripts_the_rows_link_to_their_videos(browser, material):
    page = browser.open("about:blank#")
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.call("Page.navigate", url=material.videos())
    link = ("link", "clips/harbor #1?.mp4")
    for _ in range(1000):
        told = page.accessible()
        if link in told:
            break
    check(link in told, "there is no link")
    check(any(name.startswith("clips/gone.mp4 is not there") for _, name in told), "no word of what is gone")
    page.close()
