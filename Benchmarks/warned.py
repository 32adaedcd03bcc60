#!/usr/bin/env python3
"""A country's 814,000 warnings a day at the API: intake, dispatch and messages, on SQLite and on PostgreSQL.

    warned.py PROGRAM [--seconds 60] [--lines 32] [--port 21340] [--database sqlite|postgres|both]

Warnings are reported one a request, at a steady rate: that of the day's mean (9.4 a second), that of its busiest hour (three times as many), and as
fast as LINES connections can. Signs and repetitions are drawn as the invented city has them: 88 in a hundred of the lowest grade, which a message
alone may close, 8 in a hundred of people who were seen before. Everything that follows runs beside it in the same server: the officer on duty is given
the task, clocks run, the message goes to a simulated carrier by HTTP, its report comes back and closes what may be closed.

Printed: milliseconds from the moment a report was due to be sent to its answer, and the milliseconds of processor that the server, the database and
the carrier took for each warning. At the end `shouwang check` must find nothing.
"""
import argparse
import http.client
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from beside import processor, token
from pages import kept
from scale import serving

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "scripts"))
from kill import Postgres

A_DAY = 814_000
PLACES = ["530402550000", "530402000000", "530400000000"]
# How many in a thousand, and what was seen.
SIGNS = [
    (1, "TRANSFER_TO_INVOLVED"), (2, "TRANSFER_UNUSUAL"), (5, "SCREEN_SHARED"), (16, "APP_REGISTERED"), (57, "SITE_VISITED"), (35, "CHAT_JOINED"),
    (884, "CALLED_SHORT"),
]
REST = "message_template access_unit access_user bank duty_shift".split()


class Load:
    """Reports at a steady rate, or as fast as the lines can."""

    def __init__(self, port, bearer, lines, seed):
        self.port, self.bearer, self.lines = port, bearer, lines
        self.chance, self.lock, self.sent = random.Random(seed), threading.Lock(), 0

    def draw(self):
        with self.lock:
            self.sent += 1
            number = self.sent
            known = self.chance.random() < .08 and number > 100
            person = self.chance.randrange(1, number) if known else number
            sign = self.chance.choices([sign for _, sign in SIGNS], [share for share, _ in SIGNS])[0]
            place = self.chance.choice(PLACES)
        return {
            "source": "national", "sourceNumber": f"B{os.getpid()}-{number}", "signs": [sign], "name": "某人", "place": place,
            "phone": f"13{person:09d}",
        }

    def run(self, seconds, rate=None):
        """The milliseconds that each answer took; `rate` a second, or as many as come through."""
        begun, times, turn, failed = time.perf_counter() + .2, [], [0], []

        def line():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            while True:
                with self.lock:
                    place, turn[0] = turn[0], turn[0] + 1
                due = begun + place / rate if rate else time.perf_counter()
                if due > begun + seconds:
                    return
                time.sleep(max(0, due - time.perf_counter()))
                report = self.draw()
                connection.request(
                    "POST", "/api/v1/warnings", json.dumps(report),
                    {"Authorization": f"Bearer {self.bearer}", "Content-Type": "application/json", "Idempotency-Key": report["sourceNumber"]})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 201:
                    failed.append(answer.status)
                times.append((time.perf_counter() - due) * 1000)

        threads = [threading.Thread(target=line) for _ in range(self.lines)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failed:
            raise SystemExit(f"{len(failed)} of {len(times)} were not taken: {sorted(set(failed))}")
        return sorted(times), time.perf_counter() - begun


def measure(name, port, servers, options):
    load = Load(port, token(port), options.lines, seed=1)
    mean = A_DAY / 86_400
    for words, rate in [("the day's mean", mean), ("the busiest hour", mean * 3), (f"{options.lines} lines", None)]:
        before = {part: processor(pid) for part, pid in servers.items()}
        times, took = load.run(options.seconds, rate)
        # What follows from the last of them is done, too.
        time.sleep(5)
        spent = {part: (processor(pid) - before[part]) * 1000 / len(times) for part, pid in servers.items()}
        each = sum(spent.values())
        print(
            f"{name:11} {words:17} {len(times) / took:7.1f} a second   median {times[len(times) // 2]:7.1f} ms   99th "
            f"{times[int(len(times) * .99) - 1]:7.1f} ms   processor a warning {each:5.2f} ms (" + ", ".join(
                f"{part} {value:.2f}" for part, value in spent.items()) + f")   a day {each * A_DAY / 3_600_000:5.2f} hours", flush=True)


def on_sqlite(folder, base, options, carrier):
    path = folder / "sqlite" / "shouwang.sqlite"
    path.parent.mkdir(mode=0o700)
    copy = sqlite3.connect(path)
    base.backup(copy)
    copy.execute("PRAGMA journal_mode = WAL")
    copy.close()
    with serving(command(options, path.parent), options.port) as pid:
        measure("SQLite", options.port, {"server": pid, "carrier": carrier}, options)
    found = subprocess.run([options.program, "check", "--data", str(path.parent)], capture_output=True, text=True)
    print(f"SQLite      check: {found.stdout.strip().splitlines()[-1]}", flush=True)
    return found.returncode


def on_postgres(folder, base, options, carrier):
    database = Postgres(folder)
    try:
        words = command(options, folder / "postgres") + database.options()
        with serving(words, options.port):
            time.sleep(3)
        script = database.home / "grow.sql"
        script.write_text("SET session_replication_role = replica;\n" + "\n".join(kept(base, REST)))
        database.run("psql", "-h", database.home, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-q", "-f", script)
        with serving(words, options.port) as pid:
            measure("PostgreSQL", options.port, {"server": pid, "database": database.pid(), "carrier": carrier}, options)
        found = subprocess.run(
            [options.program, "check", "--data", str(folder / "postgres"), *database.options()], capture_output=True, text=True)
        print(f"PostgreSQL  check: {found.stdout.strip().splitlines()[-1]}", flush=True)
        return found.returncode
    finally:
        database.stop()


def command(options, data):
    return [
        options.program, "serve", "--log", "error", "--data", str(data), "--port", str(options.port), "--carrier",
        f"http://127.0.0.1:{options.port + 2}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--lines", type=int, default=32)
    parser.add_argument("--port", type=int, default=21340)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    options = parser.parse_args()
    print(f"the machine's load before: {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        with serving([options.program, "serve", "--demo", "--log", "error", "--data", str(folder / "demo"), "--port", str(options.port)], options.port):
            time.sleep(2)
        base = sqlite3.connect(folder / "demo" / "demo.sqlite")
        carrying = [
            options.program, "carrier", "--smpp-port", str(options.port + 1), "--http-port", str(options.port + 2), "--faults",
            '{"undeliverable": 30, "unanswered": 600, "reportDelayMax": 2000}']
        wrong = 0
        with serving(carrying, options.port + 2) as carrier:
            if options.database != "postgres":
                wrong += on_sqlite(folder, base, options, carrier)
            if options.database != "sqlite":
                wrong += on_postgres(folder, base, options, carrier)
    raise SystemExit(wrong)


if __name__ == "__main__":
    main()
