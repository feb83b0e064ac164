"""nginx from the distribution: a child of the benchmark, with files of its own and no privileges."""

import os
import socket
import subprocess
import time
import urllib.request

PATH = "/v1/video/create"
QUERY_PATH = "/v1/video/query"
ANSWER = '{"id":"sora-2:task_$request_id","status":"pending","status_update_time":1}'

ENDED = '{"id":"$arg_id","status":"completed","video_url":"http://127.0.0.1/$arg_id.mp4"}'

_CONFIGURATION = """
daemon off;
master_process off;  # one process: it is told to end, and nothing of it is left
pid {directory}/nginx.pid;
error_log {directory}/error.log;
events {{ worker_connections 1024; }}
http {{
  client_body_temp_path {directory}/body;
  proxy_temp_path {directory}/proxy;
  fastcgi_temp_path {directory}/fastcgi;
  uwsgi_temp_path {directory}/uwsgi;
  scgi_temp_path {directory}/scgi;
  default_type application/json;
  keepalive_requests 1000000000;
  keepalive_timeout 1h;
  log_format times '$msec $status';
  access_log {log};
  {zone}
  server {{
    listen 127.0.0.1:{port};
    location = /requests {{ access_log off; stub_status; }}
    location = {path} {{ {create} }}
    location = {query_path} {{ return 200 '{ended}'; }}
    location @create {{ return 200 '{answer}'; }}
  }}
}}
"""

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Nginx:
    """A server that answers every request with a task of its own, which has ended when it is asked for. With a limit in requests a second, those
    above it get a 429, and all are logged; at most one may come before its time."""

    def __init__(self, program, directory, limit=None):
        self.directory = directory
        self._log = directory / "access.log"
        self._questions = 0
        directory.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        # `return` comes before the limit is looked at, `try_files` after it.
        limited = ("limit_req zone=line burst=1 nodelay; limit_req_status 429; "
                   "try_files /none @create;")
        configuration = directory / "nginx.conf"
        configuration.write_text(_CONFIGURATION.format(
            directory=directory, port=port, path=PATH, answer=ANSWER,
            query_path=QUERY_PATH, ended=ENDED,
            log=f"{self._log} times" if limit else "off",
            zone=f"limit_req_zone $binary_remote_addr zone=line:1m rate={limit}r/s;" if limit else "",
            create=limited if limit else f"return 200 '{ANSWER}';"))
        self.base_url = f"http://127.0.0.1:{port}"
        self.url = self.base_url + PATH
        self._process = subprocess.Popen(
            [program, "-p", directory, "-c", configuration, "-e", directory / "error.log"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self._wait_for(port)
        except BaseException:
            self.close()
            raise

    def _wait_for(self, port):
        deadline = time.monotonic() + 10
        while True:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("nginx does not start:\n" +
                                   (self.directory / "error.log").read_text(errors="replace"))
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.01)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()

    def requests(self):
        """How many requests it was sent until now, other than this question."""
        with _direct.open(self.base_url + "/requests", timeout=10) as answer:
            total = int(answer.read().decode().splitlines()[2].split()[2])
        self._questions += 1
        return total - self._questions

    def cpu_seconds(self):
        with open(f"/proc/{self._process.pid}/stat", encoding="ascii") as stat:
            words = stat.read().rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def statuses(self):
        """Of all requests since the last call, in the order in which they were answered."""
        with open(self._log, "r+", encoding="ascii") as log:
            statuses = [line.split()[1] for line in log]
            log.truncate(0)  # nginx appends
        return statuses
