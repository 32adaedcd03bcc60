#!/usr/bin/env python3
"""Lets a batch of messages go out by the real processes, kills them meanwhile, and compares with the carrier's own book.

    python3 scripts/messages.py --program PATH [--database sqlite|postgres] [--link smpp|http] [--count 20000] [--kills 20]
                                [--rate 2000] [--seed 1] [--faults JSON] [--peer PYTHON] [--keep]

Starts the simulated carrier, which takes whatever it is given, also the same message twice, and two `work` processes on one
database; kills one of these with -9 every now and then and starts it again. When nothing is open any more:
  - no message stands twice in the carrier's book, and each in it is one of ours;
  - what we say is accepted, delivered or failed by report stands in it; what we say never went out does not;
  - nothing is left waiting or without an answer, and the kept counts are those counted anew.
Prints one line for each thing that was looked at, and ends with 1 if one fails. Uses the standard library alone.
"""

import argparse
import csv
import json
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from kill import Postgres, Sqlite, http  # noqa: E402

PACK = Path(__file__).parent.parent / "Sources/Jurisdiction/Packs/cn.json"
# The carrier is not perfect, either: calls in a thousand.
FAULTS = {"lostRequest": 5, "lostAnswer": 5, "busy": 5, "refused": 2, "doubledReport": 50, "lostReport": 0,
          "undeliverable": 20, "unanswered": 0, "reportDelayMax": 300, "rateMax": 0, "isDown": False}

# What the simulated carrier gives as the reason where a telephone was never reached: in a report, and when it is asked.
REPORTED = ("001", "0")


class Trial:
    def __init__(self, options, folder):
        self.options, self.folder, self.chance = options, folder, random.Random(options.seed)
        self.database = Postgres(folder) if options.database == "postgres" else Sqlite(folder)
        self.pack = folder / "pack.json"
        pack = json.loads(PACK.read_text())
        for rule in pack["rules"]:
            # What takes seconds in service takes one here, and nothing is held back.
            change = {"message.rateMax": 1_000_000, "message.answerLimit": "12 s", "job.backoffFirst": "1 s",
                      "job.backoffMax": "2 s", "message.triesMax": 50}
            rule["value"] = change.get(rule["id"], rule["value"])
        self.pack.write_text(json.dumps(pack, ensure_ascii=False))
        self.secret = folder / "secret"
        self.secret.write_text("secret\n")
        self.secret.chmod(0o600)
        self.workers, self.carrier, self.killed = [], None, 0

    def place(self):
        return ["--data", str(self.folder / "data"), "--pack", str(self.pack), *self.database.options()]

    def start_carrier(self):
        if self.options.peer:
            peer = Path(__file__).parent / "smpp_peer.py"
            self.carrier = subprocess.Popen(
                [self.options.peer, str(peer), "--book", str(self.folder / "book.csv"), "--port", str(self.options.port)], stdout=subprocess.PIPE, text=True)
            self.smpp, self.http = re.search(r"peer at (\d+)", self.carrier.stdout.readline()).group(1), None
            return
        faults = dict(FAULTS, **json.loads(self.options.faults or "{}"))
        self.carrier = subprocess.Popen(
            [self.options.program, "carrier", "--smpp-port", str(self.options.port), "--http-port",
             str(self.options.port and self.options.port + 1), "--seed", str(self.options.seed),
             "--book", str(self.folder / "book.csv"), "--faults", json.dumps(faults)],
            stdout=subprocess.PIPE, text=True)
        ports = re.search(r"smpp://127.0.0.1:(\d+) and http://127.0.0.1:(\d+)", self.carrier.stdout.readline())
        self.smpp, self.http = ports.groups()

    def link(self):
        if self.options.link == "http":
            return ["--carrier", f"http://127.0.0.1:{self.http}"]
        return ["--carrier", f"smpp://shouwang@127.0.0.1:{self.smpp}", "--carrier-own-id-tag", "5377",
                "--carrier-window", "500"]

    def start_worker(self):
        log = open(self.folder / "work.log", "a")
        return subprocess.Popen(
            [self.options.program, "work", *self.place(), *self.link(), "--carrier-secret", str(self.secret), "--lease",
             "20", "--log", "warning"], stdout=subprocess.DEVNULL, stderr=log)

    def prepare(self):
        made = subprocess.run(
            [self.options.program, "messages", *self.place(), "--count", str(self.options.count), "--rate",
             str(self.options.rate)], capture_output=True, text=True, check=True).stdout
        self.prepared = float(re.search(r"in ([0-9.]+) s", made).group(1))

    def counts(self):
        rows = self.database.rows("SELECT state, SUM(number) AS number FROM message_count GROUP BY state")
        return {row["state"]: int(row["number"]) for row in rows}

    def is_over(self, counts):
        # What is accepted waits for its report; what the carrier lost is not waited for.
        return not any(counts.get(state) for state in ("queued", "handed")) and not (
            counts.get("accepted") and not self.options.without_reports)

    def run(self):
        self.start_carrier()
        self.prepare()
        start = time.monotonic()
        self.handed = None
        self.workers = [self.start_worker() for _ in range(2)]
        next_kill, after_kill = start + 2, None
        while True:
            time.sleep(0.25)
            counts = self.counts()
            if self.handed is None and not counts.get("queued") and not counts.get("handed"):
                self.handed = time.monotonic() - start
            if self.is_over(counts):
                break
            now = time.monotonic()
            if now - start > self.options.seconds:
                print(f"waited {self.options.seconds} s, left {counts}")
                break
            # Only one that works is worth killing: a kill while all wait for a dead one's lease shows nothing.
            waiting = counts.get("queued", 0)
            if next_kill is None and waiting != after_kill:
                next_kill = now + self.chance.uniform(0.1, 1.2)
            if self.killed < self.options.kills and next_kill and now >= next_kill:
                place = self.chance.randrange(2)
                self.workers[place].kill()
                self.workers[place].wait()
                self.killed += 1
                self.workers[place] = self.start_worker()
                next_kill, after_kill = None, waiting
        self.seconds = time.monotonic() - start

    def stop(self):
        for process in [*self.workers, self.carrier]:
            if process and process.poll() is None:
                process.send_signal(signal.SIGTERM if process is self.carrier else signal.SIGKILL)
                process.wait(10)
        self.database.stop()

    def judge(self):
        """Yields a name, whether it holds, and what was found."""
        time.sleep(0.5)
        ours = {row["id"]: row for row in self.database.rows("SELECT id, state, code, tries FROM message")}
        with open(self.folder / "book.csv", newline="") as file:
            book = Counter(row["own"] for row in csv.DictReader(file))
        states = Counter(row["state"] for row in ours.values())
        twice = [own for own, times in book.items() if times > 1]
        yield "no message was taken twice", not twice, f"{len(book)} in the book, {len(twice)} of them twice {twice[:3]}"
        yield "the book holds nothing of which we do not know", not set(book) - set(ours), f"{len(set(book) - set(ours))}"
        out = {id for id, row in ours.items() if row["state"] in ("accepted", "delivered")
               or row["state"] == "failed" and row["code"] in REPORTED}
        yield "what we say went out did", out <= set(book), f"{len(out)} went out, {len(out - set(book))} of them did not"
        kept = {id for id, row in ours.items() if row["state"] in ("queued", "cancelled", "expired")
                or row["state"] == "failed" and row["code"] not in REPORTED}
        yield "what we say did not go out did not", not kept & set(book), f"{len(kept)}, {len(kept & set(book))} of them did"
        open_ones = states["queued"] + states["handed"]
        yield "nothing is open", open_ones == 0, dict(states)
        yield "each message is there", len(ours) == self.options.count, f"{len(ours)} of {self.options.count}"
        kept_counts = {state: number for state, number in self.counts().items() if number}
        yield "the kept counts are right", kept_counts == dict(states), kept_counts
        again = sum(row["tries"] > 1 for row in ours.values())
        yield "some were handed over again, as the carrier had not got them", True, f"{again}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--link", choices=["smpp", "http"], default="smpp")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rate", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=0, help="of the carrier, by HTTP the next one; 0 takes free ones")
    parser.add_argument("--seconds", type=int, default=1800, help="how long to wait at most")
    parser.add_argument("--faults", help="the carrier's faults in place of some of the usual ones")
    parser.add_argument("--peer", metavar="PYTHON",
                        help="in place of the simulated carrier the SMPP server from PyPI, run by this Python")
    parser.add_argument("--without-reports", action="store_true", help="do not wait for the last reports")
    parser.add_argument("--keep", action="store_true", help="leave the folder")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="messages-"))
    trial = Trial(options, folder)
    failed = 0
    try:
        trial.run()
        handed = trial.handed or trial.seconds
        print(f"{options.count} messages by {options.link} on {options.database}: list and approval {trial.prepared:.1f} s, "
              f"handed over in {handed:.1f} s ({options.count / handed:.0f} a second), all reports after {trial.seconds:.1f} s, "
              f"{trial.killed} kills")
        for name, holds, found in trial.judge():
            failed += not holds
            print(f"{'ok' if holds else 'FAILED'}  {name}: {found}")
    finally:
        trial.stop()
        if not options.keep:
            shutil.rmtree(folder)
        else:
            print(folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
