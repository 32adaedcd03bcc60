#!/usr/bin/env python3
"""Traces the same seeds with shouwang, SQLite, NumPy and a scan of the whole ledger in C; same data, one run, medians.

    tracing.py SHOUWANG [--transfers 1000000] [--power 17] [--seeds 50] [--folder DIR]

Needs numpy and a C compiler. SQLite is given covering indexes and the columns that the interval method needs, which a user of SQLite alone would
not have: without them it cannot answer FIFO at all. Every program prints the pieces and a sum over them, and they must be equal.
FIFO has no limit; proportional and poison go 6 transfers and a day far, proportional leaves out what carries less than 100 yuan.
"""
import argparse
import heapq
import re
import sqlite3
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

DAY = 86_400_000
LEAST = 10_000
HOPS = 6


def timed(work, seeds):
    """Median microseconds, pieces and sum over all seeds; the second of two rounds counts."""
    for _ in range(2):
        times, pieces, total = [], 0, 0
        for seed in seeds:
            begun = time.perf_counter_ns()
            found, part = work(seed)
            times.append((time.perf_counter_ns() - begun) / 1000)
            pieces, total = pieces + found, (total + part) % 2**64
    return statistics.median(times), pieces, total


class Ledger:
    """The generated columns, and what the interval method adds to them."""

    def __init__(self, folder):
        self.time = np.fromfile(folder / "ts.i64", "<i8")
        self.payer = np.fromfile(folder / "from.u32", "<u4").astype(np.int64)
        self.payee = np.fromfile(folder / "to.u32", "<u4").astype(np.int64)
        self.amount = np.fromfile(folder / "amt.i64", "<i8")
        opening = np.fromfile(folder / "open.i64", "<i8")
        count = len(self.time)
        rows = np.arange(count)
        self.cases = [int(line.split(",")[1]) for line in (folder / "cases.csv").read_text().splitlines()]
        self.went = self.before(self.payer, self.amount)
        self.came = self.before(self.payee, self.amount) + opening[self.payee]
        account = np.concatenate([self.payer, self.payee])
        change = np.concatenate([-self.amount, self.amount])
        order = np.argsort(np.concatenate([rows * 2, rows * 2 + 1]), kind="stable")
        balance = np.empty(2 * count, np.int64)
        balance[order] = self.before(account[order], change[order])
        self.balance = balance[:count] + opening[self.payer]
        self.order = np.argsort(self.payer, kind="stable")
        self.heads = np.concatenate([[0], np.cumsum(np.bincount(self.payer, minlength=len(opening)))])

    @staticmethod
    def before(owner, amount):
        """The sum of the amounts of the same owner before each."""
        order = np.argsort(owner, kind="stable")
        sums = np.cumsum(amount[order])
        starts = np.flatnonzero(np.concatenate([[True], owner[order][1:] != owner[order][:-1]]))
        base = np.concatenate([[0], sums])[starts]
        result = np.empty(len(owner), np.int64)
        lengths = np.diff(np.append(starts, len(owner)))
        result[order] = sums - amount[order] - np.repeat(base, lengths)
        return result

    def last(self, seed):
        """The last row within a day of the seed."""
        return int(np.searchsorted(self.time, self.time[seed] + DAY, "right")) - 1


class SQLite:
    FIFO = """with recursive r(id,acct,a,b) as (select -1, :payee, :came, :came + :amount union all
        select t.id, t.dst, t.came+max(r.a,t.went)-t.went, t.came+min(r.b,t.went+t.amt)-t.went
        from r cross join tx t on t.src=r.acct and t.went<r.b
        and t.went>=coalesce((select max(went) from tx where src=r.acct and went<=r.a),0) and t.went+t.amt>r.a)
        select count(*)-1, coalesce(sum(case when id>=0 then id*(b-a) end),0) from r"""
    POISON = """with recursive r(dst,id,lvl) as (select :payee, :row, 1 union
        select t.dst,t.id,r.lvl+1 from r cross join tx t on t.src=r.dst and t.id>r.id and t.id<=:last where r.lvl<=6)
        select count(distinct id)-1, sum(distinct id)-:row from r"""

    def __init__(self, ledger, path):
        self.ledger = ledger
        self.base = sqlite3.connect(path)
        for pragma in ["journal_mode=off", "synchronous=off", "cache_size=-4000000", "mmap_size=20000000000"]:
            self.base.execute(f"pragma {pragma}")
        self.base.execute("create table tx(id integer primary key, src int, dst int, amt int, went int, came int, bal int)")
        columns = [ledger.payer, ledger.payee, ledger.amount, ledger.went, ledger.came, ledger.balance]
        for start in range(0, len(ledger.time), 1 << 18):
            part = [column[start : start + (1 << 18)].tolist() for column in columns]
            self.base.executemany("insert into tx values(?,?,?,?,?,?,?)", zip(range(start, start + len(part[0])), *part))
        self.base.execute("create index byplace on tx(src, went, id, dst, amt, came)")
        self.base.execute("create index bytime on tx(src, id, dst, amt, bal)")
        self.base.execute("analyze")

    def values(self, seed):
        ledger = self.ledger
        return {
            "payee": int(ledger.payee[seed]), "came": int(ledger.came[seed]), "amount": int(ledger.amount[seed]),
            "row": seed, "last": ledger.last(seed),
        }

    def fifo(self, seed):
        return self.base.execute(self.FIFO, self.values(seed)).fetchone()

    def poison(self, seed):
        return self.base.execute(self.POISON, self.values(seed)).fetchone()

    def proportional(self, seed):
        ask = "select id,dst,amt,bal from tx where src=? and id>? and id<=? order by id"
        return shares(self.ledger, seed, lambda account, row, last: self.base.execute(ask, (account, row, last)).fetchall())


def shares(ledger, seed, payments):
    """Proportional, exactly: a heap of the next payment of each account that holds traced money."""
    last = ledger.last(seed)
    held, levels, lists, queue = {}, {}, {}, []
    pieces = total = 0

    def arrive(account, amount, level, row):
        held[account] = held.get(account, 0) + amount
        levels[account] = min(levels.get(account, level), level)
        if account not in lists:
            lists[account] = iter(payments(account, row, last))
            advance(account)

    def advance(account):
        following = next(lists[account], None)
        if following is not None:
            heapq.heappush(queue, (following[0], account, following))

    arrive(int(ledger.payee[seed]), int(ledger.amount[seed]), 1, seed)
    while queue:
        row, account, (_, payee, amount, balance) = heapq.heappop(queue)
        # What was kept back may be more than what is left there; no payment carries more than itself.
        share = min(held[account] * amount // balance, amount)
        if share >= LEAST and levels[account] <= HOPS:
            held[account] -= share
            pieces, total = pieces + 1, total + row * share
            arrive(payee, share, levels[account] + 1, row)
        advance(account)
    return pieces, total


def csr_poison(ledger):
    rows = ledger.order
    payees = ledger.payee

    def work(seed):
        last = ledger.last(seed)
        known, found = {}, []
        level = {int(payees[seed]): seed}
        for _ in range(HOPS):
            following = {}
            for account, row in level.items():
                before = known.get(account, last)
                if row >= before:
                    continue
                known[account] = row
                mine = rows[ledger.heads[account] : ledger.heads[account + 1]]
                part = mine[np.searchsorted(mine, row, "right") : np.searchsorted(mine, before, "right")]
                found.append(part)
                for payee, at in zip(payees[part].tolist(), part.tolist()):
                    following[payee] = min(following.get(payee, at), at)
            level = following
        everything = np.concatenate(found) if found else np.empty(0, np.int64)
        everything = np.unique(everything)
        return len(everything), int(everything.sum())

    return work


def scan(folder, count, seeds, source):
    program = folder / "scan"
    subprocess.run(["cc", "-O3", "-march=native", "-o", program, source], check=True)
    lines = subprocess.run(
        [program, folder, str(count), *map(str, seeds)], check=True, capture_output=True, text=True).stdout.split("\n")
    numbers = [tuple(map(int, line.split())) for line in lines if line]
    median = statistics.median(number[0] for number in numbers) / 1000
    return median, sum(number[1] for number in numbers), sum(number[2] for number in numbers) % 2**64


def ours(shouwang, ledger, folder, seeds, *options):
    command = [shouwang, "ledger", "measure", ledger, "--cases", folder / "cases.csv", "--count", str(seeds), *options]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    print("  " + text.strip())
    found = re.search(r"pieces (\d+) sum (\d+) p50 ([\d.]+)", text)
    return float(found[3]), int(found[1]), int(found[2])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("shouwang")
    parser.add_argument("--transfers", type=int, default=1_000_000)
    parser.add_argument("--power", type=int, default=17)
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        compare(options, Path(temporary))


def compare(options, folder):
    run = lambda *command: print("  " + subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())
    shouwang, ledger = options.shouwang, folder / "ledger"
    run(shouwang, "ledger", "generate", folder, "--transfers", str(options.transfers), "--power", str(options.power))
    run(shouwang, "ledger", "import", ledger, folder, "--time-format", "ms")
    columns = Ledger(folder)
    seeds = columns.cases[: options.seeds]
    begun = time.perf_counter()
    sqlite = SQLite(columns, folder / "sqlite")
    print(f"  SQLite loaded and indexed in {time.perf_counter() - begun:.1f} s")
    limits = ["--hops", str(HOPS), "--hours", "24"]
    rules = {
        "fifo": (["--rule", "fifo"], {"SQLite": lambda: timed(sqlite.fifo, seeds)}),
        "proportional": (
            ["--rule", "proportional", *limits, "--least", str(LEAST)],
            {"SQLite": lambda: timed(sqlite.proportional, seeds)}),
        "poison": (
            ["--rule", "poison", *limits],
            {"SQLite": lambda: timed(sqlite.poison, seeds), "NumPy": lambda: timed(csr_poison(columns), seeds)}),
    }
    source = Path(__file__).with_name("scan.c")
    rules["fifo"][1]["scan in C"] = lambda: scan(folder, len(columns.time), seeds[:10], source)
    for rule, (arguments, peers) in rules.items():
        median, pieces, total = ours(shouwang, ledger, folder, len(seeds), *arguments)
        for name, work in peers.items():
            peer, found, part = work()
            isEqual = name == "scan in C" or (found, part) == (pieces, total)
            print(f"{rule:13}{name:10}{peer:12.1f} us  shouwang {median:8.1f} us  ratio {peer / median:10.1f}  {'equal' if isEqual else f'NOT EQUAL {found} {part}'}")


main()
