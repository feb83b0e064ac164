"""The script that most people write: `aiohttp_peer.py URL JOBS BODIES`, the key in SHOTLIST_API_KEY.

Posts every line of the file BODIES with as many workers as JOBS, reads the id of every answer, and keeps
nothing.
"""

import asyncio
import os
import sys

import aiohttp


async def work(session, url, bodies):
    for body in bodies:
        async with session.post(url, data=body) as answer:
            answer.raise_for_status()
            assert (await answer.json())["id"]


async def main(url, jobs, path):
    headers = {"Authorization": "Bearer " + os.environ.get("SHOTLIST_API_KEY", ""),
               "Content-Type": "application/json", "Accept": "application/json",
               "User-Agent": "aiohttp_peer"}
    with open(path, "rb") as file:
        bodies = iter(file.read().splitlines())  # of all the workers: each takes the next
    connector = aiohttp.TCPConnector(limit=jobs)
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
        await asyncio.gather(*(work(session, url, bodies) for _ in range(jobs)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
