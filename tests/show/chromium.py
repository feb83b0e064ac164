"""Drives the distribution's Chromium, without a window, by its DevTools protocol over a pipe.

Nothing is waited for by sleeping: a page is asked for a promise that is kept once a condition holds.
"""

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

from checks import PATIENCE, Failure, check

NAMES = ["chromium", "chromium-browser"]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-extensions", "--hide-scrollbars", "--force-color-profile=srgb",
         "--remote-debugging-pipe"]


def in_language(language):
    """What a page must run first to take this for the browser's language."""
    return f"Object.defineProperty(navigator, 'language', {{ get: () => {json.dumps(language)} }});"


class Chromium:
    """The browser's process. Give it a directory of its own; it leaves nothing there."""

    def __init__(self):
        program = next(filter(None, map(shutil.which, NAMES)), None)
        check(program, "there is no chromium; tests/run.sh installs it, and so does "
                       "examples/install-packages.sh chromium")
        self._profile = tempfile.TemporaryDirectory(prefix="shotlist-chromium-",
                                                    ignore_cleanup_errors=True)
        its_in, self._to = os.pipe()
        self._from, its_out = os.pipe()
        # Out of the way of the numbers that it expects them at.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (its_in, its_out)]

        def place():
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self._process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={self._profile.name}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=place, pass_fds=(3, 4),
            env={**os.environ, "HOME": self._profile.name, "TZ": "UTC"})
        for end in (*ends, its_in, its_out):
            os.close(end)
        self._unread = b""
        self._number = 0
        self.listeners = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._to)
        os.close(self._from)
        self._profile.cleanup()

    def _message(self, deadline):
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._from], [], [], max(0, deadline - time.monotonic()))
            check(ready, "chromium does not answer")
            some = os.read(self._from, 1 << 20)
            check(some, "chromium has ended")
            self._unread += some
        message, self._unread = self._unread.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        remaining = json.dumps(message).encode() + b"\0"
        while remaining:
            remaining = remaining[os.write(self._to, remaining):]
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self._message(deadline)
            if answer.get("id") == message["id"]:
                check("error" not in answer, f"{method}: {answer.get('error')}")
                return answer["result"]
            for listener in self.listeners:
                listener(answer)

    def open(self, address, before="", **size):
        return Page(self, address, before, **size)


class Page:
    """One page in a tab of its own, and everything that it did: requests, complaints."""

    def __init__(self, browser, address, before="", width=1440, height=900):
        self._browser = browser
        self.address = address
        self.requests, self.complaints = [], []
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self._target = target
        self._session = browser.call("Target.attachToTarget", targetId=target,
                                     flatten=True)["sessionId"]
        browser.listeners.append(self._listen)
        for domain in ("Network", "Log", "Runtime", "Page", "Accessibility"):
            self.call(domain + ".enable")
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)
        self.call("Page.addScriptToEvaluateOnNewDocument", source="""
            window.violations = [];
            addEventListener("securitypolicyviolation",
                             (event) => violations.push(event.violatedDirective));
        """ + before)
        self.resize(width, height)
        self.call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def close(self):
        self._browser.listeners.remove(self._listen)
        self._browser.call("Target.closeTarget", targetId=self._target)

    def _listen(self, event):
        if event.get("sessionId") != self._session:
            return
        method, parameters = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Log.entryAdded":
            self.complaints.append(parameters["entry"]["text"])
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append(str(parameters["args"]))
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(parameters["exceptionDetails"]))

    def call(self, method, **parameters):
        return self._browser.call(method, self._session, **parameters)

    def resize(self, width, height=900):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)

    def prefer(self, theme="", media=""):
        self.call("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": theme}])

    def value(self, expression):
        """What `expression` is, or where it is a promise, becomes."""
        result = self.call("Runtime.evaluate", expression=expression, awaitPromise=True,
                           returnByValue=True, userGesture=True)
        if "exceptionDetails" in result:
            raise Failure(f"{expression}: {json.dumps(result['exceptionDetails'])[:600]}")
        return result["result"].get("value")

    def wait(self, condition):
        self.value(f"""new Promise((done) => {{
            const look = () => ({condition}) ? done(true) : setTimeout(look, 5);
            look();
        }})""")

    def frame(self):
        """Until what was changed is on the screen."""
        self.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def click(self, selector):
        """With a mouse, where the element is seen."""
        place = self.value(f"""(() => {{
            const element = document.querySelector({json.dumps(selector)});
            element.scrollIntoView({{ block: "center" }});
            const box = element.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left",
                      clickCount=1)

    def press(self, key, text=None):
        codes = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowDown": 40, "ArrowUp": 38, "End": 35,
                 "Home": 36, " ": 32}
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "") if text is None else text
        code = codes.get(key, ord(key.upper()) if len(key) == 1 else 0)
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=text,
                  windowsVirtualKeyCode=code)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def type(self, text):
        for letter in text:
            self.press(letter)

    def screenshot(self, path):
        self.frame()
        data = self.call("Page.captureScreenshot")["data"]
        path.write_bytes(base64.b64decode(data))

    def accessible(self):
        """The role and name of everything that a screen reader is told of."""
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        return [(node.get("role", {}).get("value"), node.get("name", {}).get("value", ""))
                for node in nodes if not node.get("ignored")]
