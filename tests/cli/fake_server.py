"""A server that answers what a case tells it to, and remembers what it was asked."""

import contextlib
import json
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from checks import PATIENCE, until


class Asked:
    """A request as the fake server saw it."""

    def __init__(self, handler, body):
        self.at = time.monotonic()
        self.method, self.path = handler.command, handler.path
        self.version, self.headers, self.body = handler.request_version, handler.headers, body

    @property
    def prompt(self):
        return json.loads(self.body)["prompt"]


def answer(status=200, body=None, **headers):
    """An answer of the fake server; `Retry_After` is the header Retry-After."""
    text = body if isinstance(body, str) else json.dumps(body or {})
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, text.encode()


def task(name):
    return answer(200, {"id": f"sora-2:task_{name}", "status": "pending", "status_update_time": 1})


def gateway_error(status, message, code="", **headers):
    return answer(status, {"error": {"message": message, "type": "new_api_error", "code": code}},
                  **headers)


# Of 127.0.0.1, signed by nobody but itself, with its key; a file to trust it by as well.
CERTIFICATE = Path(__file__).with_name("loopback_certificate.pem")

HANG_UP = None
REJECTED = gateway_error(400, "no such thing", "invalid_request")
FAILED = gateway_error(500, "do request failed", "do_request_failed")


def by_prompt(said):
    """A script: what `said` holds for a prompt, else a task called after it. `said` may change."""
    return lambda asked: said.get(asked.prompt, task(asked.prompt))


class FakeServer:
    """Answers what `script(asked)` says, or what that says when it is called, which may take time. With
    `held`, answers wait until `release()`: all, or those of which `held(asked)` is true. With a
    `certificate` it speaks TLS. Port 0 is any free one."""

    def __init__(self, script=None, held=False, certificate=None, port=0):
        self.asked = []
        self._lock = threading.Lock()
        self._open = threading.Event()
        if not held:
            self._open.set()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with fake._lock:
                    fake.asked.append(Asked(self, body))
                    said = script(fake.asked[-1]) if script else task(len(fake.asked))
                if not callable(held) or held(fake.asked[-1]):
                    fake._open.wait(PATIENCE)
                if callable(said):
                    said = said()
                if said is HANG_UP:
                    self.close_connection = True
                    return
                status, headers, text = said
                with contextlib.suppress(OSError):  # who was killed does not listen
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(text)))
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(text)

            do_GET = do_PUT = do_POST

            def setup(self):
                if certificate is not None:  # it shakes hands when it is read from, in `handle`
                    self.request = tls.wrap_socket(self.request, server_side=True,
                                                   do_handshake_on_connect=False)
                super().setup()

            def handle(self):
                with contextlib.suppress(OSError):
                    super().handle()

            def log_message(self, *_):
                pass

        if certificate is not None:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(certificate)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        port = self._server.server_port
        self.url = f"{'http' if certificate is None else 'https'}://127.0.0.1:{port}"
        # The same server by an address that is not of the loopback range: what passes for the real
        # world here.
        self.outside_url = f"http://0.0.0.0:{port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def hold(self):
        self._open.clear()

    def release(self):
        self._open.set()

    def must_be_asked(self, times):
        until(lambda: len(self.asked) >= times, f"{times} requests")

    def close(self):
        self._open.set()
        self._server.shutdown()
        self._server.server_close()
