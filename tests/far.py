"""A server as it is from another machine: whatever passes arrives a while later."""

import asyncio
import contextlib
import threading


class Far:
    """Forwards connections from a port of this machine to a socket in the file system, each way with
    a delay in seconds. Runs in a thread until it is closed."""

    def __init__(self, socket, delay):
        self._socket, self._delay = str(socket), delay
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        listening = asyncio.start_server(self._connect, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _end(self):
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _connect(self, near_reader, near_writer):
        far_reader, far_writer = await asyncio.open_unix_connection(self._socket)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(self._forward(near_reader, far_writer),
                                 self._forward(far_reader, near_writer))

    async def _forward(self, reader, writer):
        while data := await reader.read(65536):
            self._loop.call_later(self._delay, writer.write, data)
        self._loop.call_later(self._delay, writer.close)
