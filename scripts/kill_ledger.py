#!/usr/bin/env python3
"""Takes the power from a ledger while it is written, and looks at what is left.

    python3 scripts/kill_ledger.py --program PATH [--kills 500] [--seed 1] [--trials torn,kills] [--keep]

`torn`: an append, an import and a merge are ended at each change of a file in turn, which is done in part only (scripts/torn.c).
`kills`: `ledger append` is killed at random moments, `ledger merge` among them; after each third kill what lies behind the last
acknowledged byte of the tail is cut off, made zeros or made noise besides, as a disk without power may leave it.

After each: what was acknowledged is there, to the fen; what was not is there whole or not at all, and nothing behind a gap;
`ledger verify` finds no fault; and the next append goes on from there. Prints one line for each thing that was looked at, and ends
with 1 if one fails. Uses the standard library and a C compiler alone.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TORN = 86
MARK = (0x4C4941544C574853).to_bytes(8, "little")
KILLS_OF_ONE_LEDGER = 50
LINES_OF_ONE_RUN = 1500


class Failure(Exception):
    pass


class Stream:
    """Transfers without end, the same for the same seed."""

    def __init__(self, seed):
        self.seed = seed
        self.known = []

    def transfer(self, number):
        while len(self.known) <= number:
            chance = random.Random(f"{self.seed}-{len(self.known)}")
            names = ["", "工商银行0001", "B" * 700] + [f"{chance.randrange(40):019}" for _ in range(5)]
            payer, payee = chance.choice(names[1:]), chance.choice(names)
            late = chance.randrange(10_000_000) if chance.random() < 0.05 else 0
            moment = 1_773_500_000_000_000 + len(self.known) * 1000 - late
            self.known.append((f"k{len(self.known)}", moment, payer, payee, chance.randrange(1, 1_000_000)))
        return self.known[number]

    def line(self, number):
        return ",".join(map(str, self.transfer(number))) + "\n"


class Ledger:
    def __init__(self, program, folder, stream):
        self.program, self.folder, self.stream = program, folder, stream

    def start(self, *arguments, environment=None, **streams):
        command = [self.program, *arguments[:2], str(self.folder), *map(str, arguments[2:])]
        return subprocess.Popen(
            command, env={**os.environ, **(environment or {})}, stderr=subprocess.PIPE, **streams)

    def ask(self, *arguments):
        process = self.start(*arguments, stdout=subprocess.PIPE)
        out, error = process.communicate()
        if process.returncode != 0:
            raise Failure(f"{arguments}: {process.returncode} {out.decode()} {error.decode()}")
        return json.loads(out)

    def count(self):
        """How many transfers there are, after `verify` has found no fault."""
        faults = self.ask("ledger", "verify", "--json")["faults"]
        if faults:
            raise Failure(f"faults: {faults}")
        return self.ask("ledger", "info", "--json")["transfers"]

    def expect(self, numbers):
        """These transfers are there with their amounts."""
        numbers = sorted(numbers)
        for first in range(0, len(numbers), 2000):
            part = numbers[first : first + 2000]
            ids = [self.stream.transfer(number)[0] for number in part]
            trace = [self.program, "trace", str(self.folder), "--hops", "0", "--json", "--seed", *ids]
            answer = subprocess.run(trace, capture_output=True)
            if answer.returncode != 0:
                raise Failure(f"a transfer is not there: {answer.stderr.decode()}")
            told = {one["id"]: one["tainted_fen"] for one in json.loads(answer.stdout)["transfers"]}
            for number in part:
                identity, amount = self.stream.transfer(number)[0], self.stream.transfer(number)[4]
                if told.get(identity) != amount:
                    raise Failure(f"{identity}: {told.get(identity)} fen, {amount} were written")

    def expect_end(self, count):
        """The last transfers before `count` are there, and the next is not."""
        self.expect(range(max(0, count - 200), count))
        beyond = self.stream.transfer(count)[0]
        trace = [self.program, "trace", str(self.folder), "--json", "--seed", beyond]
        if b"no transfer" not in subprocess.run(trace, capture_output=True).stderr:
            raise Failure(f"{beyond} is there behind a gap")

    def whole_rows(self):
        """How many transfers the whole groups of the tail hold; the next append cuts off what is behind them."""
        if not self.tail:
            return 0
        end = self.tail.stat().st_size - self.ask("ledger", "info", "--json")["torn_bytes"]
        return next(rows for place, rows in reversed(groups(self.tail)) if place <= end)

    @property
    def tail(self):
        files = [file for file in self.folder.glob("tail-*") if file.stat().st_size > 0]
        return files[0] if files else None


def groups(file):
    """Where each group of a tail ends, and how many transfers lie before that."""
    ends, rows, place, content = [(0, 0)], 0, 0, file.read_bytes() if file else b""
    while content[place : place + 8] == MARK:
        size, count = (int.from_bytes(content[place + at : place + at + 8], "little") for at in (16, 24))
        place, rows = place + 64 + size, rows + count
        ends.append((place, rows))
    return ends


def append(ledger, first, last, group, environment=None, kill_after=None):
    """Appends the lines from `first` to before `last`; returns how many were acknowledged, and how it ended."""
    process = ledger.start(
        "ledger", "append", "--group", group, environment=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed():
        try:
            for number in range(first, last):
                process.stdin.write(ledger.stream.line(number).encode())
            process.stdin.close()
        except (BrokenPipeError, ConnectionResetError):
            pass

    feeder = threading.Thread(target=feed)
    feeder.start()
    killer = None
    if kill_after is not None:
        killer = threading.Timer(kill_after, process.send_signal, [signal.SIGKILL])
        killer.start()
    acknowledged = 0
    for line in process.stdout:
        if line.startswith(b"durable ") and line.endswith(b"\n"):
            acknowledged = int(line.split()[1])
    code = process.wait()
    if killer:
        killer.cancel()
    feeder.join()
    try:
        process.stdin.close()
    except OSError:
        pass
    error = process.stderr.read().decode()
    if code not in (0, TORN, -signal.SIGKILL):
        raise Failure(f"append ended with {code}: {error}")
    return acknowledged, code


def spoil(ledger, safe, chance):
    """What lies behind the acknowledged bytes of the tail is not what was written."""
    size = ledger.tail.stat().st_size
    if size <= safe:
        return
    place = chance.randrange(safe, size)
    kind = chance.choice(["cut", "zeros", "noise"])
    with open(ledger.tail, "r+b") as file:
        if kind == "cut":
            file.truncate(place)
        else:
            file.seek(place)
            file.write(bytes(size - place) if kind == "zeros" else chance.randbytes(size - place))


def kill_once(ledger, chance, acknowledged, is_spoiled):
    """Appends until it is killed; returns how many transfers are there for sure."""
    before = ledger.whole_rows()
    wait = chance.choice([0.02, 0.1, 0.3]) * chance.random() + chance.choice([0, 0.03])
    last = acknowledged + LINES_OF_ONE_RUN
    told, _ = append(ledger, acknowledged, last, chance.choice([1, 7, 50, 400]), kill_after=wait)
    if is_spoiled and ledger.tail:
        spoil(ledger, next(end for end, rows in groups(ledger.tail) if rows >= before + told), chance)
    count = ledger.count()
    if not acknowledged + told <= count <= last:
        raise Failure(f"{acknowledged + told} were acknowledged, {count} are there, {last} were sent")
    ledger.expect_end(count)
    # Who was not told sends again: what is there already is left out.
    return acknowledged + told


def merge_killed(ledger, chance):
    count = ledger.count()
    process = ledger.start("ledger", "merge", stdout=subprocess.DEVNULL)
    time.sleep(0.3 * chance.random())
    process.send_signal(signal.SIGKILL)
    process.communicate()
    if ledger.count() != count:
        raise Failure(f"{count} before the merge, {ledger.count()} after")


def kills(arguments, folder):
    done, written, merges = 0, 0, 0
    while done < arguments.kills:
        chance = random.Random(f"{arguments.seed}-{done}")
        ledger = Ledger(arguments.program, folder / f"killed-{done}", Stream(f"{arguments.seed}-{done}"))
        acknowledged = 0
        append(ledger, 0, 10, 10)
        for _ in range(min(KILLS_OF_ONE_LEDGER, arguments.kills - done)):
            acknowledged = kill_once(ledger, chance, acknowledged, done % 3 == 0)
            done += 1
            if chance.random() < 0.1:
                merge_killed(ledger, chance)
                merges += 1
        append(ledger, acknowledged, acknowledged + 100, 30)
        count = ledger.count()
        ledger.expect(range(count))
        written += count
        print(f"ok    {done} appends and {merges} merges killed, {written} transfers there to the fen", flush=True)
        shutil.rmtree(ledger.folder)


def base(arguments, folder):
    """A ledger of a partition and a tail, and a file for an import."""
    ledger = Ledger(arguments.program, folder / "base", Stream(f"{arguments.seed}-torn"))
    append(ledger, 0, 40, 40)
    ledger.start("ledger", "merge", stdout=subprocess.DEVNULL).communicate()
    append(ledger, 40, 100, 20)
    rows = [ledger.stream.transfer(number) for number in range(100, 160)]
    lines = "".join(f"{i},{t},{payer},{payee},{fen}\n" for i, t, payer, payee, fen in rows)
    (folder / "more.csv").write_text("id,time,payer,payee,amount\n" + lines)
    return ledger


def run_torn(ledger, act, file, environment):
    """Returns how many are surely there, how many may be, and whether the act came to its end."""
    if act == "append":
        told, code = append(ledger, 100, 160, 25, environment)
        return 100 + told, 160, code == 0
    extra = [file, "--time-format", "us", "--amount-unit", "fen"] if act == "import" else []
    process = ledger.start("ledger", act, *extra, environment=environment, stdout=subprocess.DEVNULL)
    error = process.communicate()[1].decode()
    if process.returncode not in (0, TORN):
        raise Failure(f"{act} ended with {process.returncode}: {error}")
    whole = 160 if act == "import" else 100
    is_done = process.returncode == 0
    return whole if is_done else 100, whole, is_done


def torn(arguments, folder):
    library = folder / "torn.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "torn.c"), "-ldl"], check=True)
    whole = base(arguments, folder)
    for act in ["append", "import", "merge"]:
        looked = 0
        for part in [0, 1, 300, 999]:
            at, is_done = 0, False
            while not is_done:
                ledger = Ledger(arguments.program, folder / "torn", whole.stream)
                shutil.copytree(whole.folder, ledger.folder)
                environment = {"LD_PRELOAD": str(library), "TORN_AT": str(at), "TORN_PART": str(part)}
                least, most, is_done = run_torn(ledger, act, folder / "more.csv", environment)
                count = ledger.count()
                if not least <= count <= most or (act == "import" and count not in (100, 160)):
                    raise Failure(f"{act} torn at {at}: {least} to {most} transfers, {count} are there")
                ledger.expect(range(count))
                append(ledger, count, 200, 30)
                if ledger.count() != 200:
                    raise Failure(f"{act} torn at {at}: the next append did not go on")
                ledger.expect(range(200))
                shutil.rmtree(ledger.folder)
                at, looked = at + 1, looked + 1
        print(f"ok    {act}: torn at each of {at - 1} changes in four ways, {looked} runs", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trials", default="torn,kills")
    parser.add_argument("--keep", action="store_true", help="leave the folder, the ledger that failed in it")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ledger-"))
    try:
        for trial in arguments.trials.split(","):
            {"torn": torn, "kills": kills}[trial](arguments, folder)
    except Failure as failure:
        print(f"FAIL  {failure}" + (f"; left in {folder}" if arguments.keep else ""))
        sys.exit(1)
    finally:
        if not arguments.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
