#!/usr/bin/env python3
"""Runs a command beside a PostgreSQL server of its own: with_postgres.py COMMAND...

The server listens on a private socket alone; SHOTLIST_TEST_POSTGRES is its address. Ends as the
command does; with 77, which means skipped, where PostgreSQL is not installed.
"""

import contextlib
import glob
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile

_SKIPPED = 77


def programs():
    """The folder of the newest server's programs, which Debian keeps out of PATH; None without."""
    found = shutil.which("postgres")
    if found:
        return pathlib.Path(found).parent
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"),
                     key=lambda folder: int(folder.split("/")[-2]))
    return pathlib.Path(folders[-1]) if folders else None


def _ticks(pid, count):
    """Of the times of a process: its own in the program and in the kernel, then its children's."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:  # it has just ended, and counts as a child
        return 0
    return sum(map(int, stat.rsplit(")", 1)[1].split()[11:11 + count]))


class Server:
    """A server in a folder of its own. PostgreSQL refuses to run as root: then it is `postgres`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self._bin = programs()
        self._as_user = []
        user = pwd.getpwuid(os.getuid()).pw_name
        if user == "root":
            user = "postgres"
            self._as_user = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"]
            shutil.chown(self.folder, user, user)
        self.user = user
        self.socket = self.folder / ".s.PGSQL.5432"
        self.address = f"postgresql://{user}@/postgres?host={self.folder}"
        self._run("initdb", "--pgdata", self.data, "--auth", "trust", "--username", user,
                  "--encoding", "UTF8", "--no-locale", "--no-sync")

    def _run(self, program, *arguments):
        subprocess.run([*self._as_user, self._bin / program, *arguments], check=True,
                       stdout=subprocess.DEVNULL, cwd=self.folder)

    def start(self, is_durable=False):
        """Only one that is durable waits for the disk."""
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder}"
        if not is_durable:
            options += " -c fsync=off"
        self._run("pg_ctl", "--pgdata", self.data, "--wait", "--silent", "--log",
                  self.folder / "log", "--options", options, "start")

    def restart(self):
        """Kills it, and starts it again."""
        self.stop()
        self.start()

    def fail_over(self):
        """Goes on as another server would that was promoted: on a new line of history."""
        self.stop()
        (self.data / "recovery.signal").touch()
        with open(self.data / "postgresql.auto.conf", "a", encoding="utf-8") as settings:
            settings.write("restore_command = 'false'\n")
        self.start()

    def cpu_seconds(self):
        """Of all its processes, those that have ended, too."""
        pid = (self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0]
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        ticks = sum(_ticks(one, 2) for one in children.split()) + _ticks(pid, 4)
        return ticks / os.sysconf("SC_CLK_TCK")

    def script(self, sql):
        """Statements, one transaction each."""
        subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", self.address], check=True,
                       input=sql, stdout=subprocess.DEVNULL, encoding="utf-8")

    def ask(self, query):
        """The lines of the answer, without a line of the program."""
        told = subprocess.run(["psql", "-X", "-At", "-c", query, self.address], check=True,
                              capture_output=True, encoding="utf-8")
        return told.stdout.splitlines()

    @contextlib.contextmanager
    def pooler(self, mode):
        """PgBouncer before the server, which pools sessions, or transactions; gives its address."""
        settings = self.folder / "pgbouncer.ini"
        settings.write_text(
            f"[databases]\npostgres = host={self.folder} user={self.user}\n"
            "[pgbouncer]\nauth_type = any\n"
            f"listen_addr =\nunix_socket_dir = {self.folder}\npool_mode = {mode}\n", encoding="utf-8")
        started = subprocess.Popen([*self._as_user, "/usr/sbin/pgbouncer", settings], cwd=self.folder,
                                   stderr=subprocess.PIPE, encoding="utf-8")
        try:
            for line in started.stderr:
                if "process up" in line:
                    break
            yield f"{self.address}&port=6432"
        finally:
            started.kill()
            started.communicate()

    def stop(self):
        self._run("pg_ctl", "--pgdata", self.data, "--wait", "--silent", "--mode", "immediate",
                  "stop")


def main(command):
    if programs() is None:
        print("PostgreSQL is not installed: skipped")
        return _SKIPPED
    with tempfile.TemporaryDirectory(prefix="shotlist-pg-") as folder:
        server = Server(folder)
        server.start()
        environment = {**os.environ, "SHOTLIST_TEST_POSTGRES": server.address}
        try:
            return subprocess.run(command, env=environment).returncode
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
