#!/usr/bin/env python3
"""Measures the API's read path beside FastAPI on the same database, in turn, in one run; and what the program needs to stand idle.

    beside.py SHOUWANG PYTHON [--port 21300] [--seconds 5] [--rounds 3]

PYTHON is one that has fastapi and uvicorn. Each request signs in by its token and reads the database; wrk asks on 32 lines from one thread,
on the same machine. Printed: requests a second, and the milliseconds of processor that the server spent on each.
"""
import argparse
import json
import os
import re
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

from scale import Visitor
from streams import memory

TICK = os.sysconf("SC_CLK_TCK")


def family(pid):
    """The process and all under it."""
    below = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [pid] + [one for child in below for one in family(int(child))]


def processor(pid):
    """Seconds spent so far."""
    total = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def start(command, url, **settings):
    """The process, and the seconds until it answers."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **settings)
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).read()
            return process, time.perf_counter() - begun
        except urllib.error.HTTPError:
            return process, time.perf_counter() - begun
        except OSError:
            if process.poll() is not None or time.perf_counter() - begun > 120:
                raise SystemExit(f"{command[0]} does not answer")
            time.sleep(0.002)


def stop(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def seed(program, folder, port):
    """A demo's database after its first incidents, under the name that `serve --data` reads."""
    process, _ = start([program, "serve", "--demo", "--data", str(folder), "--port", str(port)], f"http://127.0.0.1:{port}/health")
    time.sleep(5)
    stop(process)
    demo, kept = sqlite3.connect(folder / "demo.sqlite"), sqlite3.connect(folder / "shouwang.sqlite")
    demo.backup(kept)
    kept.execute("PRAGMA journal_mode = WAL")
    kept.commit()
    return kept


def token(port):
    """That of a new program of the whole city, made on the administrator's page."""
    visitor = Visitor(port, "admin")
    page = visitor.get("/clients")
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    unit = re.search(r'<option value="(\d{12})"', page)[1]
    fields |= {"name": "bench", "place": unit, "days": "30", "role": "dutyOfficer"}
    visitor.line.request(
        "POST", "/clients", urllib.parse.urlencode(fields),
        {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}", **visitor.headers})
    answer = visitor.line.getresponse().read().decode()
    found = re.search(r"[A-Za-z0-9_-]{43}", re.sub(r"<(script|style).*?</\1>|csrf\" value=\"[^\"]*", "", answer, flags=re.S))
    candidates = re.findall(r"[A-Za-z0-9_-]{40,}", answer)
    for candidate in [found[0]] * bool(found) + candidates:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/v1/incidents?limit=1", headers={"Authorization": f"Bearer {candidate}"})
        try:
            json.loads(urllib.request.urlopen(request).read())
            return candidate
        except urllib.error.HTTPError:
            continue
    raise SystemExit("no token was shown")


def load(name, process, url, bearer, seconds):
    before = processor(process.pid)
    told = subprocess.run(
        ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", "-H", f"Authorization: Bearer {bearer}", url],
        capture_output=True, text=True, check=True).stdout
    requests = int(re.search(r"(\d+) requests in", told)[1])
    if re.search(r"Non-2xx", told):
        raise SystemExit(f"{name}: {told}")
    spent = (processor(process.pid) - before) * 1000 / requests
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    last = re.search(r"99%\s+(\S+)", told)[1]
    return rate, spent, last


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("python")
    parser.add_argument("--port", type=int, default=21300)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = seed(options.program, folder, options.port)
        row = base.execute("SELECT incident FROM bank_act GROUP BY incident ORDER BY COUNT(*) DESC LIMIT 1 OFFSET 3").fetchone()
        base.close()
        ours, begun = start(
            [options.program, "serve", "--data", name, "--without-work", "--port", str(options.port)],
            f"http://127.0.0.1:{options.port}/health")
        time.sleep(3)
        print(f"Shouwang  answers {begun * 1000:.0f} ms after its start; idle it takes {memory(ours.pid):.0f} MiB")
        bearer = token(options.port)
        peer, begun = start(
            [options.python, "-m", "uvicorn", "peer:app", "--port", str(options.port + 1), "--log-level", "warning", "--no-access-log"],
            f"http://127.0.0.1:{options.port + 1}/openapi.json", cwd=Path(__file__).parent,
            env={**os.environ, "PEER_DATABASE": str(folder / "shouwang.sqlite"), "PYTHONDONTWRITEBYTECODE": "1"})
        print(f"FastAPI   answers {begun * 1000:.0f} ms after its start; idle it takes {memory(peer.pid):.0f} MiB")
        try:
            for path in (f"/api/v1/incidents/{row[0]}", "/api/v1/incidents?limit=50"):
                for _ in range(options.rounds):
                    for name, process, port in (("Shouwang", ours, options.port), ("FastAPI", peer, options.port + 1)):
                        rate, spent, last = load(name, process, f"http://127.0.0.1:{port}{path}", bearer, options.seconds)
                        print(f"{name:9} {path.replace(row[0], '{id}'):28} {rate:8.0f} requests/s  {spent:6.2f} ms of processor each  99% within {last}", flush=True)
        finally:
            stop(peer)
            stop(ours)


if __name__ == "__main__":
    main()
