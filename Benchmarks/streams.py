#!/usr/bin/env python3
"""Opens many event streams of the board at a running demo, takes reports, and measures what the streams cost.

    streams.py PORT PID [--streams 1000] [--reports 10]

Prints the server's memory before and with the streams open, and for each report the milliseconds until the streams told of it: from the
moment at which the request to register it was sent, to the event that names it on the first, the middle and the last stream.
"""
import argparse
import asyncio
import re
import resource
import time
import urllib.parse
from pathlib import Path

from scale import Visitor


def memory(pid):
    """In MiB."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


class Stream:
    """One open event stream; notes when each report was told of."""

    def __init__(self, told):
        self.told = told

    async def follow(self, port, cookie):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            f"GET /events?page=board HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\nCookie: {cookie}\r\n\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        self.told["open"] += 1
        rest = b""
        while chunk := await reader.read(1 << 16):
            text = rest + chunk
            for name, times in self.told["reports"].items():
                if name in text and id(self) not in times:
                    times[id(self)] = time.perf_counter()
            rest = text[-200:]


def register(visitor, name):
    page = visitor.get("/intake")
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    fields |= {"channel": "96110", "victims.0.name": name}
    start = time.perf_counter()
    visitor.line.request(
        "POST", "/intake", urllib.parse.urlencode(fields),
        {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{visitor.line.port}", **visitor.headers})
    answer = visitor.line.getresponse()
    answer.read()
    if answer.status != 303:
        raise SystemExit(f"the report was not taken: {answer.status}")
    return start


async def measure(options):
    visitor = Visitor(options.port, "duty")
    before = memory(options.pid)
    told = {"open": 0, "reports": {}}
    streams = [
        asyncio.create_task(Stream(told).follow(options.port, visitor.headers["Cookie"])) for _ in range(options.streams)]
    while told["open"] < options.streams:
        await asyncio.sleep(0.1)
        for stream in streams:
            if stream.done():
                stream.result()
    await asyncio.sleep(3)
    print(f"{options.streams} streams open; memory {before:.0f} MiB before, {memory(options.pid):.0f} MiB with them")
    for number in range(options.reports):
        name = f"流{number:02d}测{int(time.time()) % 100000}"
        times = told["reports"][name.encode()] = {}
        start = await asyncio.to_thread(register, visitor, name)
        for _ in range(100):
            await asyncio.sleep(0.1)
            if len(times) == options.streams:
                break
        delays = sorted((at - start) * 1000 for at in times.values())
        if delays:
            print(
                f"report {number + 1:2}: told on {len(delays)} streams; first {delays[0]:.0f}, middle {delays[len(delays) // 2]:.0f}, "
                f"last {delays[-1]:.0f} ms")
        else:
            print(f"report {number + 1:2}: told on no stream within 10 s")
    closed = sum(stream.done() for stream in streams)
    print(f"memory at the end {memory(options.pid):.0f} MiB; {closed} streams were closed meanwhile")
    for stream in streams:
        stream.cancel()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("port", type=int)
    parser.add_argument("pid", type=int)
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--reports", type=int, default=10)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]), resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    asyncio.run(measure(options))


if __name__ == "__main__":
    main()
